import { Hono } from "hono"
import { html } from "hono/html"
import type { DirectoryUser } from "../Directory.ts"
import { samplePeople } from "../sample/people.ts"
import type { Tenant } from "../Tenant.ts"
import type { World } from "../World.ts"
import type { DeviceSignIn } from "./DeviceSignIns.ts"

type Html = ReturnType<typeof html>

const page = (title: string, body: Html): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          :root {
            color-scheme: light dark;
            font:
              1rem/1.5 system-ui,
              sans-serif;
          }
          body {
            max-width: 34rem;
            margin: 3rem auto;
            padding: 0 1rem;
          }
          button,
          input {
            font: inherit;
            padding: 0.5rem 0.75rem;
          }
          .people button {
            display: block;
            width: 100%;
            margin: 0.5rem 0;
            text-align: start;
          }
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        ${body}
      </body>
    </html>`

const askForCode = (problem?: string): Html =>
  page(
    "Enter the code",
    html`${problem === undefined ? "" : html`<p role="alert">${problem}</p>`}
      <p>The code that your device shows. This is the simulator: nobody is signed in anywhere else.</p>
      <form><input name="code" aria-label="Code" autocomplete="off" autofocus required /> <button>Next</button></form>`
  )

const sampleUsers = (tenant: Tenant): ReadonlyArray<DirectoryUser> =>
  Object.values(samplePeople).flatMap(({ id }) => tenant.user(id) ?? [])

const askWho = (tenant: Tenant, { clientId, userCode }: DeviceSignIn, problem?: string): Html => {
  const client = tenant.state.applications.find(({ appId }) => appId === clientId)
  return page(
    "Who are you?",
    html`${problem === undefined ? "" : html`<p role="alert">${problem}</p>`}
      <p>${client?.displayName ?? clientId} signs you in to ${tenant.state.displayName}.</p>
      <form method="post" class="people">
        <input type="hidden" name="code" value="${userCode}" />
        ${sampleUsers(tenant).map(
          ({ id, displayName, jobTitle }) =>
            html`<button name="user" value="${id}">${displayName}${jobTitle === null ? "" : `, ${jobTitle}`}</button>`
        )}
      </form>
      <form method="post">
        <input type="hidden" name="code" value="${userCode}" />
        <input name="user" aria-label="User principal name" placeholder="somebody@${tenant.state.domain}" required />
        <button>Sign in</button>
      </form>
      <form method="post">
        <input type="hidden" name="code" value="${userCode}" />
        <button name="decline" value="yes">Cancel: I didn't ask for this</button>
      </form>`
  )
}

/** What a browser shows while a device signs in. Plain http: a browser doesn't know the simulator's certificate. */
export const devicePages = (world: World): Hono => {
  const app = new Hono()

  const find = (code: string): { readonly tenant: Tenant; readonly signIn: DeviceSignIn } | undefined => {
    const typed = code.replaceAll(/[\s-]/g, "").toUpperCase()
    for (const tenant of world.tenants.values()) {
      const signIn = tenant.deviceSignIns.pending(world.clock.now()).find(({ userCode }) => userCode === typed)
      if (signIn) return { tenant, signIn }
    }
    return undefined
  }
  const unknown = "That code isn't known, or no longer: type the code that your device shows now."

  app.get("/device", (c) => {
    const code = c.req.query("code")
    if (code === undefined) return c.html(askForCode())
    const found = find(code)
    return found ? c.html(askWho(found.tenant, found.signIn)) : c.html(askForCode(unknown), 404)
  })

  app.post("/device", async (c) => {
    const form = new URLSearchParams(await c.req.text())
    const found = find(form.get("code") ?? "")
    if (!found) return c.html(askForCode(unknown), 404)
    if (form.has("decline")) {
      found.signIn.decision = "declined"
      return c.html(page("Cancelled", html`<p>Nobody was signed in. You may close this page.</p>`))
    }
    const user = found.tenant.user(form.get("user")?.trim() ?? "")
    if (!user?.accountEnabled) {
      const problem = user === undefined ? "There is no such user." : `${user.displayName}'s account is disabled.`
      return c.html(askWho(found.tenant, found.signIn, problem), 400)
    }
    found.signIn.decision = { signedIn: user.id }
    return c.html(
      page(`Signed in as ${user.displayName}`, html`<p>Go back to your device. You may close this page.</p>`)
    )
  })

  return app
}
