import { Effect } from "effect"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { meantToBeIn, roster } from "@incident-teams/domain/team/Roster"
import { changeTeam, type IdempotentRequest } from "../decideAndCommit.ts"
import { Deployment } from "../Deployment.ts"
import type { Session } from "../ports/Session.ts"
import { TeamStore } from "../ports/TeamStore.ts"
import { changeableTeam } from "./changeableTeam.ts"
import { fitStandbyOwners } from "./createTeam.ts"
import { actorOf } from "./standing.ts"

/** Starts afresh whatever is blocked, waiting or refused, with the standby owners as configured now. */
export const retryTeam = Effect.fn("retryTeam")(function* (session: Session, id: TeamId, idempotent?: IdempotentRequest) {
  yield* changeableTeam(session, id)
  const standbyOwners = yield* fitStandbyOwners((yield* Deployment).standbyOwners)
  return yield* changeTeam(id, (_, at) => ({ _tag: "RetryTeam", standbyOwners, by: actorOf(session), at }), idempotent)
})

/** Brings a team back that was deleted in Teams, under its id and with its conversation. */
export const restoreTeam = Effect.fn("restoreTeam")(function* (
  session: Session,
  id: TeamId,
  idempotent?: IdempotentRequest
) {
  yield* changeableTeam(session, id)
  return yield* changeTeam(id, (_, at) => ({ _tag: "RestoreTeam", by: actorOf(session), at }), idempotent)
})

/** Makes another team in place of one that is lost, for everybody who was meant to be in it. */
export const remakeTeam = Effect.fn("remakeTeam")(function* (
  session: Session,
  id: TeamId,
  idempotent?: IdempotentRequest
) {
  yield* changeableTeam(session, id)
  const people = meantToBeIn(roster(yield* (yield* TeamStore).chunks(id)))
  return yield* changeTeam(id, (_, at) => ({ _tag: "RemakeTeam", people, by: actorOf(session), at }), idempotent)
})
