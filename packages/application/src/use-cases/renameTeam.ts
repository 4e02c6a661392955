import { Effect, Option } from "effect"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { nameUnderPolicy } from "@incident-teams/domain/naming/nameUnderPolicy"
import { teamDescriptionOf } from "@incident-teams/domain/naming/TeamDescription"
import { changeTeam, type IdempotentRequest } from "../decideAndCommit.ts"
import { CreationPolicy } from "../ports/CreationPolicy.ts"
import { Directory } from "../ports/Directory.ts"
import type { Session } from "../ports/Session.ts"
import { changeableTeam } from "./changeableTeam.ts"
import { actorOf } from "./standing.ts"

export interface RenameTeam {
  readonly name?: string
  readonly description?: string
  readonly idempotent?: IdempotentRequest
}

/** Another name or description, under the tenant's naming policy. Waits while the team is archived. */
export const renameTeam = Effect.fn("renameTeam")(function* (session: Session, id: TeamId, request: RenameTeam) {
  yield* changeableTeam(session, id)
  const { naming } = yield* (yield* CreationPolicy).read()
  const { caller } = session
  const person =
    caller._tag === "User" ? Option.getOrUndefined(yield* (yield* Directory).person(caller.id)) : undefined
  const name =
    request.name === undefined
      ? undefined
      : yield* Effect.fromResult(
          nameUnderPolicy({ policy: naming, attributes: person?.attributes ?? {} }, request.name)
        )
  const description =
    request.description === undefined ? undefined : yield* Effect.fromResult(teamDescriptionOf(request.description))
  return yield* changeTeam(
    id,
    (_, at) => ({
      _tag: "RenameTeam",
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      by: actorOf(session),
      at
    }),
    request.idempotent
  )
})
