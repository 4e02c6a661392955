import { type Context, Hono } from "hono"
import { getCookie, setCookie } from "hono/cookie"
import { html } from "hono/html"
import type { Application, DirectoryUser } from "../platform/Directory.ts"
import type { Tenant } from "../platform/Tenant.ts"
import type { World } from "../platform/World.ts"
import { authorizationCodesOf } from "./AuthorizationCodes.ts"
import { asksForMultifactor, isClaimsRequest } from "./conditionalAccess.ts"
import { findSignIn, signInPage, personPage } from "./signInPage.ts"

/** An authorization request that may be answered by sending the browser back. */
interface AuthorizationRequest {
  readonly tenant: Tenant
  readonly client: Application
  readonly redirectUri: string
  readonly query: URLSearchParams
}

const isLoopback = ({ hostname }: URL): boolean => hostname === "localhost" || hostname === "127.0.0.1"

/** The port of a loopback address may be any (RFC 8252, 7.3); everything else is compared as it stands. */
const isRegistered = (client: Application, redirectUri: string): boolean => {
  if (!URL.canParse(redirectUri)) return false
  const requested = new URL(redirectUri)
  return client.redirectUris.some((registered) => {
    const known = new URL(registered)
    if (isLoopback(known)) known.port = requested.port
    return known.href === requested.href
  })
}

const cookieOf = (tenant: Tenant): string => `simulator-sign-in-${tenant.id}`

/**
 * Where a browser signs in (authorization code flow) and out. Plain http: a browser doesn't know the simulator's
 * certificate. As at Entra, people stay signed in until they sign out or `prompt` asks them to choose.
 */
export const authorizePages = (world: World): Hono => {
  const app = new Hono()
  const path = "/:tenant/oauth2/v2.0/authorize"

  const showError = (c: Context, message: string): Response | Promise<Response> =>
    c.html(
      signInPage("Sorry, but we're having trouble with signing you in.", html`<p role="alert">${message}</p>`),
      400
    )

  /** Returns the request, or an error that can't be sent to the redirect URI. */
  const readRequest = (c: Context): AuthorizationRequest | string => {
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

  const redirectBack = (
    c: Context,
    { redirectUri, query }: AuthorizationRequest,
    answer: Readonly<Record<string, string>>
  ): Response => {
    const to = new URL(redirectUri)
    for (const [name, value] of Object.entries(answer)) to.searchParams.set(name, value)
    const state = query.get("state")
    if (state !== null) to.searchParams.set("state", state)
    return c.redirect(to.href, 302)
  }

  const completeSignIn = (c: Context, requested: AuthorizationRequest, user: DirectoryUser): Response => {
    const { tenant, client, redirectUri, query } = requested
    const [nonce, challenge] = [query.get("nonce"), query.get("code_challenge")]
    const code = authorizationCodesOf(tenant).issue(
      {
        clientId: client.appId,
        redirectUri,
        scope: query.get("scope") ?? "",
        user: user.id,
        multifactor: asksForMultifactor(query.get("claims")),
        ...(nonce === null ? {} : { nonce }),
        ...(challenge === null ? {} : { challenge })
      },
      world.clock.now()
    )
    setCookie(c, cookieOf(tenant), user.id, { httpOnly: true, sameSite: "Lax", path: "/" })
    return redirectBack(c, requested, { code })
  }

  const showChoice = (c: Context, { tenant, client }: AuthorizationRequest, problem?: string) =>
    c.html(
      personPage({
        tenant,
        clientId: client.appId,
        hidden: html``,
        decline: "Cancel",
        ...(problem === undefined ? {} : { problem })
      }),
      problem === undefined ? 200 : 400
    )

  app.get(path, (c) => {
    const requested = readRequest(c)
    if (typeof requested === "string") return showError(c, requested)
    const { query, tenant } = requested
    if (query.get("response_type") !== "code") return redirectBack(c, requested, { error: "unsupported_response_type" })
    const method = query.get("code_challenge_method")
    if (query.has("code_challenge") && method !== "S256")
      return redirectBack(c, requested, { error: "invalid_request" })
    if (!(query.get("scope") ?? "").split(" ").includes("openid"))
      return redirectBack(c, requested, { error: "invalid_scope" })
    const known = findSignIn(tenant, getCookie(c, cookieOf(tenant)) ?? "")
    const prompt = query.get("prompt")
    const claims = query.get("claims")
    if (!isClaimsRequest(claims)) return redirectBack(c, requested, { error: "invalid_request" })
    // A claim that the last sign-in didn't have takes a person.
    const silently = (prompt === null || prompt === "none") && !asksForMultifactor(claims)
    if (typeof known !== "string" && silently) return completeSignIn(c, requested, known)
    return prompt === "none" ? redirectBack(c, requested, { error: "login_required" }) : showChoice(c, requested)
  })

  app.post(path, async (c) => {
    const requested = readRequest(c)
    if (typeof requested === "string") return showError(c, requested)
    const form = new URLSearchParams(await c.req.text())
    if (form.has("decline")) {
      return redirectBack(c, requested, { error: "access_denied", error_description: "The user has denied access." })
    }
    const user = findSignIn(requested.tenant, form.get("user") ?? "")
    return typeof user === "string" ? showChoice(c, requested, user) : completeSignIn(c, requested, user)
  })

  app.get("/:tenant/oauth2/v2.0/logout", (c) => {
    const tenant = world.find(c.req.param("tenant"))
    if (!tenant) return showError(c, "AADSTS90002: There is no such tenant.")
    setCookie(c, cookieOf(tenant), "", { path: "/", maxAge: 0 })
    const to = c.req.query("post_logout_redirect_uri") ?? ""
    return tenant.state.applications.some((client) => isRegistered(client, to))
      ? c.redirect(to, 302)
      : c.html(signInPage("You signed out of your account", html`<p>You can close this page.</p>`))
  })

  return app
}
