import { Effect } from "effect"
import { type Context, Hono } from "hono"
import { docsPath } from "../docs-viewer/docsRoutes.ts"
import { openApiPath } from "../openapi/openApiRoutes.ts"
import type { Env } from "../restApp.ts"
import { version } from "../version.ts"
import { html } from "./html/Html.ts"
import { message } from "./html/messagePage.ts"
import { shown } from "./pageAnswers.ts"
import type { PageRunner } from "./PageRunner.ts"
import { PageSettings } from "./PageSettings.ts"

/** Whether a browser asks, to show the answer to a person. Programs name JSON, or accept anything. */
export const wantsPage = (request: Request): boolean =>
  request.method === "GET" && (request.headers.get("accept") ?? "").includes("text/html")

/** `/`: where people and programs find the rest. */
export const startRoutes = (run: PageRunner): Hono<Env> => {
  const app = new Hono<Env>()
  const onPage = run(startPage)
  app.get("/", async (c) => {
    const response = wantsPage(c.req.raw) ? await onPage(c) : startDocument(c)
    response.headers.append("vary", "Accept")
    return response
  })
  return app
}

const startPage = Effect.fnUntraced(function* () {
  const { base } = yield* PageSettings
  return yield* shown(200, {
    title: "Incident Teams",
    main: message(
      "Incident Teams",
      [
        "This server creates a Microsoft Teams team for a Microsoft Sentinel incident, archives the team when the incident is closed, and reopens it when the incident is reopened.",
        "The list of incidents leads to the page of each incident, where you create its team, add people and close the incident. You sign in with Microsoft Entra ID.",
        html`The API reference lists every operation, and can call them once you are signed in. Programs read the
          <a class="link" href="${base}${openApiPath}">OpenAPI document</a>.`
      ],
      [
        html`<a class="button primary" href="${base}/incidents">Incidents</a>`,
        html`<a class="button" href="${base}${docsPath}">API reference</a>`
      ]
    )
  })
})

/** Relative addresses: their reader knows where this server is. */
const startDocument = (c: Context<Env>): Response =>
  c.json({
    name: "Incident Teams",
    version,
    documentation: `.${docsPath}`,
    openapi: `.${openApiPath}`,
    me: "./v1/me",
    workspaces: "./v1/workspaces",
    health: "./readyz"
  })
