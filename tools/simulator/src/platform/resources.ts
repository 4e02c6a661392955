import { armAudience, graphAudience } from "./bearerToken.ts"
import type { Application } from "./Directory.ts"
import { guidOf } from "./guid.ts"
import { isObject } from "./json.ts"
import type { Tenant } from "./Tenant.ts"

/** An app role or scope that a resource offers. */
export interface Permission {
  readonly id: string
  readonly value: string
}

/** What tokens can be for: a service of Microsoft's or an application of the tenant, by its service principal. */
export interface Resource {
  /** Object id of its service principal. */
  readonly objectId: string
  readonly appId: string
  readonly displayName: string
  /** `aud` of its tokens. */
  readonly audience: string
  readonly roles: ReadonlyArray<Permission>
  readonly scopes: ReadonlyArray<Permission>
}

/** Application permissions of Microsoft Graph that have to do with teams, and some that don't. */
const graphRoles = [
  "AppCatalog.ReadWrite.All",
  "Application.ReadWrite.All",
  "Channel.ReadBasic.All",
  "Directory.Read.All",
  "Directory.ReadWrite.All",
  "Group.Create",
  "Group.Read.All",
  "Group.ReadWrite.All",
  "GroupMember.Read.All",
  "GroupSettings.Read.All",
  "Mail.ReadWrite",
  "Member.Read.Hidden",
  "SecurityIncident.Read.All",
  "SecurityIncident.ReadWrite.All",
  "Team.Create",
  "TeamMember.ReadWrite.All",
  "TeamSettings.ReadWrite.All",
  "TeamsAppInstallation.ReadWriteSelfForTeam.All",
  "TeamsTab.Create",
  "TeamsTab.ReadWrite.All",
  "TeamsTab.ReadWriteForTeam.All",
  "User.Read.All"
]

/** Client ids of Microsoft's own services, the same in every tenant. */
const graphAppId = "00000003-0000-0000-c000-000000000000"
const armAppId = "797f4846-ba00-4fd7-ba43-dac1f8f63013"

const named = (audience: string, kind: "role" | "scope", values: ReadonlyArray<string>): ReadonlyArray<Permission> =>
  values.map((value) => ({ id: guidOf(`${audience}/${kind}/${value}`), value }))

const listed = (owner: unknown, name: string): ReadonlyArray<Permission> => {
  const list = isObject(owner) ? owner[name] : undefined
  return (Array.isArray(list) ? list : []).flatMap((item) =>
    isObject(item) && typeof item["id"] === "string" && typeof item["value"] === "string"
      ? [{ id: item["id"], value: item["value"] }]
      : []
  )
}

/** True once other requests can refer to the service principal of an application. */
export const hasPrincipal = (tenant: Tenant, { registration }: Application): boolean => {
  if (registration === undefined) return true
  const { principalCreatedAt } = registration
  return principalCreatedAt !== undefined && isKnown(tenant, principalCreatedAt)
}

/** True once what was created at `createdAt` can be read and referred to. */
export const isKnown = (tenant: Tenant, createdAt: number): boolean =>
  createdAt + tenant.clock.real(tenant.state.behavior.applicationLagMillis) <= tenant.clock.now()

const resourceOf = ({ objectId, appId, displayName, registration }: Application): Resource => ({
  objectId,
  appId,
  displayName,
  audience: appId,
  roles:
    registration === undefined
      ? named(appId, "role", ["Team.Create", "Incident.ReadWrite", "Incident.Notify"])
      : listed(registration.written, "appRoles"),
  scopes:
    registration === undefined
      ? named(appId, "scope", ["access_as_user"])
      : listed(registration.written["api"], "oauth2PermissionScopes")
})

/** The tenant's service principals that other requests can refer to. */
export const resourcesOf = (tenant: Tenant): ReadonlyArray<Resource> => [
  {
    objectId: guidOf(`${tenant.id}/principal/${graphAppId}`),
    appId: graphAppId,
    displayName: "Microsoft Graph",
    audience: graphAudience,
    roles: named(graphAudience, "role", graphRoles),
    scopes: named(graphAudience, "scope", ["User.Read", "ChannelMessage.Send"])
  },
  {
    objectId: guidOf(`${tenant.id}/principal/${armAppId}`),
    appId: armAppId,
    displayName: "Windows Azure Service Management API",
    audience: armAudience,
    roles: [],
    scopes: named(armAudience, "scope", ["user_impersonation"])
  },
  ...tenant.state.applications.filter((application) => hasPrincipal(tenant, application)).map(resourceOf)
]
