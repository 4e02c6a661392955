import { creationHere } from "@incident-teams/application/use-cases/creationHere"
import { readIncidentPage } from "@incident-teams/application/use-cases/incidentPage"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Effect } from "effect"
import { Hono } from "hono"
import { raw } from "hono/html"
import { eventsResponse } from "../http/eventStream.ts"
import type { Env } from "../restApp.ts"
import type { Services } from "../Services.ts"
import { stateInWords, titleOf } from "./html/incidentPage.ts"
import { incidentBody } from "./incidentBody.ts"
import { pathOf, shown, teamsScripts } from "./pageAnswers.ts"
import type { PageFailure } from "./PageFailure.ts"
import { pageLive } from "./pageLive.ts"
import { pageOf } from "./pagePath.ts"
import { incidentNamed } from "./pageRequest.ts"
import type { Asked, PageRunner } from "./PageRunner.ts"
import { PageSettings } from "./PageSettings.ts"
import { readerOf, readerShown } from "./reader.ts"
import type { PageSession } from "./sign-in/PageSession.ts"

/** `/incidents/{id}`: the page, and what is live of it. */
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
  // Who may create groups seldom changes, and takes several questions to the directory.
  const creation = yield* Effect.cachedWithTTL(creationHere(session, id), "1 minute")
  const look = Effect.gen(function* () {
    const page = yield* readIncidentPage(session, id, false, creation)
    return { title: titleOf(page), state: stateInWords(page), ...(yield* incidentBody(session, id, page)) }
  })
  yield* readIncidentPage(session, id, false)
  const concerns = (incident: string) => incident === id
  // As soon as a comment in Sentinel appears. Parts are cached for as long.
  const every = "15 seconds"
  const events = yield* pageLive(asked, { session, expiresAt: session.expiresAt, concerns, every, look })
  return yield* eventsResponse(200, events, asked.request.method)
})
