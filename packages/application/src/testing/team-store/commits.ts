import { replay } from "@incident-teams/domain/Decider"
import { defined } from "@incident-teams/domain/defined"
import { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { type IncidentArmId, incidentArmIdOf } from "@incident-teams/domain/ids/IncidentArmId"
import { incidentIdOf } from "@incident-teams/domain/ids/IncidentId"
import { IncidentName } from "@incident-teams/domain/ids/IncidentName"
import { Namespace } from "@incident-teams/domain/ids/Namespace"
import { type TeamId, teamIdOf } from "@incident-teams/domain/ids/TeamId"
import { plus, type Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { type Incident, nothingYet } from "@incident-teams/domain/incident/Incident"
import type { PeopleChunk } from "@incident-teams/domain/team/PeopleChunk"
import { noTeam, type Team, type TeamState } from "@incident-teams/domain/team/Team"
import { teamDecider } from "@incident-teams/domain/team/teamDecider"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { timing } from "@incident-teams/domain/team/Timing"
import type { Commit, Schedule, Stored } from "../../ports/TeamStore.ts"
import { start } from "../StoreUnderTest.ts"

/** Of person or incident number `n`: the same each time, different for each. */
const guid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`

export const personOf = (n: number): PersonId => PersonId.make(guid(n))

const armIdOf = (n: number): IncidentArmId =>
  incidentArmIdOf({ subscriptionId: guid(0), resourceGroup: "soc", workspace: "sentinel" }, IncidentName.make(guid(n)))

/** Of the team that `firstCommit(n)` makes. */
export const idOf = (n: number): TeamId => teamIdOf(Namespace.make("contract"), armIdOf(n))

export const soc = WorkspaceAlias.make("soc")
export const lab = WorkspaceAlias.make("lab")

const requested = (n: number, workspace: WorkspaceAlias, at: Timestamp): TeamEvent => ({
  _tag: "TeamRequested",
  id: idOf(n),
  incident: {
    id: incidentIdOf(workspace, IncidentName.make(guid(n))),
    armId: armIdOf(n),
    number: n,
    title: `Incident ${n}`,
    status: "New",
    severity: "High",
    etag: `"${n}"`,
    lastModified: at,
    url: `https://portal.azure.com/#incident/${n}`
  },
  name: `INC-${n}`,
  description: "",
  owners: [{ id: personOf(1), name: "Ada" }],
  standbyOwners: [],
  chores: ["page"],
  by: { _tag: "User", id: personOf(1), name: "Ada" },
  at
})

/** Incident number `n`, in the state that this etag names. */
export const incidentOf = (n: number, etag = `"${n}"`): Incident => ({
  ...nothingYet,
  id: incidentIdOf(soc, IncidentName.make(guid(n))),
  armId: armIdOf(n),
  number: n,
  title: `Incident ${n} \u0000 \ud800 "'`,
  status: "New",
  severity: "High",
  etag,
  created: start,
  lastModified: start,
  url: `https://portal.azure.com/#incident/${n}`
})

/** The team that `events` lead to. */
export const folded = (events: ReadonlyArray<TeamEvent>, state: TeamState = noTeam): Team => {
  const team = replay(teamDecider(timing), events, state)
  if (team._tag === "NoTeam") throw new Error("these events make no team")
  return team
}

let commits = 0
const freshCommitId = (): string => `commit-${++commits}`

type Extras = Partial<Omit<Commit, "team" | "schedule">> & {
  /** Due at the suite's start unless said otherwise; `"never"`: nothing to do. */
  readonly dueAt?: Timestamp | "never"
}

const scheduleOf = ({ dueAt = start }: Extras, fence: number, lease: Schedule["lease"]): Schedule => ({
  fence,
  ...(dueAt === "never" ? {} : { dueAt }),
  ...defined({ lease })
})

const commitOf = (team: Team, events: ReadonlyArray<TeamEvent>, schedule: Schedule, extras: Extras): Commit => ({
  team,
  events,
  chunks: extras.chunks ?? [],
  schedule,
  commitId: extras.commitId ?? freshCommitId(),
  ...defined({ roster: extras.roster, idempotency: extras.idempotency })
})

/** The first commit of team number `n`: it was asked for at `at`, with everything else that happened in the same moment. */
export const firstCommit = (
  n: number,
  extras: Extras & { readonly workspace?: WorkspaceAlias; readonly at?: Timestamp } = {}
): Commit => {
  const events = [requested(n, extras.workspace ?? soc, extras.at ?? start), ...(extras.events ?? [])]
  return commitOf(folded(events), events, scheduleOf(extras, 0, undefined), extras)
}

/** A team as a store holds it, claimed by nobody. */
export const storedOf = (team: Team): Stored => ({
  id: team.id,
  version: "1",
  commitId: "1",
  schedule: { fence: 0 },
  team
})

/** A commit on top of what was loaded, by somebody who carries the lease over as they must. */
export const nextCommit = (stored: Stored, extras: Extras = {}): Commit => {
  const events = extras.events ?? [renamed(stored.commitId)]
  const { fence, lease } = stored.schedule
  return commitOf(folded(events, stored.team), events, scheduleOf(extras, fence, lease), extras)
}

/** A commit by the worker who holds the lease, and who gives it back with it. */
export const lastCommit = (stored: Stored, extras: Extras = {}): Commit => {
  const commit = nextCommit(stored, extras)
  const { lease: _givenBack, ...schedule } = commit.schedule
  return { ...commit, schedule }
}

/** An event that shows in the state, so that one commit can be told from another. */
export const renamed = (name: string): TeamEvent => ({
  _tag: "RenameRequested",
  name,
  description: "",
  by: { _tag: "System" },
  at: start
})

export const blockedNow: TeamEvent = { _tag: "Blocked", step: "Archive", reason: "r", remedy: "m", at: start }

/** Chunk number `chunk` of so many people, from person number `from` on. */
export const chunkOf = (chunk: number, people: number, from = 100): PeopleChunk => ({
  chunk,
  kind: "add",
  people: Array.from({ length: people }, (_, index) => ({
    id: personOf(from + index),
    name: `Person ${from + index}`,
    standing: { _tag: "Asked" }
  }))
})

/** Later than the start by so many seconds (negative: earlier). */
export const seconds = (count: number): Timestamp => plus(start, count * 1_000)
