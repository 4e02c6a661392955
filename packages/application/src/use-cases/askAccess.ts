import { Effect, Schema } from "effect"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { canAskForAccess } from "@incident-teams/domain/permissions/Permissions"
import { changeTeam, freshId, type IdempotentRequest, loadTeam } from "../decideAndCommit.ts"
import { Deployment } from "../Deployment.ts"
import type { Session } from "../ports/Session.ts"
import { teamFacts } from "./standing.ts"

/** Refused: whoever asks is in the team already. */
export class AlreadyInTeam extends Schema.TaggedError<AlreadyInTeam>()("AlreadyInTeam", {}) {}

/** Asks to be let into a team. Where nobody decides by configuration, the request is approved at once. */
export const askAccess = Effect.fn("askAccess")(function* (
  session: Session,
  id: TeamId,
  reason: string,
  idempotent?: IdempotentRequest
) {
  const stored = yield* loadTeam(id)
  const facts = yield* teamFacts(session, stored)
  yield* Effect.fromResult(canAskForAccess(facts))
  if (facts.standing !== "none") return yield* new AlreadyInTeam()
  const { caller } = session
  if (caller._tag === "Application") return yield* Effect.die(new Error("An application was let ask for access."))
  const person = { id: caller.id, name: caller.name }
  const request = yield* freshId
  const asked = yield* changeTeam(id, (_, at) => ({ _tag: "AskAccess", request, person, reason, at }), idempotent)
  const waiting = asked.stored.team.accessRequests.find((other) => other.person.id === person.id)
  if ((yield* Deployment).accessDecision === "owner" || waiting === undefined) return asked
  return yield* changeTeam(id, (_, at) => ({
    _tag: "DecideAccess",
    request: waiting.id,
    approve: true,
    reason: "Everybody who may ask gets in.",
    by: { _tag: "System" },
    at
  }))
})
