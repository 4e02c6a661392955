import type { Stored } from "@incident-teams/application/ports/TeamStore"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { platformTeamIdOf } from "@incident-teams/domain/team/Team"
import { Option, Schema } from "effect"
import type { Call } from "./judge.ts"

/** A call of Graph that a worker has made and not heard of. */
export interface PendingCall {
  readonly team: TeamId
  readonly attempt: number
  /** Milliseconds since the epoch. */
  readonly startedAt: number
}

/** The calls to put a team on its group that `holder` has on record as begun, and the platform as received. */
export const pendingCalls = (
  holder: string,
  teams: ReadonlyArray<Stored>,
  calls: ReadonlyArray<Call>
): ReadonlyArray<PendingCall> =>
  teams.flatMap(({ id, team, schedule: { lease } }) => {
    const { inFlight } = team.work
    const put = `/groups/${platformTeamIdOf(team)}/team`
    return lease?.holder === holder &&
      inFlight?.step._tag === "EnsureTeam" &&
      calls.some(({ path, at }) => path === put && Date.parse(at) >= Number(inFlight.startedAt))
      ? [{ team: id, attempt: inFlight.attempt, startedAt: inFlight.startedAt }]
      : []
  })

/**
 * Whether `holder` holds none of these teams any more. By the lease: without etags two workers can claim a team under the same
 * fence, and one of them completes it.
 */
export const takenOver = (
  holder: string,
  teams: ReadonlyArray<Pick<Stored, "id" | "schedule">>,
  pending: ReadonlyArray<PendingCall>
): boolean => {
  const held = new Set(teams.filter(({ schedule }) => schedule.lease?.holder === holder).map(({ id }) => id))
  return pending.every(({ team }) => !held.has(team))
}

/** What a worker logs while it works on a team; all of it about one claim has the same `fiberId`. */
const Line = Schema.fromJsonString(
  Schema.Struct({
    fiberId: Schema.String,
    annotations: Schema.Struct({
      team: Schema.String,
      attempt: Schema.optionalKey(Schema.Int),
      outcome: Schema.optionalKey(Schema.String)
    })
  })
)
const decodeLine = Schema.decodeOption(Line)

/**
 * By the worker's log, what became of the calls that it was frozen in: how many it has reported, and how many of these
 * reports were dropped. It logs the outcome of each call, and then either that the outcome is dropped, which has no outcome
 * of its own, or, once it was accepted, the outcome of its next step, if there is any.
 */
export const lateReports = (
  log: string,
  pending: ReadonlyArray<PendingCall>
): { readonly reported: number; readonly dropped: number } => {
  const lines = log.split("\n").flatMap((line) => Option.toArray(decodeLine(line)))
  const reports = pending.flatMap(({ team, attempt }) => {
    const index = lines.findIndex(
      ({ annotations }) =>
        annotations.team === team && annotations.attempt === attempt && annotations.outcome !== undefined
    )
    if (index === -1) return []
    const next = lines.slice(index + 1).find(({ fiberId }) => fiberId === lines[index]?.fiberId)
    return [{ isDropped: next !== undefined && next.annotations.outcome === undefined }]
  })
  return { reported: reports.length, dropped: reports.filter(({ isDropped }) => isDropped).length }
}
