import type { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import type { TeamKey } from "@incident-teams/domain/naming/TeamKey"
import type { Member } from "@incident-teams/domain/team/Member"
import type { Person } from "@incident-teams/domain/team/Person"
import type { Direction } from "@incident-teams/domain/team/Step"
import { type Behavior, type Ending, type MemoryOperation, type MemoryTeam, usualBehavior } from "./MemoryTeam.ts"

/** Graph: deleted groups are kept 30 days (group-delete). */
const keptFor = 30 * 24 * 60 * 60 * 1_000

const guid = (number: number): PlatformTeamId =>
  PlatformTeamId.make(`00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`)

/** All groups and teams of the platform, without a clock of its own: the caller says what time it is. */
export class MemoryTeams {
  behavior: Behavior = usualBehavior
  readonly all = new Map<PlatformTeamId, MemoryTeam>()
  readonly operations = new Map<string, MemoryOperation>()
  /** Whom the platform takes into no team, and why. */
  readonly refusals = new Map<PersonId, string>()
  readonly guests = new Set<PersonId>()
  /** How the next operations end, oldest first; those after them end as usual. */
  readonly endings: Record<Direction, Array<Ending>> = { archive: [], unarchive: [] }
  #made = 0

  /** Applies what has ended by `now`, in the order in which it ended, and forgets what is deleted for too long. */
  settle(now: number): void {
    const ended = [...this.operations.values()]
      .filter((operation) => !operation.applied && operation.endsAt <= now)
      .toSorted((one, other) => one.endsAt - other.endsAt)
    for (const operation of ended) {
      operation.applied = true
      const team = this.all.get(operation.team)
      if (team === undefined || operation.ending === "fails" || operation.ending === "never") continue
      this.setArchived(team, operation.direction === "archive", operation.endsAt)
    }
    for (const team of this.all.values()) {
      const expiresAt = this.expiresAt(team)
      if (expiresAt !== undefined && expiresAt <= now) team.deletedAt ??= expiresAt
      if (team.deletedAt !== undefined && now >= team.deletedAt + keptFor) this.all.delete(team.id)
    }
  }

  /** A group that isn't deleted. */
  group(id: PlatformTeamId): MemoryTeam | undefined {
    const found = this.all.get(id)
    return found?.deletedAt === undefined ? found : undefined
  }

  /** A team that isn't deleted. */
  team(id: PlatformTeamId): MemoryTeam | undefined {
    const found = this.group(id)
    return found?.link === undefined ? undefined : found
  }

  expiresAt(team: MemoryTeam): number | undefined {
    return this.behavior.lifetime === 0 ? undefined : team.renewedAt + this.behavior.lifetime
  }

  groupOf(key: TeamKey): MemoryTeam | undefined {
    return [...this.all.values()].find((team) => team.key === key && team.deletedAt === undefined)
  }

  /** A deleted group keeps its mail nickname until it is gone, as in the directory. */
  nicknameTaken(key: TeamKey): boolean {
    return [...this.all.values()].some((team) => team.key === key)
  }

  makeGroup(
    group: {
      readonly key: TeamKey
      readonly name: string
      readonly description: string
      readonly owners: ReadonlyArray<Person>
      readonly usable?: boolean
    },
    now: number
  ): MemoryTeam {
    this.#made += 1
    const made: MemoryTeam = {
      id: guid(this.#made),
      key: group.key,
      usable: group.usable ?? true,
      madeAt: now,
      name: group.name,
      description: group.description,
      link: undefined,
      archived: false,
      archivedChangedAt: Number.NEGATIVE_INFINITY,
      members: new Map(group.owners.map((owner) => [owner.id, { ...owner, role: "owner" }])),
      tabs: [],
      appInstalled: false,
      renewedAt: now,
      deletedAt: undefined
    }
    this.all.set(made.id, made)
    return made
  }

  mayOwn(person: PersonId): boolean {
    return !this.refusals.has(person) && !this.guests.has(person)
  }

  /** Adds somebody, or says why not. A plain member becomes owner where asked; an owner stays one. */
  add(team: MemoryTeam, person: Person, role: Member["role"]): string | undefined {
    const reason = this.refusals.get(person.id)
    if (reason !== undefined) return reason
    const guest = this.guests.has(person.id)
    if (guest && role === "owner") return "A guest can't be an owner."
    const known = team.members.get(person.id)
    const asked = guest ? "guest" : role
    team.members.set(person.id, { id: person.id, name: person.name, role: known?.role === "owner" ? "owner" : asked })
    return undefined
  }

  /** Takes somebody out, or says why not. */
  remove(team: MemoryTeam, person: PersonId): string | undefined {
    const owners = this.owners(team)
    if (owners.length === 1 && owners[0] === person) return "The last owner can't be removed from the team."
    team.members.delete(person)
    return undefined
  }

  owners(team: MemoryTeam): ReadonlyArray<PersonId> {
    return [...team.members.values()].filter(({ role }) => role === "owner").map(({ id }) => id)
  }

  setArchived(team: MemoryTeam, archived: boolean, at: number): void {
    if (team.archived === archived) return
    team.archived = archived
    team.archivedChangedAt = at
  }

  /** What a read shows: behind what is so. */
  archivedAsRead(team: MemoryTeam, now: number): boolean {
    const shown = now >= team.archivedChangedAt + this.behavior.archivedReadsLate
    return shown ? team.archived : !team.archived
  }

  /** Several may run at once; each has its effect at its own end. */
  begin(team: MemoryTeam, direction: Direction, now: number): MemoryOperation {
    const operation: MemoryOperation = {
      id: `operation-${this.operations.size + 1}`,
      team: team.id,
      direction,
      endsAt: now + this.behavior.operationTakes,
      ending: this.endings[direction].shift(),
      applied: false
    }
    this.operations.set(operation.id, operation)
    return operation
  }
}
