import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Effect } from "effect"
import { Administrator, type AdministratorAnswer, type AdministratorCall } from "../setup/Administrator.ts"
import { carryOut, planOf } from "../setup/carryOut.ts"
import type { Choices } from "../setup/Choices.ts"
import { graphPermissions } from "../setup/graphPermissions.ts"
import { readFound } from "../setup/readFound.ts"
import { microsoft } from "../setup/wellKnown.ts"
import { teamsAppUnderTest } from "./teamsAppUnderTest.ts"

export const referenceFile = fileURLToPath(new URL("../../../../../docs/reference/setup.md", import.meta.url))

const group = "/subscriptions/7a1e0000-5a3b-4c1d-9e2f-0d0000000002/resourceGroups/rg-soc"
const choices: Choices = {
  tenantId: "7a1e0000-5a3b-4c1d-9e2f-0d0000000001",
  publicUrl: "https://incidents.example.org",
  workspaces: { soc: `${group}/providers/Microsoft.OperationalInsights/workspaces/soc` },
  standbyOwners: ["7a1e0000-0000-4000-8000-000000000109"],
  teamsApp: true
}

const ok = (body: unknown, status = 200): AdministratorAnswer => ({ status, body })
const offered = (values: ReadonlyArray<string>) => values.map((value) => ({ id: `<id of ${value}>`, value }))

/** An empty tenant that accepts everything, and names what it makes in words. */
const answerOf = ({ method, path, body }: AdministratorCall): AdministratorAnswer => {
  if (path.includes("directoryRole")) return ok({ value: [{ roleTemplateId: "62e90394-69f5-4237-9190-012177145e10" }] })
  if (path.includes("/permissions?")) return ok({ value: [{ actions: ["*"] }] })
  if (method === "GET" && path.includes(microsoft.graph)) {
    const appRoles = offered(graphPermissions.map(({ name }) => name))
    return ok({ id: "<object ID of Microsoft Graph>", appRoles, oauth2PermissionScopes: [] })
  }
  if (method === "GET" && path.includes(microsoft.azure)) {
    const oauth2PermissionScopes = offered(["user_impersonation"])
    return ok({ id: "<object ID of Azure Service Management>", appRoles: [], oauth2PermissionScopes })
  }
  if (method === "GET") return ok({}, 404)
  const isConsole = path.includes("console")
  if (path.startsWith("/applications(")) {
    const isNew = typeof body === "object" && body !== null && "displayName" in body
    const appId = isConsole ? "<client ID of the console>" : "<client ID>"
    return isNew ? ok({ id: isConsole ? "<ID of the console>" : "<ID>", appId }, 201) : ok({ id: "<ID>", appId }, 201)
  }
  if (path.startsWith("/servicePrincipals(")) {
    return ok({ id: isConsole ? "<object ID of the console>" : "<object ID>", appId: "" }, 201)
  }
  if (path.endsWith("addPassword")) {
    return ok({ keyId: "<key ID>", secretText: "<secret>", endDateTime: "2028-11-30T00:00:00Z" })
  }
  return ok({}, 201)
}

const requestOf = ({ to, method, path, body }: AdministratorCall): string =>
  [
    "```http",
    `${method} https://${to === "graph" ? "graph.microsoft.com/v1.0" : "management.azure.com"}${path}`,
    ...(path.includes("(uniqueName=") || path.includes("(appId=") ? ["Prefer: create-if-missing"] : []),
    "",
    JSON.stringify(body, undefined, 2),
    "```"
  ].join("\n")

/** Where the Entra admin center has what a registration's request says, by the member of its body. */
const places: Readonly<Record<string, string>> = {
  displayName: "*App registrations*, *New registration*",
  signInAudience: "*Authentication*, *Supported account types*: this directory only",
  isFallbackPublicClient: "*Authentication*, *Advanced settings*: *Allow public client flows*",
  tags: "how `setup --remove` knows its own; not needed by hand",
  "api.requestedAccessTokenVersion": "*Manifest*: tokens of version 1 are refused, because their issuer is different",
  "api.oauth2PermissionScopes": "*Expose an API*, *Scopes defined by this API*, for admins and users",
  "api.preAuthorizedApplications": "*Expose an API*, *Authorized client applications*: Azure CLI, Teams, the console",
  appRoles: "*App roles*, for applications: assign them to those that call, such as a playbook's managed identity",
  "web.redirectUris": "*Authentication*, platform *Web*: where people return after signing in; no implicit grant",
  requiredResourceAccess: "*API permissions*, then *Grant admin consent*",
  "optionalClaims.accessToken":
    "*Token configuration*: distinguishes people from applications; no groups claim, whose tokens a browser doesn't keep",
  identifierUris: "*Expose an API*, *Application ID URI*"
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** The members of the bodies, each once, with its place. Fails for one that has none. */
const placesIn = (calls: ReadonlyArray<AdministratorCall>): ReadonlyArray<string> => {
  const members = calls
    .filter(({ path }) => path.startsWith("/applications("))
    .flatMap(({ body }) => (isObject(body) ? Object.entries(body) : []))
    .flatMap(([name, value]) => (isObject(value) ? Object.keys(value).map((inner) => `${name}.${inner}`) : [name]))
  return [...new Set(members)].map((member) => {
    const place = places[member]
    if (place === undefined) throw new Error(`Say where the Entra admin center has ${member}.`)
    return `| \`${member}\` | ${place} |`
  })
}

const meanings: Readonly<Record<keyof Choices, string>> = {
  tenantId: "The tenant.",
  publicUrl: "Where people reach the server, without a slash at the end.",
  workspaces: "ARM IDs of the workspaces, by alias. Aliases are part of IDs: never change them.",
  standbyOwners:
    "Object IDs of people who are made owners of teams that have none. Archiving needs an owner, and people leave; with two, a disabled account does no harm.",
  namespace: "Separates two installations in one tenant. Part of IDs: never change it. Default: `main`.",
  console: "`false`: nobody signs in to the console and its commands.",
  teamsApp: "`true`: the page will be a tab of [a Teams app](../how-to/teams-app.md).",
  teamsAppFile:
    "Where the app's package is written. Default: beside the settings file. Keep it: if its content changes, the new one gets a higher version.",
  teamsAppId: "The app's ID in the tenant's catalog, once it is there.",
  defender: "`false`: Microsoft Defender isn't asked about merged incidents.",
  data: "Folder of the database, on a local disk. Default: the server's.",
  cosmosAccount:
    "ARM ID of the [Azure Cosmos DB account](../how-to/run-on-several-machines.md#azure-cosmos-db) that has the data; the data-plane role in it is assigned.",
  credential:
    "How the server proves who it is. `secret` (default): in the settings file, ends after two years. `certificate`: made beside the settings file, ends after a year. `managed-identity`, in Azure, and `workload-identity`, in Kubernetes and on other hosts with tokens of their own: nothing ends.",
  certificateFile:
    "PEM file of the certificate with its key. Default: beside the settings file. A certificate of your own there is registered and never replaced.",
  managedIdentity: "Client ID of the user-assigned managed identity.",
  workload:
    '`{"issuer": "https://…", "subject": "system:serviceaccount:<namespace>:<service account>"}`, and `tokenFile` if the host doesn\'t set `AZURE_FEDERATED_TOKEN_FILE`.'
}

const notDecided = [
  "**Azure roles of others.** People need Microsoft Sentinel Reader, Responder or Contributor on the resource groups, as they have them. Assigned on a workspace only, they are also needed on its `SecurityInsights` solution. Applications that call need Responder to create teams or change incidents, Reader to read, and an [app role](../decisions/0013-app-roles.md) of the registration. With `ANNOUNCE=false` and no such applications, Incident Teams itself needs only Microsoft Sentinel Reader.",
  "**Limits of the directory.** Entra ID may limit an application to 250 groups, deleted ones of the last 30 days included, and may apply the tenant's naming policy to it. The Entra role Groups Administrator for the service principal lifts both. A group with hidden membership can be read only with `Member.Read.Hidden`.",
  "**Sign-in with a code.** If a Conditional Access policy blocks the device code flow, nobody can sign in to the console: exempt its application, or give the console a token (`INCIDENT_TEAMS_TOKEN`).",
  "**National clouds** aren't supported: the Graph token is always requested for the public cloud, although the addresses can be configured."
]

/** docs/reference/setup.md: the plan for an empty tenant, and the requests and the file that carrying it out makes. */
export const renderReference = async (): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "setup-reference-"))
  const settingsPath = join(folder, "incident-teams.env")
  const sent: Array<AdministratorCall> = []
  const administrator: Administrator["Service"] = {
    authority: "https://login.microsoftonline.com",
    patience: { tries: 0, pauseMillis: 0 },
    send: (call) =>
      Effect.sync(() => {
        if (call.method !== "GET") sent.push(call)
        return answerOf(call)
      })
  }
  const setting = { choices, settingsPath, purpose: "setup", teamsApp: teamsAppUnderTest() } as const
  const plan = await Effect.runPromise(
    Effect.gen(function* () {
      const found = yield* readFound(choices, settingsPath, setting.teamsApp)
      yield* carryOut(setting, found, () => Effect.void)
      return planOf(setting, found, 0)
    }).pipe(Effect.provideService(Administrator, administrator))
  )
  const file = readFileSync(settingsPath, "utf8")
  rmSync(folder, { recursive: true })
  const isPermission = ({ path }: AdministratorCall): boolean => path.endsWith("/appRoleAssignments")
  const first = sent.find(isPermission)
  const requests = sent.filter((call) => !isPermission(call) || call === first)
  return [
    "# What setup makes",
    "",
    "`npm run reference` generates this page from the plan of `incident-teams-server setup` for an empty tenant, with the console, the Teams app and Microsoft Defender ([how to use it](../how-to/run-against-a-real-tenant.md#set-up-with-one-command)).",
    "",
    "## Choices",
    "",
    "Members of the file for `--from`:",
    "",
    "| member | meaning |",
    "| --- | --- |",
    ...Object.entries(meanings).map(([name, meaning]) => `| \`${name}\` | ${meaning} |`),
    "",
    "## Steps and rights",
    "",
    "| step | for | right |",
    "| --- | --- | --- |",
    ...plan.map(({ about, why, right }) => `| ${about} | ${why} | ${right} |`),
    "",
    "Setup writes the package of the Teams app and doesn't upload it: that takes the permission `AppCatalog.Submit`, which neither the Azure CLI's sign-in nor the one with a device code has. [The steps in the Teams admin center](../how-to/teams-app.md#3-upload-the-package-and-configure-the-server) are a Teams administrator's.",
    "",
    "## What setup doesn't decide",
    "",
    ...notDecided.map((item) => `- ${item}`),
    "",
    "## The same by hand",
    "",
    "You need someone who may register applications and grant admin consent, and someone who may assign roles on the workspaces' resource groups. In the Entra admin center, what the requests below say about the two registrations is here:",
    "",
    "| member | place |",
    "| --- | --- |",
    ...placesIn(requests),
    "",
    "With a managed or workload identity, no secret is added: the registration gets a federated credential with the audience `api://AzureADTokenExchange`. For a user-assigned managed identity, the issuer is `https://login.microsoftonline.com/<tenant id>/v2.0` and the subject its principal ID; for a workload in Kubernetes, the cluster's OIDC issuer and `system:serviceaccount:<namespace>:<service account>`. Also set `PAGE_SECRET`, which seals the Incident page's sessions.",
    "",
    "These requests do the same, in this order. The request for a permission of Microsoft Graph is shown once; it is repeated for each permission in the table.",
    "",
    ...requests.flatMap((call) => [requestOf(call), ""]),
    "## The settings file",
    "",
    "```sh",
    file.trimEnd(),
    "```",
    ""
  ].join("\n")
}
