import { resolve } from "node:path"
import { Effect, Option, Schema } from "effect"
import { Administrator, ask, errorOf, read, SetupFailed } from "./Administrator.ts"
import { findCertificateFile } from "./certificateStore.ts"
import { type Choices, resourceGroupsOf } from "./Choices.ts"
import type {
  ApplicationKey,
  Found,
  FoundApplication,
  FoundCosmos,
  FoundPrincipal,
  FoundRoleAssignment
} from "./Found.ts"
import { uniqueNameOf } from "./planSetup.ts"
import { findSettings } from "./settingsStore.ts"
import { findTeamsApp, type TeamsAppPackage } from "./TeamsAppPackage.ts"
import { directoryRole, directoryRoleNames, microsoft } from "./wellKnown.ts"
import {
  applicationFields,
  keysOf,
  propertiesOf,
  WireApplication,
  WireAssignments,
  WireCosmosAccount,
  WireDirectoryRoles,
  WireFederations,
  WireGrants,
  WireId,
  WirePermissions,
  WirePrincipal,
  WireRoleAssignments
} from "./wire.ts"

const graph = (path: string) => ({ to: "graph", method: "GET", path }) as const
const azure = (path: string) => ({ to: "azure", method: "GET", path }) as const
const authorization = "providers/Microsoft.Authorization"
const version = "api-version=2022-04-01"
export const cosmos = (path: string): string => `${path}?api-version=2024-11-15`

/** The resource, or undefined for 404. */
const optional = <A>(path: string, schema: Schema.Decoder<A>) =>
  Effect.flatMap(ask(graph(path), { expected: [200, 404] }), (answer) =>
    answer.status === 404
      ? Effect.succeed(undefined)
      : Effect.mapError(
          Schema.decodeUnknownEffect(schema)(answer.body),
          () =>
            new SetupFailed({
              reason: `The answer to GET ${path.split("?")[0]} isn't what is documented.`,
              remedy: "Report this as a defect.",
              cause: undefined
            })
        )
  )

/** A service of Microsoft's, which each tenant has. */
const service = (appId: string) =>
  Effect.map(
    read(graph(`/servicePrincipals(appId='${appId}')?$select=id,appRoles,oauth2PermissionScopes`), WirePrincipal),
    ({ id, appRoles, oauth2PermissionScopes }) => {
      const offered = (list: typeof appRoles) => list.map((item) => ({ id: item.id, value: item.value ?? "" }))
      return { id, roles: offered(appRoles), scopes: offered(oauth2PermissionScopes) }
    }
  )

const principalOf = Effect.fnUntraced(function* (appId: string) {
  const principal = yield* optional(
    `/servicePrincipals(appId='${appId}')?$select=id,appRoles,oauth2PermissionScopes`,
    WirePrincipal
  )
  if (principal === undefined) return undefined
  const { id } = principal
  const assignments = yield* read(graph(`/servicePrincipals/${id}/appRoleAssignments?$top=999`), WireAssignments)
  const grants = yield* read(graph(`/oauth2PermissionGrants?$filter=clientId eq '${id}'`), WireGrants)
  return {
    id,
    roles: assignments.value.map(({ resourceId, appRoleId }) => ({ resourceId, roleId: appRoleId })),
    grants: grants.value
      .filter(({ consentType }) => consentType === "AllPrincipals")
      .map((grant) => ({
        id: grant.id,
        resourceId: grant.resourceId,
        scopes: grant.scope.split(" ").filter((scope) => scope !== "")
      }))
  } satisfies FoundPrincipal
})

const applicationOf = Effect.fnUntraced(function* (choices: Choices, key: ApplicationKey) {
  const name = uniqueNameOf(choices, key)
  const wire = yield* optional(`/applications(uniqueName='${name}')?$select=${applicationFields}`, WireApplication)
  if (wire === undefined) return undefined
  const { properties, keys } = yield* Effect.try({
    try: () => ({ properties: propertiesOf(wire), keys: keysOf(wire) }),
    catch: (cause) =>
      new SetupFailed({
        reason: `The app registration ${name} can't be read.`,
        remedy: "Report this as a defect.",
        cause
      })
  })
  const principal = yield* principalOf(wire.appId)
  const federations = yield* read(graph(`/applications/${wire.id}/federatedIdentityCredentials`), WireFederations)
  return {
    id: wire.id,
    appId: wire.appId,
    properties,
    keys,
    federations: federations.value,
    secrets: wire.passwordCredentials.map(({ endDateTime, ...secret }) => ({
      ...secret,
      endsAt: Date.parse(endDateTime)
    })),
    ...(principal === undefined ? {} : { principal })
  } satisfies FoundApplication
})

/** Who vouches for the server: the managed identity, by its principal in this tenant, or the workload. */
const voucherOf = Effect.fnUntraced(function* ({ tenantId, managedIdentity, workload, ...choices }: Choices) {
  if (choices.credential !== "managed-identity" || managedIdentity === undefined) return workload
  const { authority } = yield* Administrator
  const identity = yield* optional(`/servicePrincipals(appId='${managedIdentity}')?$select=id`, WireId)
  return identity === undefined ? undefined : { issuer: `${authority}/${tenantId}/v2.0`, subject: identity.id }
})

const matches = (pattern: string, action: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/[.$^()+?[\]{}|\\]/gu, String.raw`\$&`).replaceAll("*", ".*")}$`, "iu").test(action)

const assigns = "Microsoft.Authorization/roleAssignments/write"

/** Whether this administrator may do `action` there. Fails if there is no such resource group. */
const may = Effect.fnUntraced(function* (scope: string, action: string) {
  const answer = yield* ask(azure(`${scope}/${authorization}/permissions?${version}`), { expected: [200, 403, 404] })
  if (answer.status === 404) {
    return yield* new SetupFailed({
      reason: `The resource group ${scope} can't be found. ${errorOf(answer).message}`,
      remedy: "Check the workspaces' ARM IDs, and that this administrator may read the subscription.",
      cause: undefined
    })
  }
  const { value } = Option.getOrElse(Schema.decodeUnknownOption(WirePermissions)(answer.body), () => ({ value: [] }))
  return value.some(
    ({ actions, notActions = [] }) =>
      actions.some((pattern) => matches(pattern, action)) && !notActions.some((pattern) => matches(pattern, action))
  )
})

const foundAssignment = ({
  name,
  properties
}: (typeof WireRoleAssignments.Type)["value"][number]): FoundRoleAssignment => ({
  name,
  scope: properties.scope,
  role: properties.roleDefinitionId.split("/").at(-1) ?? "",
  principalId: properties.principalId
})

const assignmentsIn = (body: unknown): ReadonlyArray<FoundRoleAssignment> =>
  Option.getOrElse(Schema.decodeUnknownOption(WireRoleAssignments)(body), () => ({ value: [] })).value.map(
    foundAssignment
  )

const assignsDataRoles = "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments/write"

/** The account and its role assignments, as far as they may be read. */
const cosmosOf = Effect.fnUntraced(function* (account: string) {
  const answer = yield* ask(azure(cosmos(account)), { expected: [200, 403] })
  const { properties } = Option.getOrElse(Schema.decodeUnknownOption(WireCosmosAccount)(answer.body), () => ({
    // The name is unique in the public cloud, and part of the address.
    properties: { documentEndpoint: `https://${account.split("/").at(-1)?.toLowerCase()}.documents.azure.com` }
  }))
  const assignments = yield* ask(azure(cosmos(`${account}/sqlRoleAssignments`)), { expected: [200, 403] })
  return {
    endpoint: new URL(properties.documentEndpoint).origin,
    roleAssignments: assignmentsIn(assignments.body),
    mayAssign: yield* may(account, assignsDataRoles)
  } satisfies FoundCosmos
})

/** The role assignments of a service principal at and above a resource group; none if they may not be read. */
const roleAssignments = Effect.fnUntraced(function* (scope: string, principalId: string) {
  const filter = encodeURIComponent(`atScope() and assignedTo('${principalId}')`)
  const answer = yield* ask(azure(`${scope}/${authorization}/roleAssignments?${version}&$filter=${filter}`), {
    expected: [200, 403]
  })
  return assignmentsIn(answer.body)
})

const directoryRoles = Effect.map(
  read(
    {
      ...graph("/me/transitiveMemberOf/microsoft.graph.directoryRole?$count=true"),
      // A cast is an advanced query of the directory, which needs both.
      headers: { consistencylevel: "eventual" }
    },
    WireDirectoryRoles
  ),
  ({ value }) =>
    directoryRoleNames.filter((name) => value.some(({ roleTemplateId }) => roleTemplateId === directoryRole[name]))
)

/** Reads everything that the plan of these choices compares. Changes nothing. */
export const readFound = (choices: Choices, settingsPath: string, teamsApp: Pick<TeamsAppPackage, "isOne">) =>
  Effect.gen(function* () {
    const groups = resourceGroupsOf(choices)
    const roles = yield* directoryRoles
    const allowed = yield* Effect.filter(groups, (group) => may(group, assigns))
    const server = yield* applicationOf(choices, "server")
    const console = yield* applicationOf(choices, "console")
    const principalId = server?.principal?.id
    const assigned =
      principalId === undefined ? [] : yield* Effect.forEach(groups, (group) => roleAssignments(group, principalId))
    const settings = yield* findSettings(settingsPath)
    const beside = settingsPath.replace(/\.env$/u, "")
    const { certificateFile = `${beside}.pem`, teamsAppFile = `${beside}-app.zip` } = choices
    const account = choices.cosmosAccount === undefined ? undefined : yield* cosmosOf(choices.cosmosAccount)
    const voucher = yield* voucherOf(choices)
    return {
      applications: {
        ...(server === undefined ? {} : { server }),
        ...(console === undefined ? {} : { console })
      },
      graph: yield* service(microsoft.graph),
      azure: yield* service(microsoft.azure),
      roleAssignments: assigned.flat(),
      administrator: { directoryRoles: roles, mayAssign: allowed },
      refused: [],
      ...(account === undefined ? {} : { cosmos: account }),
      certificateFile: yield* findCertificateFile(resolve(certificateFile)),
      teamsApp: yield* findTeamsApp(resolve(teamsAppFile), teamsApp),
      ...(voucher === undefined ? {} : { voucher: { issuer: voucher.issuer, subject: voucher.subject } }),
      ...(settings === undefined ? {} : { settings })
    } satisfies Found
  })
