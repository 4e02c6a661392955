import type { Stored } from "@incident-teams/application/ports/TeamStore"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { platformTeamIdOf } from "@incident-teams/domain/team/Team"
import { Option, Schema } from "effect"
import type { Call } from "./judge.ts"

/** A call of Graph that a worker has made and not heard of, under the claim with this fence. */
export interface PendingCall {
  readonly team: TeamId
  readonly attempt: number
  readonly fence: number
  /** Milliseconds since the epoch. */
  readonly startedAt: number
}

/** The calls to put a team on its group that `holder` has on record as begun, and the platform as received. */
export const pendingCalls = (
  holder: string,
  teams: ReadonlyArray<Stored>,
  calls: ReadonlyArray<Call>
): ReadonlyArray<PendingCall> =>
  teams.flatMap(({ id, team, schedule: { fence, lease } }) => {
    const { inFlight } = team.work
    const put = `/groups/${platformTeamIdOf(team)}/team`
    return lease?.holder === holder &&
      inFlight?.step._tag === "EnsureTeam" &&
      calls.some(({ path, at }) => path === put && Date.parse(at) >= Number(inFlight.startedAt))
      ? [{ team: id, attempt: inFlight.attempt, fence, startedAt: inFlight.startedAt }]
      : []
  })

/** What a worker logs about its teams. */
const Line = Schema.fromJsonString(
  Schema.Struct({
    annotations: Schema.Struct({
      team: Schema.String,
      attempt: Schema.optionalKey(Schema.Int),
      outcome: Schema.optionalKey(Schema.String),
      events: Schema.optionalKey(Schema.Unknown)
    })
  })
)
const decodeLine = Schema.decodeOption(Line)

/**
 * How many of these calls' outcomes were accepted, by the worker's log: it says for each what came of the call, and then
 * either what changed by it or that it was dropped. Undefined until it has said so of every one.
 */
export const lateReports = (
  log: string,
  pending: ReadonlyArray<PendingCall>
): { readonly accepted: number } | undefined => {
  const lines = log
    .split("\n")
    .flatMap((line) => Option.toArray(decodeLine(line)).map(({ annotations }) => annotations))
  const verdicts = pending.map(({ team, attempt }) => {
    const ofTeam = lines.filter((line) => line.team === team)
    const ended = ofTeam.findIndex((line) => line.attempt === attempt && line.outcome !== undefined)
    return ended < 0 ? undefined : ofTeam[ended + 1]
  })
  if (verdicts.includes(undefined)) return undefined
  return { accepted: verdicts.filter((line) => line?.events !== undefined).length }
}
