import { Hono } from "hono"
import type { Tenant } from "../platform/Tenant.ts"
import type { World } from "../platform/World.ts"
import { sampleTenantId } from "../sample/people.ts"
import { audienceOf } from "./audience.ts"
import { applicationToken, lifetimeSeconds } from "./tokens.ts"

/** Expected value of IDENTITY_HEADER. Valid only for this simulator. */
export const identityHeader = "sample-identity-header"

/**
 * The endpoint that IDENTITY_ENDPOINT names in App Service and similar hosts: `/msi/token` for the application `server`
 * of the sample tenant, `/msi/{tenant}/{application}/token` for any other. `/msi/{tenant}/{application}/metadata/…` is what
 * virtual machines have (Instance Metadata Service), whose address AZURE_POD_IDENTITY_AUTHORITY_HOST replaces.
 */
type Refuse = (status: number, message: string) => Response

export const managedIdentity = (world: World): Hono => {
  const app = new Hono()

  const issue = async (
    query: URLSearchParams,
    tenant: Tenant | undefined,
    key: string,
    refuse: Refuse
  ): Promise<Response> => {
    const application = tenant?.state.applications.find((candidate) => candidate.key === key)
    const clientId = query.get("client_id")
    if (!tenant || !application || (clientId !== null && clientId !== application.appId)) {
      return refuse(
        400,
        "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId."
      )
    }
    const resource = query.get("resource") ?? ""
    const audience = audienceOf(world, tenant, resource)
    if (!audience) return refuse(400, `The resource principal named ${resource} was not found in the tenant.`)
    return Response.json({
      access_token: await applicationToken(world, tenant, application, { audience }),
      expires_on: String(Math.floor(world.clock.now() / 1_000) + lifetimeSeconds),
      resource,
      token_type: "Bearer",
      client_id: application.appId
    })
  }

  const answer = (request: Request, tenant: Tenant | undefined, key: string): Response | Promise<Response> => {
    const query = new URL(request.url).searchParams
    const refuse: Refuse = (status, message) =>
      Response.json({ statusCode: status, message, correlationId: crypto.randomUUID() }, { status })
    if (request.headers.get("x-identity-header") !== identityHeader)
      return refuse(401, "X-IDENTITY-HEADER is missing or wrong.")
    if (query.get("api-version") !== "2019-08-01") return refuse(400, "api-version must be 2019-08-01.")
    return issue(query, tenant, key, refuse)
  }

  const metadata = "/:tenant/:application/metadata/identity/oauth2/token"
  // MSAL adds a slash where the address isn't the usual one.
  app.on("GET", [metadata, `${metadata}/`], (c) => {
    const refuse: Refuse = (status, error_description) =>
      Response.json({ error: "invalid_request", error_description }, { status })
    if (c.req.header("metadata") !== "true") return refuse(400, "Required metadata header not specified")
    if (c.req.query("api-version") !== "2018-02-01") return refuse(400, "api-version must be 2018-02-01")
    const { searchParams } = new URL(c.req.url)
    return issue(searchParams, world.find(c.req.param("tenant") ?? ""), c.req.param("application") ?? "", refuse)
  })
  app.get("/token", (c) => answer(c.req.raw, world.find(sampleTenantId), "server"))
  app.get("/:tenant/:application/token", (c) =>
    answer(c.req.raw, world.find(c.req.param("tenant")), c.req.param("application"))
  )
  return app
}
