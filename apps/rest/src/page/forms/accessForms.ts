import { AskAccessBody, DecideAccessBody } from "@incident-teams/api/teams/TeamBodies"
import { servingTeamId } from "@incident-teams/application/links/servingTeam"
import { decideAccess } from "@incident-teams/application/use-cases/decideAccess"
import { readableTeam } from "@incident-teams/application/use-cases/getTeam"
import { joinTeam, requestAccess } from "@incident-teams/application/use-cases/requestAccess"
import { Effect, Option, Schema } from "effect"
import { accessFields, decisionFields, joinFields } from "../html/accessFields.ts"
import { InvalidReason } from "../PageFailure.ts"
import { done, type ReaderForm } from "./PageForm.ts"
import { unreadable } from "./unreadable.ts"

const decodeQuestion = Schema.decodeUnknownOption(AskAccessBody)
const decodeAnswer = Schema.decodeUnknownOption(DecideAccessBody)

/** Asks those who may add people. */
export const accessForm: ReaderForm = {
  use: "access",
  path: "/access",
  shown: Effect.fnUntraced(function* ({ sender, id, given }, refusal) {
    yield* readableTeam(sender, yield* servingTeamId(id))
    return { title: "Request access", content: accessFields(given.get("reason") ?? "", refusal) }
  }),
  sent: Effect.fnUntraced(function* ({ sender, id, given }) {
    const question = decodeQuestion({ reason: given.get("reason") })
    if (Option.isNone(question)) return yield* new InvalidReason()
    yield* requestAccess(sender, yield* servingTeamId(id), question.value.reason)
    return done
  })
}

/** Adds oneself, for those who may add people. */
export const joinForm: ReaderForm = {
  use: "join",
  path: "/join",
  shown: Effect.fnUntraced(function* ({ sender, id }) {
    yield* readableTeam(sender, yield* servingTeamId(id))
    return { title: "Join the team", content: joinFields }
  }),
  sent: Effect.fnUntraced(function* ({ sender, id }) {
    yield* joinTeam(sender, yield* servingTeamId(id))
    return done
  })
}

/** Decides on one access request. */
export const decideForm: ReaderForm = {
  use: "decide",
  path: "/access/:requestId",
  shown: Effect.fnUntraced(function* ({ sender, id, given, params }) {
    const { team } = yield* readableTeam(sender, yield* servingTeamId(id))
    const request = team.people.accessRequests.find((one) => one.id === params["requestId"])
    const title = "Decide on an access request"
    return request === undefined
      ? { title, whyNot: "This request isn't pending any more." }
      : { title, content: decisionFields(request, given.get("reason") ?? "") }
  }),
  sent: Effect.fnUntraced(function* ({ sender, id, given, params }) {
    const decision = given.get("decision")
    const answer = decodeAnswer({ reason: given.get("reason") ?? "" })
    if (Option.isNone(answer)) return yield* new InvalidReason()
    if (decision !== "approve" && decision !== "deny") return unreadable(given)
    const { reason = "" } = answer.value
    yield* decideAccess(sender, yield* servingTeamId(id), {
      request: params["requestId"] ?? "",
      approve: decision === "approve",
      ...(reason.trim() === "" ? {} : { reason })
    })
    return done
  })
}
