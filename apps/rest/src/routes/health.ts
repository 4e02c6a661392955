import { NotReadyProblem } from "@incident-teams/api/problems/requestProblems"
import type { Checks } from "@incident-teams/api/values/Readiness"
import { Health } from "@incident-teams/application/monitoring/Health"
import { Effect } from "effect"
import type { HandlersOf } from "../contract/Handlers.ts"

const word = (answers: boolean) => (answers ? "ok" : "failing")

export const health: HandlersOf<"health"> = {
  live: () => Effect.succeed({ status: "ok" }),

  ready: Effect.fnUntraced(function* () {
    const { store, graph, sentinel, worker, at } = yield* (yield* Health).look
    const checks: Checks = {
      store: word(store),
      graph: word(graph),
      sentinel: word(sentinel),
      ...(worker === undefined ? {} : { worker: word(worker) })
    }
    if (!store) {
      return yield* new NotReadyProblem({
        checks,
        detail: "The store can't be used.",
        remedy: "See the server's log for why.",
        retryAfter: 10
      })
    }
    return { status: graph && sentinel && worker !== false ? "ready" : "degraded", checks, checkedAt: at }
  })
}
