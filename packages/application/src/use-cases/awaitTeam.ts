import { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { Place, Team } from "@incident-teams/domain/team/Team"
import { TeamIsLost } from "@incident-teams/domain/team/TeamRejection"
import { Clock, Context, Effect, Schema } from "effect"
import { loadTeam } from "../changes/decideAndCommit.ts"
import { LiveChanges } from "../live/LiveChanges.ts"

/** The team is on its way. Ask again with the same request. */
export class TeamNotReady extends Schema.TaggedError<TeamNotReady>()("TeamNotReady", { team: TeamId }) {}

/** The team can't go on without a person. */
export class TeamIsBlocked extends Schema.TaggedError<TeamIsBlocked>()("TeamIsBlocked", {
  team: TeamId,
  reason: Schema.String,
  remedy: Schema.String
}) {}

/** Milliseconds that a caller waits for the team itself. Default: 25 seconds. */
export const Patience = Context.Reference<number>("@incident-teams/application/use-cases/awaitTeam/Patience", {
  defaultValue: () => 25_000
})

const betweenReadsMillis = 200

/** A team that can be opened by its link. */
export type ReachableTeam = Team & { readonly place: Extract<Place, { readonly _tag: "Team" }> }

/** Provisioned; it may have been archived or lost since. */
export const isReachable = (team: Team): team is ReachableTeam =>
  team.place._tag === "Team" && team.phase !== "requested" && team.phase !== "provisioning"

/** The team as soon as it is there; TeamNotReady once patience or the process ends. Who may know is asked before. */
export const awaitTeam = Effect.fn("awaitTeam")(function* (id: TeamId) {
  const { stopped } = yield* LiveChanges
  const until = (yield* Clock.currentTimeMillis) + (yield* Patience)
  for (;;) {
    const { team } = yield* loadTeam(id)
    if (team.phase === "lost") return yield* new TeamIsLost()
    if (isReachable(team)) return team
    const { blocked } = team.work
    if (blocked !== undefined) {
      const { reason, remedy } = blocked
      return yield* new TeamIsBlocked({ team: id, reason, remedy })
    }
    if ((yield* stopped) || (yield* Clock.currentTimeMillis) >= until) return yield* new TeamNotReady({ team: id })
    yield* Effect.sleep(betweenReadsMillis)
  }
})
