import { Hono } from "hono"
import { html } from "hono/html"
import type { Tenant } from "../platform/Tenant.ts"
import type { World } from "../platform/World.ts"
import { deviceSignInsOf } from "./DeviceSignIns.ts"
import type { DeviceSignIn } from "./DeviceSignIns.ts"
import { type Html, findSignIn, signInPage, personPage } from "./signInPage.ts"

const askForCode = (problem?: string): Html =>
  signInPage(
    "Enter the code",
    html`${problem === undefined ? "" : html`<p role="alert">${problem}</p>`}
      <p>Enter the code that your device shows. This is the simulator: it signs nobody in to other services.</p>
      <form><input name="code" aria-label="Code" autocomplete="off" autofocus required /> <button>Next</button></form>`
  )

const askWho = (tenant: Tenant, { clientId, userCode }: DeviceSignIn, problem?: string): Html =>
  personPage({
    tenant,
    clientId,
    hidden: html`<input type="hidden" name="code" value="${userCode}" />`,
    decline: "Cancel: I didn't ask for this",
    ...(problem === undefined ? {} : { problem })
  })

/** Pages for a device's sign-in. Plain http: a browser doesn't know the simulator's certificate. */
export const devicePages = (world: World): Hono => {
  const app = new Hono()

  const find = (code: string): { readonly tenant: Tenant; readonly signIn: DeviceSignIn } | undefined => {
    const typed = code.replaceAll(/[\s-]/g, "").toUpperCase()
    for (const tenant of world.tenants.values()) {
      const signIn = deviceSignInsOf(tenant)
        .pending(world.clock.now())
        .find(({ userCode }) => userCode === typed)
      if (signIn) return { tenant, signIn }
    }
    return undefined
  }
  const unknown = "That code is unknown or has expired. Enter the code that your device shows now."

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
      return c.html(signInPage("Canceled", html`<p>The sign-in was canceled. You can close this page.</p>`))
    }
    const user = findSignIn(found.tenant, form.get("user") ?? "")
    if (typeof user === "string") return c.html(askWho(found.tenant, found.signIn, user), 400)
    found.signIn.decision = { signedIn: user.id }
    return c.html(
      signInPage(`Signed in as ${user.displayName}`, html`<p>Return to your device. You can close this page.</p>`)
    )
  })

  return app
}
