import { Effect } from "effect"
import type { HandlersOf } from "../contract/Handlers.ts"

export const health: HandlersOf<"health"> = {
  live: () => Effect.succeed({ status: "ok" })
}
