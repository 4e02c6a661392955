import { AskAccessBody, DecideAccessBody } from "@incident-teams/api/teams/TeamBodies"
import { teamOfIncident } from "@incident-teams/application/deployment/teamOfIncident"
import { decideAccess } from "@incident-teams/application/use-cases/decideAccess"
import { readIncidentPage } from "@incident-teams/application/use-cases/incidentPage"
import { joinTeam, requestAccess } from "@incident-teams/application/use-cases/requestAccess"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Effect, Option, Schema } from "effect"
import { Hono } from "hono"
import { raw } from "hono/html"
import { eventsResponse } from "../http/eventStream.ts"
import type { Env } from "../restApp.ts"
import type { Services } from "../Services.ts"
import { markedForm } from "./formMark.ts"
import { stateInWords, titleOf } from "./html/incidentPage.ts"
import { incidentBody } from "./incidentBody.ts"
import { pathOf, shown, teamsScripts } from "./pageAnswers.ts"
import { ForeignRequest, InvalidReason, type PageFailure } from "./PageFailure.ts"
import { pageLive } from "./pageLive.ts"
import { pageOf } from "./pagePath.ts"
import { incidentNamed } from "./pageRequest.ts"
import type { Asked, PageRunner } from "./PageRunner.ts"
import { PageSettings } from "./PageSettings.ts"
import { readerOf, readerShown } from "./reader.ts"
import type { PageSession } from "./sign-in/PageSession.ts"

const decodeQuestion = Schema.decodeUnknownOption(AskAccessBody)
const decodeAnswer = Schema.decodeUnknownOption(DecideAccessBody)

/** `/incidents/{id}`: the page, what is live of it, and the form on it. */
export const pageRoutes = (run: PageRunner): Hono<Env> => {
  const app = new Hono<Env>()
  const path = "/incidents/:incidentId"

  /** A response for a signed-in reader. Anyone else is asked to sign in. */
  const signedIn =
    (answer: (session: PageSession, id: IncidentId, asked: Asked) => Effect.Effect<Response, PageFailure, Services>) =>
    (asked: Asked) =>
      Effect.gen(function* () {
        const id = yield* incidentNamed(asked.params["incidentId"])
        asked.page = pageOf(id)
        return yield* answer(yield* readerOf(asked), id, asked)
      })

  app.get(path, run(signedIn(incidentPage)))
  app.get(`${path}/live`, run(signedIn(livePage)))
  app.post(`${path}/access`, run(signedIn(accessRequested)))
  app.post(`${path}/access/:requestId`, run(signedIn(accessDecided)))
  app.post(`${path}/join`, run(signedIn(joined)))
  return app
}

const incidentPage = Effect.fnUntraced(function* (session: PageSession, id: IncidentId, { request }: Asked) {
  const settings = yield* PageSettings
  const page = yield* readIncidentPage(session, id, true)
  const { text, version } = yield* incidentBody(session, id, page)
  return yield* shown(200, {
    title: titleOf(page),
    scripts: [...(yield* teamsScripts(request)), "live.js", "follow.js"],
    data: { version, state: stateInWords(page), live: `${pathOf(settings, id)}/live` },
    reader: yield* readerShown(session, pageOf(id)),
    asOf: page.asOf,
    main: raw(text)
  })
})

const livePage = Effect.fnUntraced(function* (session: PageSession, id: IncidentId, asked: Asked) {
  const look = Effect.gen(function* () {
    const page = yield* readIncidentPage(session, id, false)
    return { title: titleOf(page), state: stateInWords(page), ...(yield* incidentBody(session, id, page)) }
  })
  yield* readIncidentPage(session, id, false)
  const concerns = (incident: string) => incident === id
  const events = yield* pageLive(asked, { session, expiresAt: session.expiresAt, concerns, look })
  return yield* eventsResponse(200, events, asked.request.method)
})

/** Back to the page, which shows what was done. */
const backTo = (id: IncidentId) =>
  Effect.map(
    PageSettings,
    (settings) => new Response(null, { status: 303, headers: { location: `${pathOf(settings, id)}#team` } })
  )

const accessRequested = Effect.fnUntraced(function* (session: PageSession, id: IncidentId, asked: Asked) {
  const form = yield* markedForm(asked, session, "access", id)
  const question = decodeQuestion({ reason: form.get("reason") })
  if (Option.isNone(question)) return yield* new InvalidReason()
  yield* requestAccess(session, yield* teamOfIncident(id), question.value.reason)
  return yield* backTo(id)
})

const joined = Effect.fnUntraced(function* (session: PageSession, id: IncidentId, asked: Asked) {
  yield* markedForm(asked, session, "join", id)
  yield* joinTeam(session, yield* teamOfIncident(id))
  return yield* backTo(id)
})

const accessDecided = Effect.fnUntraced(function* (session: PageSession, id: IncidentId, asked: Asked) {
  const form = yield* markedForm(asked, session, "decide", id)
  const decision = form.get("decision")
  if (decision !== "approve" && decision !== "deny") return yield* new ForeignRequest()
  const answer = decodeAnswer({ reason: form.get("reason") ?? "" })
  if (Option.isNone(answer)) return yield* new InvalidReason()
  const { reason = "" } = answer.value
  yield* decideAccess(session, yield* teamOfIncident(id), {
    request: asked.params["requestId"] ?? "",
    approve: decision === "approve",
    ...(reason.trim() === "" ? {} : { reason })
  })
  return yield* backTo(id)
})
