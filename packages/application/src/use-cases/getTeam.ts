import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { canReadIncident } from "@incident-teams/domain/permissions/Permissions"
import { roster, type RosterEntry } from "@incident-teams/domain/team/Roster"
import { teamDecider } from "@incident-teams/domain/team/teamDecider"
import { Effect, References, Result } from "effect"
import { changeTeam, loadTeam, now } from "../changes/decideAndCommit.ts"
import { PlatformTime } from "../deployment/PlatformTime.ts"
import { servingTeamId } from "../links/servingTeam.ts"
import type { Visitor } from "../ports/Session.ts"
import { type SeenRoster, type Stored, TeamStore } from "../ports/TeamStore.ts"
import { oncePerVersion } from "../recent/oncePerVersion.ts"
import { manyPeople, seenIn, teamFacts } from "./standing.ts"

/** A team with its people. */
export interface TeamDetails {
  readonly stored: Stored
  /** Everybody who was asked for, with the last word about them. */
  readonly entries: ReadonlyArray<RosterEntry>
  /** Who is in it, as the platform last reported, including people added in Teams. */
  readonly seen: SeenRoster | undefined
}

/** Only where traces are kept: `Effect.fn` with a name notes the stack for each call, which takes longer than what is done. */
const inSpan = <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.withFiber((fiber) => (fiber.getRef(References.TracerEnabled) ? Effect.withSpan(work, "getTeam") : work))

/** Reads a team, and schedules a check of the platform, at most once a minute. */
export const getTeam = Effect.fnUntraced(function* (visitor: Visitor, id: TeamId) {
  return yield* detailsOf(yield* lookedAt(yield* readableTeam(visitor, id)))
}, inSpan)

/** The team, with a check of the platform scheduled. Reading works even if scheduling fails. */
export const lookedAt = Effect.fnUntraced(function* (stored: Stored) {
  const asked = teamDecider(yield* PlatformTime).decide({ _tag: "CheckTeam", at: yield* now }, stored.team)
  // Most reads soon follow another, and leave nothing to be written.
  if (Result.isSuccess(asked) && asked.success.length === 0) return stored
  return yield* changeTeam(stored.id, (_, at) => ({ _tag: "CheckTeam", at })).pipe(
    Effect.map((changed) => changed.stored),
    Effect.orElseSucceed(() => stored)
  )
})

/** The team with its people. */
export const detailsOf = oncePerVersion(
  (stored: Stored) => stored,
  Effect.fnUntraced(function* (stored: Stored) {
    const seen = yield* seenIn(stored)
    const entries = roster(yield* (yield* TeamStore).chunks(stored.id))
    const details: TeamDetails = { stored, entries, seen }
    return details
  }),
  ({ entries, seen }) => entries.length + (seen?.members.length ?? 0) <= manyPeople
)

/** The team, if the caller may see it. */
export const readableTeam = Effect.fnUntraced(function* (visitor: Visitor, id: TeamId) {
  const stored = yield* loadTeam(id)
  yield* Effect.fromResult(canReadIncident(yield* teamFacts(visitor, stored)))
  return stored
})

/** The team of an incident, or TeamNotStored. */
export const getTeamOfIncident = Effect.fn("getTeamOfIncident")(function* (visitor: Visitor, incident: IncidentId) {
  return yield* getTeam(visitor, yield* servingTeamId(incident))
})
