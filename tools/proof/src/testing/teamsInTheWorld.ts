import type { NewIncident } from "@incident-teams/adapter-memory/IncidentHand"
import { PlatformHand, type TeamTruth } from "@incident-teams/adapter-memory/PlatformHand"
import {
  CollaborationPlatform,
  PlatformBusy,
  PlatformRefused
} from "@incident-teams/application/ports/CollaborationPlatform"
import { type Stored, type StoreUnavailable, TeamStore } from "@incident-teams/application/ports/TeamStore"
import { handOn } from "@incident-teams/application/testing/Hand"
import { createTeam, type CreateTeam } from "@incident-teams/application/use-cases/createTeam"
import { getTeam } from "@incident-teams/application/use-cases/getTeam"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { platformTeamIdOf } from "@incident-teams/domain/team/Team"
import { Effect, Option } from "effect"
import { TestClock } from "effect/testing"
import { settle } from "../reconcile/RestingWorld.ts"
import { as, type Player } from "./Cast.ts"
import { incidentOf } from "./MemoryWorld.ts"

/** What a test asks for beside the incident: nobody and nothing unless it is named. */
export type Wishes = Partial<Omit<CreateTeam, "incident">>

/** A new incident, and a team asked for by Ben (or `by`); no worker has seen it yet. */
export const requestedTeam = Effect.fn("requestedTeam")(function* (
  wishes: Wishes & { readonly by?: Player; readonly about?: NewIncident } = {}
) {
  const { by = "ben", about, ...asked } = wishes
  const incident = yield* incidentOf(about)
  const { stored } = yield* createTeam(as(by), { incident: incident.id, people: [], groups: [], ...asked })
  return { incident: incident.id, team: stored.id }
})

/** That, and everything done that was to be done for it. */
export const openTeam = Effect.fn("openTeam")(function* (wishes: Parameters<typeof requestedTeam>[0] = {}) {
  const asked = yield* requestedTeam(wishes)
  yield* settle()
  return { ...asked, platform: yield* platformTeamOf(asked.team) }
})

/** A team that stopped at a refusal of the platform. */
export const blockedTeam = Effect.gen(function* () {
  const platform = yield* handOn(CollaborationPlatform)
  const refused = new PlatformRefused({ reason: "No license.", remedy: "Buy one; then retry." })
  platform.failNext("ensureTeam", refused, { times: 1_000 })
  const asked = yield* requestedTeam()
  yield* settle()
  platform.heal()
  return asked
})

/** A team that somebody deleted in Teams, noticed. */
export const lostTeam = Effect.fn("lostTeam")(function* (wishes: Parameters<typeof requestedTeam>[0] = {}) {
  const open = yield* openTeam(wishes)
  yield* (yield* PlatformHand).delete(open.platform)
  yield* lookAt(open.team)
  return open
})

/** An open team whose owners all left in Teams, noticed; nobody becomes owner in their place for now. */
export const ownerlessTeam = Effect.fn("ownerlessTeam")(function* (wishes: Parameters<typeof requestedTeam>[0] = {}) {
  const open = yield* openTeam(wishes)
  const [hand, platform] = [yield* PlatformHand, yield* handOn(CollaborationPlatform)]
  const busy = new PlatformBusy({ reason: "Not now.", afterMillis: 3_600_000 })
  platform.failNext("ensureOwner", busy, { times: 1_000 })
  for (const member of (yield* hand.team(open.platform)).members) {
    if (member.role === "owner") yield* hand.remove(open.platform, member.id)
  }
  yield* lookAt(open.team)
  return open
})

/** Ben opens the team here, and workers look at it. */
export const lookAt = Effect.fn("lookAt")(function* (id: TeamId) {
  yield* TestClock.adjust("2 minutes")
  yield* getTeam(as("ben"), id)
  yield* settle()
})

export const stored = (id: TeamId): Effect.Effect<Stored, StoreUnavailable, TeamStore> =>
  Effect.flatMap(TeamStore, (store) => store.load(id)).pipe(
    Effect.flatMap(
      Option.match({
        onNone: () => Effect.die(new Error(`Team ${id} isn't stored.`)),
        onSome: (found) => Effect.succeed(found)
      })
    )
  )

export const platformTeamOf = Effect.fn("platformTeamOf")(function* (id: TeamId) {
  return (
    platformTeamIdOf((yield* stored(id)).team) ?? (yield* Effect.die(new Error(`Team ${id} isn't on the platform.`)))
  )
})

/** The team as it is on the platform. */
export const truthOf = (id: TeamId): Effect.Effect<TeamTruth, StoreUnavailable, TeamStore | PlatformHand> =>
  Effect.flatMap(platformTeamOf(id), (platform) => Effect.flatMap(PlatformHand, (hand) => hand.team(platform)))

/** The names of a team's events, oldest first. */
export const history = (id: TeamId) =>
  Effect.map(
    Effect.flatMap(TeamStore, (store) => store.timeline(id, 0, 1_000)),
    (events) => events.map(({ event }) => event._tag)
  )
