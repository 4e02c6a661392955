import { type Context, Hono } from "hono"
import { getCookie, setCookie } from "hono/cookie"
import { html } from "hono/html"
import type { Application, DirectoryUser } from "../platform/Directory.ts"
import type { Tenant } from "../platform/Tenant.ts"
import type { World } from "../platform/World.ts"
import { authorizationCodesOf } from "./AuthorizationCodes.ts"
import { signingIn, signInPage, whoAreYou } from "./signInPage.ts"

/** An authorization request that may be answered by sending the browser back. */
interface Asked {
  readonly tenant: Tenant
  readonly client: Application
  readonly redirectUri: string
  readonly query: URLSearchParams
}

const isLoopback = ({ hostname }: URL): boolean => hostname === "localhost" || hostname === "127.0.0.1"

/** The port of a loopback address may be any (RFC 8252, 7.3); everything else is compared as it stands. */
const isRegistered = (client: Application, redirectUri: string): boolean => {
  if (!URL.canParse(redirectUri)) return false
  const asked = new URL(redirectUri)
  return client.redirectUris.some((registered) => {
    const known = new URL(registered)
    if (isLoopback(known)) known.port = asked.port
    return known.href === asked.href
  })
}

const cookieOf = (tenant: Tenant): string => `simulator-sign-in-${tenant.id}`

/**
 * Where a browser signs in (authorization code flow) and out. Plain http: a browser doesn't know the simulator's
 * certificate. Who signed in stays so, as at Entra, until they sign out or are asked to choose.
 */
export const authorizePages = (world: World): Hono => {
  const app = new Hono()
  const path = "/:tenant/oauth2/v2.0/authorize"

  const refused = (c: Context, message: string): Response | Promise<Response> =>
    c.html(
      signInPage("Sorry, but we're having trouble with signing you in.", html`<p role="alert">${message}</p>`),
      400
    )

  /** What is asked, or what is wrong with it in a way that sends nobody anywhere. */
  const askedBy = (c: Context): Asked | string => {
    const tenant = world.find(c.req.param("tenant") ?? "")
    if (!tenant) return "AADSTS90002: There is no such tenant."
    const query = new URL(c.req.url).searchParams
    const clientId = query.get("client_id")?.toLowerCase()
    const client = tenant.state.applications.find(({ appId }) => appId === clientId)
    if (!client) return `AADSTS700016: Application with identifier '${clientId ?? ""}' was not found in the directory.`
    const redirectUri = query.get("redirect_uri") ?? ""
    return isRegistered(client, redirectUri)
      ? { tenant, client, redirectUri, query }
      : `AADSTS50011: The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application.`
  }

  const back = (c: Context, { redirectUri, query }: Asked, answer: Readonly<Record<string, string>>): Response => {
    const to = new URL(redirectUri)
    for (const [name, value] of Object.entries(answer)) to.searchParams.set(name, value)
    const state = query.get("state")
    if (state !== null) to.searchParams.set("state", state)
    return c.redirect(to.href, 302)
  }

  const signedIn = (c: Context, asked: Asked, user: DirectoryUser): Response => {
    const { tenant, client, redirectUri, query } = asked
    const [nonce, challenge] = [query.get("nonce"), query.get("code_challenge")]
    const code = authorizationCodesOf(tenant).issue(
      {
        clientId: client.appId,
        redirectUri,
        scope: query.get("scope") ?? "",
        user: user.id,
        ...(nonce === null ? {} : { nonce }),
        ...(challenge === null ? {} : { challenge })
      },
      world.clock.now()
    )
    setCookie(c, cookieOf(tenant), user.id, { httpOnly: true, sameSite: "Lax", path: "/" })
    return back(c, asked, { code })
  }

  const choose = (c: Context, { tenant, client }: Asked, problem?: string) =>
    c.html(
      whoAreYou({
        tenant,
        clientId: client.appId,
        hidden: html``,
        decline: "Cancel",
        ...(problem === undefined ? {} : { problem })
      }),
      problem === undefined ? 200 : 400
    )

  app.get(path, (c) => {
    const asked = askedBy(c)
    if (typeof asked === "string") return refused(c, asked)
    const { query, tenant } = asked
    if (query.get("response_type") !== "code") return back(c, asked, { error: "unsupported_response_type" })
    const method = query.get("code_challenge_method")
    if (query.has("code_challenge") && method !== "S256") return back(c, asked, { error: "invalid_request" })
    if (!(query.get("scope") ?? "").split(" ").includes("openid")) return back(c, asked, { error: "invalid_scope" })
    const known = signingIn(tenant, getCookie(c, cookieOf(tenant)) ?? "")
    const prompt = query.get("prompt")
    if (typeof known !== "string" && (prompt === null || prompt === "none")) return signedIn(c, asked, known)
    return prompt === "none" ? back(c, asked, { error: "login_required" }) : choose(c, asked)
  })

  app.post(path, async (c) => {
    const asked = askedBy(c)
    if (typeof asked === "string") return refused(c, asked)
    const form = new URLSearchParams(await c.req.text())
    if (form.has("decline")) {
      return back(c, asked, { error: "access_denied", error_description: "The user has denied access." })
    }
    const user = signingIn(asked.tenant, form.get("user") ?? "")
    return typeof user === "string" ? choose(c, asked, user) : signedIn(c, asked, user)
  })

  app.get("/:tenant/oauth2/v2.0/logout", (c) => {
    const tenant = world.find(c.req.param("tenant"))
    if (!tenant) return refused(c, "AADSTS90002: There is no such tenant.")
    setCookie(c, cookieOf(tenant), "", { path: "/", maxAge: 0 })
    const to = c.req.query("post_logout_redirect_uri") ?? ""
    return tenant.state.applications.some((client) => isRegistered(client, to))
      ? c.redirect(to, 302)
      : c.html(signInPage("You signed out of your account", html`<p>You may close this page.</p>`))
  })

  return app
}
