import {
  CollaborationPlatform,
  GroupUnusable,
  NotReadyYet,
  OwnerRequired,
  type PeopleAnswer,
  PlatformBusy,
  PlatformRefused,
  TeamNotFound
} from "@incident-teams/application/ports/CollaborationPlatform"
import { defined } from "@incident-teams/domain/defined"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import type { RefusedPerson } from "@incident-teams/domain/team/Outcome"
import type { Person } from "@incident-teams/domain/team/Person"
import type { Direction } from "@incident-teams/domain/team/Step"
import { Clock, Context, Effect, Layer, Option } from "effect"
import type { MemoryOperation, MemoryTeam } from "./platform/MemoryTeam.ts"
import { MemoryTeams } from "./platform/MemoryTeams.ts"
import { handOf, PlatformHand } from "./PlatformHand.ts"

const refuse = (reason: string, remedy: string) => Effect.fail(new PlatformRefused({ reason, remedy }))

const refuseArchived = (team: MemoryTeam): Effect.Effect<void, PlatformRefused> =>
  team.archived ? refuse("The team is archived.", "Reopen the incident first.") : Effect.void

/** Graph: at most 200 people in members/add, 20 in members/remove. */
const atMost = (most: number, people: ReadonlyArray<Person>): Effect.Effect<void, PlatformRefused> =>
  people.length > most
    ? refuse(`At most ${most} people per request, not ${people.length}.`, "Send several requests.")
    : Effect.void

/** Each person's own answer, from what `act` says about each: a reason against, or nothing. */
const answerEach = (people: ReadonlyArray<Person>, act: (person: Person) => string | undefined): PeopleAnswer => {
  const refusedPeople: Array<RefusedPerson> = []
  const done = people.filter((person) => {
    const reason = act(person)
    if (reason !== undefined) refusedPeople.push({ ...person, reason })
    return reason === undefined
  })
  return { done: done.map(({ id }) => id), refused: refusedPeople, unanswered: [] }
}

const statusOf = (operation: MemoryOperation | undefined, now: number) => {
  if (operation === undefined) return { status: "vanished" as const }
  if (now < operation.endsAt) return { status: "running" as const }
  switch (operation.ending) {
    case "fails":
    case "failsAfterEffect":
      return { status: "failed" as const, reason: "The platform couldn't complete the operation." }
    case "stuck":
    case "never":
      return { status: "running" as const }
    case "vanishes":
    case "unnamed":
      return { status: "vanished" as const }
    case undefined:
      return { status: "succeeded" as const }
  }
}

const platform = (teams: MemoryTeams): CollaborationPlatform["Service"] => {
  /** One call: what has ended by now has had its effect. */
  const call = <A, E>(act: (now: number) => Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.flatMap(Clock.currentTimeMillis, (now) => {
      teams.settle(now)
      return act(now)
    })

  const there = (id: PlatformTeamId): Effect.Effect<MemoryTeam, TeamNotFound | PlatformBusy> => {
    const team = teams.team(id)
    if (team !== undefined) return Effect.succeed(team)
    return teams.group(id) === undefined
      ? Effect.fail(new TeamNotFound())
      : Effect.fail(new PlatformBusy({ reason: "The group exists, but its team isn't available yet." }))
  }

  /** The team, if it takes and gives up people now. */
  const changeable = (id: PlatformTeamId) =>
    Effect.flatMap(there(id), (team) =>
      team.archived && !teams.behavior.archivedTakesPeople
        ? Effect.fail(new PlatformBusy({ reason: "People can't be added to or removed from an archived team." }))
        : Effect.succeed(team)
    )

  const begin = (id: PlatformTeamId, direction: Direction) =>
    call((now) =>
      Effect.gen(function* () {
        const team = yield* there(id)
        if (teams.behavior.needsOwner && teams.owners(team).length === 0) return yield* new OwnerRequired()
        if (teams.behavior.operationTakes === 0) {
          teams.setArchived(team, direction === "archive", now)
          return { _tag: "Done" } as const
        }
        const { id: operation, ending } = teams.begin(team, direction, now)
        return { _tag: "Begun", ...(ending === "unnamed" ? {} : { operation }) } as const
      })
    )

  return {
    ensureGroup: (request) =>
      call((now) =>
        Effect.gen(function* () {
          const found = teams.groupOf(request.key)
          if (found !== undefined && !found.usable) {
            return yield* new GroupUnusable({
              reason: `Another group is named "${request.key}".`,
              remedy: "Rename or delete that group, then retry."
            })
          }
          if (found !== undefined) {
            if (!request.lookFirst) Object.assign(found, { name: request.name, description: request.description })
            return { id: found.id, found: true }
          }
          if (teams.nicknameTaken(request.key)) {
            return yield* new GroupUnusable({
              reason: `A deleted group is still named "${request.key}".`,
              remedy: "Restore it or permanently delete it, then retry."
            })
          }
          const fit = request.owners.filter((owner) => teams.mayOwn(owner.id))
          const standIn = fit.length === 0 ? request.standbyOwners.find(({ id }) => teams.mayOwn(id)) : undefined
          const owners = standIn === undefined ? fit : [standIn]
          if (owners.length === 0) return yield* refuse("Nobody can own the group.", "Name another owner, then retry.")
          return { id: teams.makeGroup({ ...request, owners }, now).id, found: false, ...defined({ standIn }) }
        })
      ),
    ensureTeam: (id) =>
      call((now) =>
        Effect.gen(function* () {
          const group = teams.group(id)
          if (group === undefined) return yield* new TeamNotFound()
          if (group.link !== undefined) return { link: group.link }
          if (now < group.madeAt + teams.behavior.groupReadyAfter) {
            return yield* new NotReadyYet({ reason: "The group isn't available everywhere yet." })
          }
          if (teams.owners(group).length === 0) {
            return yield* refuse("The group has no owner.", "Add an owner, then retry.")
          }
          group.link = `https://teams.example/l/team/${id}`
          return { link: group.link }
        })
      ),
    ensureOwner: (id, candidates) =>
      call(() =>
        Effect.flatMap(there(id), (team) => {
          if (teams.owners(team).length === 0) candidates.some((one) => teams.add(team, one, "owner") === undefined)
          const owners = teams.owners(team)
          return owners.length > 0
            ? Effect.succeed(owners)
            : refuse("None of these people can own the team.", "Name another standby owner, then retry.")
        })
      ),
    addMembers: (id, people) =>
      call(() =>
        Effect.andThen(
          atMost(200, people),
          Effect.map(changeable(id), (team) => answerEach(people, (person) => teams.add(team, person, "member")))
        )
      ),
    removeMembers: (id, people) =>
      call(() =>
        Effect.andThen(
          atMost(20, people),
          Effect.map(changeable(id), (team) => answerEach(people, (person) => teams.remove(team, person.id)))
        )
      ),
    installApp: (id) =>
      call(() =>
        Effect.map(there(id), (team) => {
          team.appInstalled = true
        })
      ),
    pinPage: (id, page) =>
      call(() =>
        Effect.gen(function* () {
          const team = yield* there(id)
          yield* refuseArchived(team)
          const ours = team.tabs.find(({ url }) => url === page.url)
          const others = team.tabs.filter(({ url }) => url !== page.url)
          team.tabs.splice(0, team.tabs.length, ...others, ours ?? page)
        })
      ),
    rename: (id, to) =>
      call(() =>
        Effect.gen(function* () {
          const team = yield* there(id)
          yield* refuseArchived(team)
          Object.assign(team, to)
        })
      ),
    archive: (id) => begin(id, "archive"),
    unarchive: (id) => begin(id, "unarchive"),
    operation: (_, operation) => call((now) => Effect.sync(() => statusOf(teams.operations.get(operation), now))),
    isArchived: (id) => call((now) => Effect.map(there(id), (team) => teams.archivedAsRead(team, now))),
    read: (id) =>
      call((now) =>
        Effect.map(there(id), (team) => ({
          archived: teams.archivedAsRead(team, now),
          members: [...team.members.values()]
        }))
      ),
    expiresAt: (id) =>
      call(() =>
        Effect.map(there(id), (team) => Option.map(Option.fromUndefinedOr(teams.expiresAt(team)), timestampOf))
      ),
    renew: (id) =>
      call((now) =>
        Effect.map(there(id), (team) => {
          team.renewedAt = now
        })
      ),
    findGroup: (key) =>
      call(() => Effect.sync(() => Option.map(Option.fromUndefinedOr(teams.groupOf(key)), (group) => group.id))),
    restore: (id) =>
      call(() => {
        const team = teams.all.get(id)
        if (team === undefined) return Effect.fail(new TeamNotFound())
        team.deletedAt = undefined
        return Effect.void
      })
  }
}

/** The port and the hand on one platform. Each build of the layer is a platform of its own. */
export const layer: Layer.Layer<CollaborationPlatform | PlatformHand> = Layer.effectContext(
  Effect.sync(() => {
    const teams = new MemoryTeams()
    return Context.make(CollaborationPlatform, platform(teams)).pipe(Context.add(PlatformHand, handOf(teams)))
  })
)
