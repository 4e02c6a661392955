import { TeamNotFoundProblem } from "@incident-teams/api/problems/teamProblems"
import { withHeaders } from "@incident-teams/api/withHeaders"
import { getOperation } from "@incident-teams/application/use-cases/getOperation"
import { Effect } from "effect"
import type { HandlersOf } from "../contract/Handlers.ts"
import { operationView, parseOperationId, pollSeconds } from "../views/operationView.ts"

export const operations: HandlersOf<"operations"> = {
  get: Effect.fnUntraced(function* ({ session, params }) {
    const { team, name } = parseOperationId(params.operationId)
    const { stored, state } = yield* getOperation(session, team, name).pipe(
      Effect.catchTag("TeamNotStored", () => Effect.fail(ofNoTeam()))
    )
    return withHeaders(
      operationView(stored.team, name, state),
      state._tag === "Running" ? { "retry-after": pollSeconds } : {}
    )
  })
}

const ofNoTeam = () =>
  new TeamNotFoundProblem({
    field: "operationId",
    detail: "No team has this operation.",
    remedy: "Use the ID in the response to the request that was accepted with 202."
  })
