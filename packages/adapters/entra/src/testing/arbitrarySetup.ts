import * as fc from "fast-check"
import { type Choices, credentials, resourceGroupsOf } from "../setup/Choices.ts"
import type { Found, FoundApplication, FoundCertificate, FoundService } from "../setup/Found.ts"
import { graphPermissions } from "../setup/graphPermissions.ts"
import { secretName } from "../setup/planSetup.ts"
import { dataContributor, madeBySetup, responder } from "../setup/wellKnown.ts"

const group = (name: string) => `/subscriptions/7a1e0000-5a3b-4c1d-9e2f-0d0000000002/resourceGroups/${name}`
const workspace = (groupName: string, name: string) =>
  `${group(groupName)}/providers/Microsoft.OperationalInsights/workspaces/${name}`
const cosmosAccount = `${group("rg-soc")}/providers/Microsoft.DocumentDB/databaseAccounts/teams`
const tenantId = "7a1e0000-5a3b-4c1d-9e2f-0d0000000001"

export const arbitraryChoices: fc.Arbitrary<Choices> = fc.record(
  {
    tenantId: fc.constant(tenantId),
    publicUrl: fc.constantFrom("https://incidents.example", "https://other.example/teams"),
    workspaces: fc.constantFrom<Choices["workspaces"][]>(
      { soc: workspace("rg-soc", "soc") },
      { soc: workspace("rg-soc", "soc"), lab: workspace("RG-SOC", "lab"), far: workspace("rg-far", "far") }
    ),
    standbyOwners: fc.constantFrom<ReadonlyArray<string>[]>([], ["7a1e0000-0000-4000-8000-000000000109"]),
    namespace: fc.constantFrom("main", "lab"),
    console: fc.boolean(),
    teamsApp: fc.boolean(),
    defender: fc.boolean(),
    data: fc.constant("/var/lib/incident-teams"),
    cosmosAccount: fc.constant(cosmosAccount),
    credential: fc.constantFrom(...credentials),
    managedIdentity: fc.constant(tenantId),
    workload: fc.constant({ issuer: "https://oidc.example", subject: "workload" })
  },
  { requiredKeys: ["tenantId", "publicUrl", "workspaces", "standbyOwners", "managedIdentity", "workload"] }
)

const offered = (prefix: string, values: ReadonlyArray<string>) =>
  values.map((value) => ({ id: `${prefix}/${value}`, value }))

const graph: FoundService = {
  id: "graph",
  roles: offered("graph", [...graphPermissions.map(({ name }) => name), "Mail.ReadWrite"]),
  scopes: []
}
const azure: FoundService = { id: "azure", roles: [], scopes: offered("azure", ["user_impersonation"]) }

const subset = (values: ReadonlyArray<string>) => fc.subarray([...values])
const now = Date.parse("2026-11-30T08:00:00Z")

/** An application as somebody, or an earlier run, may have left it. */
const arbitraryApplication = (key: string): fc.Arbitrary<FoundApplication> =>
  fc.record({
    id: fc.constant(key),
    appId: fc.constant(`app-of-${key}`),
    properties: fc.record({
      signInAudience: fc.constantFrom("AzureADMyOrg", "AzureADMultipleOrgs"),
      identifierUris: subset([`api://app-of-${key}`, "https://theirs.example"]),
      isFallbackPublicClient: fc.boolean(),
      tokenVersion: fc.constantFrom(null, 1, 2),
      scopes: fc.subarray([
        { id: "their-scope", value: "access_as_user", isEnabled: false },
        { id: "another-scope", value: "read", isEnabled: true }
      ]),
      appRoles: fc.subarray([
        { id: "their-role", value: "Team.Create", isEnabled: true },
        { id: "another-role", value: "Other", isEnabled: true }
      ]),
      preAuthorized: fc.subarray([{ appId: "their-client", delegatedPermissionIds: ["another-scope"] }]),
      redirectUris: subset([
        "https://incidents.example/sign-in/callback",
        "https://old.example/sign-in/callback",
        "https://theirs.example/back"
      ]),
      requiredAccess: fc.subarray([
        {
          resourceAppId: "00000003-0000-0000-c000-000000000000",
          resourceAccess: [{ id: "graph/Mail.ReadWrite", type: "Role" }]
        }
      ]),
      claims: fc.subarray([{ name: "idtyp" }, { name: "email" }]),
      tags: subset([madeBySetup, "theirs"])
    }),
    secrets: fc.subarray([
      { keyId: "ours", displayName: secretName, endsAt: now + 90 * 86_400_000 },
      { keyId: "ending", displayName: secretName, endsAt: now + 86_400_000 },
      { keyId: "theirs", displayName: null, endsAt: now + 90 * 86_400_000 }
    ]),
    keys: fc.subarray([
      { keyId: "lasting", displayName: madeBySetup, endDateTime: "2027-08-01T00:00:00Z" },
      { keyId: "their-key", displayName: null, endDateTime: "2027-08-01T00:00:00Z" }
    ]),
    federations: fc.subarray([
      { id: "ours", name: madeBySetup, issuer: "https://old.example", subject: "workload" },
      { id: "their-federation", name: "theirs", issuer: "https://theirs.example", subject: "workload" }
    ])
  })

const withPrincipal = (key: string, application: FoundApplication) =>
  fc
    .option(
      fc.record({
        id: fc.constant(`principal-of-${key}`),
        roles: fc.subarray(graph.roles.map(({ id }) => ({ resourceId: "graph", roleId: id }))),
        grants: fc.subarray([{ id: "their-grant", resourceId: "azure", scopes: ["user_impersonation"] }])
      }),
      { nil: undefined }
    )
    .map((principal) => ({ ...application, ...(principal === undefined ? {} : { principal }) }))

const application = (key: string) => arbitraryApplication(key).chain((found) => withPrincipal(key, found))

export const nothing: Found = {
  applications: {},
  graph,
  azure,
  roleAssignments: [],
  certificateFile: { path: "/etc/incident-teams.pem" },
  teamsApp: { path: "/etc/incident-teams-app.zip" },
  voucher: { issuer: "https://oidc.example", subject: "workload" },
  administrator: { directoryRoles: [], mayAssign: [] },
  refused: []
}

const certificate = (keyId: string, days: number): FoundCertificate => ({
  keyId,
  certificate: keyId,
  startsAt: now - 86_400_000,
  endsAt: now + days * 86_400_000,
  isOurs: true
})

/** The account, if one was chosen, with somebody else's role assignment. */
export const chosenCosmos = (choices: Choices, mayAssign: boolean): Pick<Found, "cosmos"> =>
  choices.cosmosAccount === undefined
    ? {}
    : {
        cosmos: {
          endpoint: "https://teams.documents.azure.com",
          roleAssignments: [
            { scope: choices.cosmosAccount, name: "theirs", role: dataContributor, principalId: "somebody" }
          ],
          mayAssign
        }
      }

/** A tenant that somebody, or earlier runs, may have set up in part. */
export const arbitraryFound: fc.Arbitrary<Found> = fc
  .record(
    {
      server: application("server"),
      console: application("console"),
      settings: fc.record(
        {
          values: fc.constantFrom<Readonly<Record<string, string>>[]>(
            { MINE: "1" },
            { MINE: "1", PUBLIC_URL: "https://old" }
          ),
          hasSecret: fc.boolean(),
          hasPageSecret: fc.boolean(),
          secretKeyId: fc.constantFrom("ours", "ending", "gone"),
          pending: subset(["ours", "ending"]),
          isOurs: fc.boolean()
        },
        { requiredKeys: ["values", "hasSecret", "hasPageSecret", "isOurs"] }
      ),
      certificateFile: fc.record(
        {
          path: fc.constant("/etc/incident-teams.pem"),
          current: fc.constantFrom(certificate("lasting", 200), certificate("ending", 20)),
          next: fc.constantFrom(certificate("next", 300), certificate("late", 10))
        },
        { requiredKeys: ["path"] }
      ),
      teamsApp: fc.record(
        {
          path: fc.constant("/etc/incident-teams-app.zip"),
          current: fc.constant({ content: "of an earlier run", isOurs: true })
        },
        { requiredKeys: ["path"] }
      ),
      roleAssignments: fc.subarray([
        { scope: group("rg-soc"), name: "theirs-1", role: responder, principalId: "principal-of-server" },
        { scope: group("rg-soc"), name: "theirs-2", role: responder, principalId: "somebody" },
        { scope: "/", name: "theirs-3", role: responder, principalId: "principal-of-server" }
      ])
    },
    { requiredKeys: ["roleAssignments", "certificateFile", "teamsApp"] }
  )
  .map(({ server, console, settings, roleAssignments, certificateFile, teamsApp }) => ({
    ...nothing,
    applications: {
      ...(server === undefined ? {} : { server }),
      ...(console === undefined ? {} : { console })
    },
    roleAssignments,
    certificateFile,
    teamsApp,
    ...(settings === undefined ? {} : { settings })
  }))

/** An administrator who may do everything that the choices need, and what was chosen to be read. */
export const everyRight = (choices: Choices): Pick<Found, "administrator" | "cosmos"> => ({
  ...chosenCosmos(choices, true),
  administrator: { directoryRoles: ["Global Administrator"], mayAssign: resourceGroupsOf(choices) }
})
