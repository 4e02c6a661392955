import { withHeaders } from "@incident-teams/api/withHeaders"
import { getOperation } from "@incident-teams/application/use-cases/getOperation"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect } from "effect"
import type { HandlersOf } from "../contract/Handlers.ts"
import { operationView, pollSeconds } from "../views/operationView.ts"

export const operations: HandlersOf<"operations"> = {
  get: Effect.fnUntraced(function* ({ session, params: { operationId } }) {
    const [team = "", generation = ""] = operationId.split(".")
    const { stored, state } = yield* getOperation(session, TeamId.make(team), Number(generation))
    return withHeaders(
      operationView(stored.team, Number(generation), state),
      state._tag === "Running" ? { "retry-after": pollSeconds } : {}
    )
  })
}
