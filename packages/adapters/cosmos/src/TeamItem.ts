import { claimableAt, type Schedule, type Stored } from "@incident-teams/application/ports/TeamStore"
import { UnreadableRecord } from "@incident-teams/application/records/RecordCodec"
import { teamCodec } from "@incident-teams/application/records/TeamCodec"
import { Origins } from "@incident-teams/application/tracing/Origins"
import { defined } from "@incident-teams/domain/defined"
import { partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { isLive } from "@incident-teams/domain/team/served"
import { hasAccessToReport, type Team } from "@incident-teams/domain/team/Team"
import { Option, Result, Schema } from "effect"
import type { Read } from "./CosmosContainer.ts"

/** The id of a team's own item, in the partition that bears the team's id. */
export const teamItemId = "team"

/** Milliseconds, so that they can be compared in a query. */
const Millis = Schema.toType(Timestamp)

/** A commit that was too large for one batch, and isn't all in place yet. See `largeCommit.ts`. */
export const Unfinished = Schema.Struct({ commit: Schema.String, parts: Schema.Int, next: Schema.Int })
export type Unfinished = typeof Unfinished.Type

/** What a commit has to know of the one before; it travels in the port's version, so that nothing is read for it. */
export interface Counts {
  /** Events so far. */
  readonly events: number
  /** Commits so far. */
  readonly commits: number
}

/** A team's own item, without what is only there for queries (`forQueries`). */
export const TeamItem = Schema.Struct({
  team: TeamId,
  schemaVersion: Schema.Finite,
  state: Schema.Json,
  commitId: Schema.String,
  events: Schema.Int,
  commits: Schema.Int,
  fence: Schema.Int,
  dueAt: Schema.optionalKey(Millis),
  lease: Schema.optionalKey(Schema.Struct({ holder: Schema.String, until: Millis })),
  origins: Schema.optionalKey(Schema.Json),
  unfinished: Schema.optionalKey(Unfinished)
})
export type TeamItem = typeof TeamItem.Type

const decode = Schema.decodeUnknownResult(TeamItem)

/** The item of a read; what isn't one was damaged, or written by somebody else. */
export const teamItemIn = ({ item }: Read): Result.Result<TeamItem, UnreadableRecord> =>
  Result.mapError(
    decode(item),
    (error) => new UnreadableRecord({ record: "team", id: "a team", schemaVersion: 0, reason: error.message })
  )

/** The port's version: an etag, and the counts that go with it. */
export const versionOf = ({ events, commits }: Counts, etag: string): string => `${events}.${commits}.${etag}`

const versionShape = /^(\d{1,9})\.(\d{1,9})\.("[^"]+")$/u

/** Undefined for what is no version of ours. */
export const partsOfVersion = (version: string): (Counts & { readonly etag: string }) | undefined => {
  const [, events, commits, etag] = versionShape.exec(version) ?? []
  return etag === undefined ? undefined : { events: Number(events), commits: Number(commits), etag }
}

const encodeOrigins = Schema.encodeSync(Origins)
const decodeOrigins = Schema.decodeUnknownOption(Origins)

const scheduleIn = ({ fence, dueAt, lease, ...item }: TeamItem): Schedule => {
  // Nothing is decided by them: origins that can't be read are none, and no reason to stop the work.
  const origins = Option.getOrUndefined(decodeOrigins(item.origins))
  return {
    fence,
    ...defined({ dueAt, lease, origins })
  }
}

/** The team in a read of its own item. */
export const storedTeam = (read: Read): Result.Result<Stored, UnreadableRecord> =>
  Result.flatMap(teamItemIn(read), (item) =>
    Result.map(teamCodec.decode(item.team, { schemaVersion: item.schemaVersion, json: item.state }), (team) => ({
      id: item.team,
      version: versionOf(item, read.etag),
      team,
      schedule: scheduleIn(item),
      commitId: item.commitId
    }))
  )

/** As above; dies of UnreadableRecord. */
export const readStoredTeam = (read: Read): Stored => Result.getOrThrow(storedTeam(read))

/** Newest first, and among equally old ones by id, when compared as text; it never changes. */
export const listedAt = ({ createdAt, id }: Pick<Team, "createdAt" | "id">): string =>
  `${String(8_640_000_000_000_000 - createdAt).padStart(17, "0")}-${id}`

export const listedAtShape = /^\d{17}-[a-z2-7]{26}$/u

/** Members that queries compare or sort by, and nothing reads. */
const forQueries = (team: Team, schedule: Schedule) => {
  const claimable = claimableAt(schedule)
  return {
    listedAt: listedAt(team),
    workspace: partsOfIncidentId(team.incident.id).workspace,
    phase: team.phase,
    blocked: team.work.blocked !== undefined,
    gone: !isLive(team),
    access: hasAccessToReport(team),
    delayed: team.work.waits.length > 0,
    ...defined({ claimableAt: claimable })
  }
}

/** A team's own item, as a commit leaves it. */
export const newTeamItem = (team: Team, schedule: Schedule, commitId: string, counts: Counts) => {
  const { schemaVersion, json } = teamCodec.encode(team)
  const { origins, ...rest } = schedule
  const item: TeamItem = {
    team: team.id,
    schemaVersion,
    state: json,
    commitId,
    ...counts,
    ...rest,
    ...(origins === undefined ? {} : { origins: encodeOrigins(origins) })
  }
  return { id: teamItemId, ...item, ...forQueries(team, schedule) }
}
