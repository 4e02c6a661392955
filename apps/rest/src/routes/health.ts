import { NotReadyProblem } from "@incident-teams/api/problems/requestProblems"
import type { Checks } from "@incident-teams/api/values/Readiness"
import { installationWords } from "@incident-teams/api/words/installation"
import { Health } from "@incident-teams/application/monitoring/Health"
import { Effect } from "effect"
import { Admission } from "../admission/Admission.ts"
import type { HandlersOf } from "../contract/Handlers.ts"

const word = (answers: boolean) => (answers ? "ok" : "failing")

export const health: HandlersOf<"health"> = {
  live: () => Effect.succeed({ status: "ok" }),

  ready: Effect.fnUntraced(function* () {
    const { store, storeWritable, graph, sentinel, worker, installation, at } = yield* (yield* Health).look
    const { isSaturated, readyWhenSaturated } = yield* Admission
    const saturated = yield* isSaturated
    const checks: Checks = {
      store: word(store && storeWritable),
      graph: word(graph),
      sentinel: word(sentinel),
      ...(worker === undefined ? {} : { worker: word(worker) }),
      capacity: saturated ? "saturated" : "ok"
    }
    if (!store) {
      return yield* new NotReadyProblem({
        checks,
        detail: "The store can't be used.",
        remedy: "See the server's log for why.",
        retryAfter: 10
      })
    }
    if (saturated && !readyWhenSaturated) {
      return yield* new NotReadyProblem({
        checks,
        detail: "The server is busy: it refused requests within the last 10 seconds.",
        remedy: "Send requests to another process, or try again later.",
        retryAfter: 10
      })
    }
    // What is there is still shown, so that the server stays in use.
    const whole = storeWritable && graph && sentinel && worker !== false && !saturated && installation.length === 0
    return {
      status: whole ? "ready" : "degraded",
      checks,
      installation: installation.map((kind) => ({ kind, message: installationWords(kind) })),
      checkedAt: at
    }
  })
}
