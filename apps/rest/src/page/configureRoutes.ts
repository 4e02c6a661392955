import { Hono } from "hono"
import type { Env } from "../restApp.ts"
import { html } from "./html/Html.ts"
import { message } from "./html/messagePage.ts"
import { shown } from "./pageAnswers.ts"
import type { PageRunner } from "./PageRunner.ts"

/** The page on which someone who adds a tab by hand chooses its incident. */
export const configureRoutes = (run: PageRunner): Hono<Env> => {
  const app = new Hono<Env>()
  app.get("/teams/configure", run(configure))
  return app
}

const configure = () =>
  shown(200, {
    title: "Choose an incident",
    scripts: ["MicrosoftTeams.min.js", "configure.js"],
    main: message("Which incident should this tab show?", [
      html`<label for="address">Address of its Incident page</label>
        <input id="address" type="url" autocomplete="off" aria-describedby="address-help" />`,
      html`<span id="address-help">
        Copy it from the Incident page in a browser. Teams created by Incident Teams have their page pinned already.
      </span>`
    ])
  })
