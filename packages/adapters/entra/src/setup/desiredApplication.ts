import { type Choices, optionsOf } from "./Choices.ts"
import type { ApplicationKey, Found, FoundApplication, Offered, Properties } from "./Found.ts"
import { permissionsFor } from "./graphPermissions.ts"
import { guidOf, madeBySetup, microsoft } from "./wellKnown.ts"

/** What a new application is without us (application resource type, defaults). */
const blank: Properties = {
  signInAudience: "AzureADandPersonalMicrosoftAccount",
  identifierUris: [],
  isFallbackPublicClient: false,
  tokenVersion: null,
  scopes: [],
  appRoles: [],
  preAuthorized: [],
  redirectUris: [],
  requiredAccess: [],
  claims: [],
  tags: []
}

export const apiScope = "access_as_user"
/** What applications that call may be granted: decision 13. */
export const apiRoles = ["Team.Create", "Incident.ReadWrite", "Incident.Notify"] as const
const callback = "/sign-in/callback"

const union = <Item>(
  present: ReadonlyArray<Item>,
  wanted: ReadonlyArray<Item>,
  same: (a: Item, b: Item) => boolean
) => [...present, ...wanted.filter((item) => !present.some((other) => same(item, other)))]
const texts = (present: ReadonlyArray<string>, wanted: ReadonlyArray<string>) =>
  union(present, wanted, (a, b) => a === b)

/** Ours is enabled; one of the same name keeps its id, because tokens and grants refer to it. */
const offered = (
  present: Properties["appRoles"],
  values: ReadonlyArray<string>,
  kind: string
): Properties["appRoles"] => [
  ...present.map((item) => (values.includes(item.value) ? { ...item, isEnabled: true } : item)),
  ...values
    .filter((value) => !present.some((item) => item.value === value))
    .map((value) => ({ id: guidOf(`${kind}/${value}`), value, isEnabled: true }))
]

const idsOf = (list: ReadonlyArray<Offered>, values: ReadonlyArray<string>): ReadonlyArray<string> =>
  list.filter(({ value }) => values.includes(value)).map(({ id }) => id)

const access = (
  present: Properties["requiredAccess"],
  resourceAppId: string,
  ids: ReadonlyArray<string>,
  type: "Role" | "Scope"
): Properties["requiredAccess"] => {
  const known = present.find((item) => item.resourceAppId === resourceAppId)
  const resourceAccess = union(
    known?.resourceAccess ?? [],
    ids.map((id) => ({ id, type })),
    (a, b) => a.id === b.id
  )
  return known === undefined
    ? [...present, { resourceAppId, resourceAccess }]
    : present.map((item) => (item === known ? { ...item, resourceAccess } : item))
}

const preAuthorized = (present: Properties["preAuthorized"], appIds: ReadonlyArray<string>, scopeId: string) => {
  const others = union(
    present,
    appIds.map((appId) => ({ appId, delegatedPermissionIds: [] })),
    (a, b) => a.appId === b.appId
  )
  return others.map((client) =>
    appIds.includes(client.appId)
      ? { ...client, delegatedPermissionIds: texts(client.delegatedPermissionIds, [scopeId]) }
      : client
  )
}

const server = (choices: Choices, found: Found, application: FoundApplication | undefined): Properties => {
  const now = application?.properties ?? blank
  const { publicUrl, teamsApp = false } = choices
  const scopes = offered(now.scopes, [apiScope], "scope")
  const [scopeId = ""] = idsOf(scopes, [apiScope])
  const permissions = permissionsFor(optionsOf(choices)).map(({ name }) => name)
  const onMicrosoft = access(
    access(now.requiredAccess, microsoft.graph, idsOf(found.graph.roles, permissions), "Role"),
    microsoft.azure,
    idsOf(found.azure.scopes, ["user_impersonation"]),
    "Scope"
  )
  const common: Properties = {
    ...now,
    signInAudience: "AzureADMyOrg",
    tokenVersion: 2,
    scopes,
    appRoles: offered(now.appRoles, apiRoles, "role"),
    // The page's addresses of an earlier PUBLIC_URL go, those of others stay.
    redirectUris: texts(
      now.redirectUris.filter((address) => address === publicUrl + callback || !address.endsWith(callback)),
      [publicUrl + callback]
    ),
    requiredAccess: onMicrosoft,
    claims: union(now.claims, [{ name: "idtyp" }], (a, b) => a.name === b.name),
    tags: application === undefined ? [madeBySetup] : now.tags
  }
  // The rest names the application's own client id, which a new one doesn't have yet.
  if (application === undefined) return common
  const { appId } = application
  const clients = [
    microsoft.azureCli,
    ...(teamsApp ? [microsoft.teamsDesktop, microsoft.teamsWeb] : []),
    ...(found.applications.console === undefined ? [] : [found.applications.console.appId])
  ]
  return {
    ...common,
    identifierUris: texts(now.identifierUris, [
      `api://${appId}`,
      ...(teamsApp ? [`api://${new URL(publicUrl).host}/${appId}`] : [])
    ]),
    preAuthorized: preAuthorized(now.preAuthorized, clients, scopeId),
    requiredAccess: access(onMicrosoft, appId, [scopeId], "Scope")
  }
}

const console = (application: FoundApplication | undefined): Properties => {
  const now = application?.properties ?? blank
  return {
    ...now,
    signInAudience: "AzureADMyOrg",
    isFallbackPublicClient: true,
    tags: application === undefined ? [madeBySetup] : now.tags
  }
}

/** What an application's registration has to be: what it is now, with what is missing. Never removes what others added. */
export const desiredApplication = (choices: Choices, found: Found, key: ApplicationKey): Properties => {
  const application = found.applications[key]
  switch (key) {
    case "server":
      return server(choices, found, application)
    case "console":
      return console(application)
  }
}

/** Names of the properties that differ from what is there, or from what a new application has. */
export const differingProperties = (
  now: Properties | undefined,
  desired: Properties
): ReadonlyArray<keyof Properties> => {
  const names: ReadonlyArray<keyof Properties> = [
    "signInAudience",
    "isFallbackPublicClient",
    "tokenVersion",
    "scopes",
    "appRoles",
    "identifierUris",
    "preAuthorized",
    "redirectUris",
    "requiredAccess",
    "claims",
    "tags"
  ]
  return names.filter((name) => JSON.stringify((now ?? blank)[name]) !== JSON.stringify(desired[name]))
}
