import { createHash } from "node:crypto"
import { Health } from "@incident-teams/application/monitoring/Health"
import type { Session } from "@incident-teams/application/ports/Session"
import type { IncidentWithTeam } from "@incident-teams/application/use-cases/listIncidents"
import { type IncidentId, partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Effect } from "effect"
import { Hono } from "hono"
import { raw } from "hono/html"
import { eventsResponse } from "../../http/eventStream.ts"
import type { Env } from "../../restApp.ts"
import { incidentListMain } from "../html/incidentList.ts"
import { shown, teamsScripts } from "../pageAnswers.ts"
import { pageLive } from "../pageLive.ts"
import { incidentsPage, pageAsked } from "../pagePath.ts"
import type { Asked, PageRunner } from "../PageRunner.ts"
import { PageSettings } from "../PageSettings.ts"
import { readerOf, readerShown, signInDemanded } from "../reader.ts"
import { personSession } from "../sign-in/personSession.ts"
import { type ListQuery, listQueryOf, searchOf } from "./listQuery.ts"
import { readList } from "./readList.ts"

const title = "Incidents"

/** `/incidents`: the incidents of a workspace with their teams, and what is live of them. */
export const listRoutes = (run: PageRunner): Hono<Env> => {
  const app = new Hono<Env>()
  app.get("/incidents", run(listPage))
  app.get("/incidents/live", run(liveList))
  return app
}

/** The list as `session` is shown it. `version` is the same as long as nothing that is shown changes. */
const listBody = Effect.fnUntraced(function* (session: Session, query: ListQuery) {
  const { base } = yield* PageSettings
  const list = yield* readList(session, query)
  const trouble = yield* (yield* Health).installation
  const text = yield* Effect.promise(async () => String(await incidentListMain(base, list, query, trouble)))
  // A continuation is sealed anew each time.
  const lasting = list.continuation === undefined ? text : text.replaceAll(list.continuation, "")
  const version = createHash("sha256").update(lasting).digest("base64url").slice(0, 22)
  return { text, version, list }
})

const idsIn = (items: ReadonlyArray<IncidentWithTeam>): ReadonlySet<IncidentId> =>
  new Set(items.map(({ incident }) => incident.id))

const queryOf = ({ request }: Asked): ListQuery => listQueryOf(new URL(request.url).searchParams)

const listPage = Effect.fnUntraced(
  function* (asked: Asked) {
    const { base } = yield* PageSettings
    asked.page = incidentsPage
    const reader = yield* readerOf(asked)
    const query = queryOf(asked)
    const { text, version, list } = yield* listBody(yield* personSession(asked.c, reader), query)
    return yield* shown(200, {
      title,
      scripts: [...(yield* teamsScripts(asked.request)), "live.js", "follow.js"],
      data: { version, state: "", live: `${base}/incidents/live${searchOf(query)}` },
      reader: yield* readerShown(reader, pageAsked(asked.request, base)),
      asOf: list.asOf,
      main: raw(text)
    })
  },
  Effect.catchTag("NotAuthorized", signInDemanded)
)

const liveList = Effect.fnUntraced(
  function* (asked: Asked) {
    asked.page = incidentsPage
    const reader = yield* readerOf(asked)
    const session = yield* personSession(asked.c, reader)
    const query = queryOf(asked)
    const { items, workspace } = yield* readList(session, query)
    let here = idsIn(items)
    const events = yield* pageLive(asked, {
      session: reader,
      expiresAt: Math.min(reader.expiresAt, session.expiresAt),
      // An incident that changes may come onto the page or leave it; its team doesn't move it.
      concerns: (incident, changed) =>
        changed === "team" ? here.has(incident) : partsOfIncidentId(incident).workspace === workspace,
      every: "5 minutes",
      look: Effect.map(listBody(session, query), ({ text, version, list }) => {
        here = idsIn(list.items)
        return { title, state: "", text, version }
      })
    })
    return yield* eventsResponse(200, events, asked.request.method)
  },
  Effect.catchTag("NotAuthorized", signInDemanded)
)
