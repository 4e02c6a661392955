import { defined } from "@incident-teams/domain/defined"
import { Cache, Context, Duration, Effect, Exit, Layer, Metric } from "effect"
import { now } from "../changes/decideAndCommit.ts"
import { PlatformTime } from "../deployment/PlatformTime.ts"
import { claimableAt, type Stored, type StoreUnavailable, TeamStore } from "../ports/TeamStore.ts"
import { isStalled } from "./delays.ts"

const phases = ["requested", "provisioning", "open", "archiving", "archived", "reopening", "lost"] as const

const byPhase = Metric.gauge("incident_teams_teams", { description: "Teams by phase." })
const blocked = Metric.gauge("incident_teams_teams_blocked", { description: "Teams that need a person." })
const due = Metric.gauge("incident_teams_teams_due", {
  description: "Teams that a worker could claim now. A number that stays high: workers don't keep up."
})
const stalled = Metric.gauge("incident_teams_teams_stalled", {
  description: "Teams with a step that has failed for at least 15 minutes and is tried again."
})
const waitingForInstallation = Metric.gauge("incident_teams_teams_waiting_for_installation", {
  description:
    "Teams that wait until someone corrects the installation's credentials, permissions, licenses, quota or network."
})

/** How all teams together are. */
export class TeamGauges extends Context.Service<
  TeamGauges,
  {
    /** Counts all teams, at most once in a minute, as that reads every one of them. */
    readonly measure: Effect.Effect<void, StoreUnavailable>
  }
>()("@incident-teams/application/monitoring/TeamGauges") {}

export const layerOf = (rememberedMillis: number) =>
  Layer.effect(
    TeamGauges,
    Effect.gen(function* () {
      const store = yield* TeamStore
      const { stalledAfter } = yield* PlatformTime
      const counted = Effect.gen(function* () {
        const at = yield* now
        const inPhase = new Map<string, number>(phases.map((phase) => [phase, 0]))
        let [stuck, claimable, delayed, ours] = [0, 0, 0, 0]
        let next: string | undefined
        do {
          const page: { readonly items: ReadonlyArray<Stored>; readonly next?: string } = yield* store
            .list({}, { limit: 200, ...defined({ next }) })
            .pipe(Effect.catchTag("UnknownContinuation", () => Effect.succeed({ items: [] })))
          for (const { team, schedule } of page.items) {
            inPhase.set(team.phase, (inPhase.get(team.phase) ?? 0) + 1)
            if (team.work.blocked !== undefined) stuck += 1
            if (isStalled(team, at, stalledAfter)) delayed += 1
            if (team.work.waits.some(({ installation }) => installation !== undefined)) ours += 1
            const from = claimableAt(schedule)
            if (from !== undefined && from <= at) claimable += 1
          }
          next = page.next
        } while (next !== undefined)
        for (const [phase, teams] of inPhase) yield* Metric.update(Metric.withAttributes(byPhase, { phase }), teams)
        yield* Metric.update(blocked, stuck)
        yield* Metric.update(due, claimable)
        yield* Metric.update(stalled, delayed)
        yield* Metric.update(waitingForInstallation, ours)
      })
      const remembered = yield* Cache.makeWith((_: "all") => counted, {
        capacity: 1,
        timeToLive: (exit) => (Exit.isSuccess(exit) ? Duration.millis(rememberedMillis) : Duration.zero)
      })
      return TeamGauges.of({ measure: Cache.get(remembered, "all") })
    })
  )

export const layer = layerOf(60_000)
