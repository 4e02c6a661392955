import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { nameUnderPolicy } from "@incident-teams/domain/naming/nameUnderPolicy"
import { teamDescriptionOf } from "@incident-teams/domain/naming/TeamDescription"
import { Effect, Option } from "effect"
import { changeTeamBy, type IdempotentRequest } from "../decideAndCommit.ts"
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
  const asked = yield* Effect.cached(
    Effect.all({
      ...(request.name === undefined ? {} : { name: nameFor(session, request.name) }),
      ...(request.description === undefined
        ? {}
        : { description: Effect.fromResult(teamDescriptionOf(request.description)) })
    })
  )
  return yield* changeTeamBy(
    id,
    (_, at) => Effect.map(asked, (to) => [{ _tag: "RenameTeam", ...to, by: actorOf(session), at }]),
    request.idempotent
  )
})

/** As the naming policy wants it for whoever renames, as it would in Outlook. */
const nameFor = Effect.fnUntraced(function* ({ caller }: Session, text: string) {
  const { naming } = yield* (yield* CreationPolicy).read()
  const person = caller._tag === "User" ? Option.getOrUndefined(yield* (yield* Directory).person(caller.id)) : undefined
  return yield* Effect.fromResult(nameUnderPolicy({ policy: naming, attributes: person?.attributes ?? {} }, text))
})
