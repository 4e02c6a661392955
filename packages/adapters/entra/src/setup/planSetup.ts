import type { Change, Step } from "./Change.ts"
import { type Choices, credentialOf, namespaceOf, optionsOf, resourceGroupsOf } from "./Choices.ts"
import { apiScope, desiredApplication, differingProperties } from "./desiredApplication.ts"
import type { ApplicationKey, Found, FoundApplication, FoundCertificate, FoundService } from "./Found.ts"
import { permissionsFor } from "./graphPermissions.ts"
import type { TeamsAppPackage } from "./TeamsAppPackage.ts"
import {
  dataContributor,
  dataRoleAssignmentName,
  type DirectoryRole,
  madeBySetup,
  responder,
  roleAssignmentName
} from "./wellKnown.ts"
import { keyOf } from "./wire.ts"

/** Milliseconds before its end at which a secret is replaced. */
const renewedBefore = 30 * 86_400_000
export const secretName = "incident-teams-server setup"

const displayNames: Readonly<Record<ApplicationKey, string>> = {
  server: "Incident Teams",
  console: "Incident Teams console"
}

export const uniqueNameOf = (choices: Choices, key: ApplicationKey): string =>
  `incident-teams-${key}-${namespaceOf(choices)}`

const registering =
  "Application Administrator or Application Developer, or any user if the tenant lets users register applications"
const consenting: ReadonlyArray<DirectoryRole> = ["Global Administrator", "Privileged Role Administrator"]
const granting: ReadonlyArray<DirectoryRole> = [
  ...consenting,
  "Application Administrator",
  "Cloud Application Administrator"
]
const either = (roles: ReadonlyArray<string>): string => `${roles.slice(0, -1).join(", ")} or ${roles.at(-1)}`

/** `held`: false if this administrator is known to lack the right. */
const step = (
  { refused }: Pick<Found, "refused">,
  {
    held = true,
    remedy,
    ...given
  }: Omit<Step, "state"> & { readonly state: "there" | "make" | "change"; readonly held?: boolean }
): Step => {
  const isRefused = !held || refused.includes(given.about)
  if (given.state === "there" || !isRefused) return given
  const { change: _, next: __, ...rest } = given
  return { ...rest, state: "other", ...(remedy === undefined ? {} : { remedy }) }
}

/** Omits what isn't known yet. */
const withChange = (change: Change | undefined) => (change === undefined ? {} : { change })

const whys: Readonly<Record<ApplicationKey, string>> = {
  server: "who Incident Teams is, its API, and where people return after signing in",
  console: "the client with which people sign in to the console and its commands"
}

const applicationSteps = (choices: Choices, found: Found, key: ApplicationKey): ReadonlyArray<Step> => {
  const application = found.applications[key]
  const properties = desiredApplication(choices, found, key)
  const names = differingProperties(application?.properties, properties)
  const displayName = displayNames[key]
  return [
    step(found, {
      about: `App registration ${displayName}`,
      state: application === undefined ? "make" : names.length > 0 ? "change" : "there",
      why: whys[key],
      right: registering,
      remedy: "Ask someone with one of these roles to run the same command.",
      change: {
        _tag: "WriteApplication",
        key,
        uniqueName: uniqueNameOf(choices, key),
        ...(application === undefined ? { displayName } : {}),
        properties,
        names
      }
    }),
    step(found, {
      about: `Service principal of ${displayName}`,
      state: application?.principal === undefined ? "make" : "there",
      why: "the application's account in this tenant, which permissions are granted to",
      right: registering,
      remedy: "Ask someone with one of these roles to run the same command.",
      ...withChange(application === undefined ? undefined : { _tag: "CreatePrincipal", key, appId: application.appId })
    })
  ]
}

const consentAddress = ({ tenantId }: Choices, application: FoundApplication | undefined): string =>
  application === undefined
    ? "Ask someone with one of these roles to run the same command."
    : `Ask someone with one of these roles to run the same command, or to open https://login.microsoftonline.com/${tenantId}/adminconsent?client_id=${application.appId}`

const permissionSteps = (choices: Choices, found: Found): ReadonlyArray<Step> => {
  const { server } = found.applications
  const held = consenting.some((role) => found.administrator.directoryRoles.includes(role))
  return permissionsFor(optionsOf(choices)).map(({ name, use }) => {
    const role = found.graph.roles.find(({ value }) => value === name)
    const isGranted = server?.principal?.roles.some(
      ({ resourceId, roleId }) => resourceId === found.graph.id && roleId === role?.id
    )
    return step(found, {
      about: `Microsoft Graph permission ${name}`,
      state: isGranted === true ? "there" : "make",
      why: use,
      right: either(consenting),
      held: held && role !== undefined,
      remedy: role === undefined ? "Microsoft Graph doesn't offer it in this tenant." : consentAddress(choices, server),
      ...withChange(
        server?.principal === undefined || role === undefined
          ? undefined
          : { _tag: "GrantRole", principalId: server.principal.id, resourceId: found.graph.id, roleId: role.id }
      )
    })
  })
}

const grantStep = (
  choices: Choices,
  found: Found,
  about: string,
  why: string,
  resource: Pick<FoundService, "id"> | undefined,
  scope: string
): Step => {
  const { server } = found.applications
  const grant = server?.principal?.grants.find(({ resourceId }) => resourceId === resource?.id)
  const scopes = grant?.scopes ?? []
  return step(found, {
    about,
    state: scopes.includes(scope) ? "there" : "make",
    why,
    right: either(granting),
    held: granting.some((role) => found.administrator.directoryRoles.includes(role)),
    remedy: consentAddress(choices, server),
    ...withChange(
      server?.principal === undefined || resource === undefined
        ? undefined
        : {
            _tag: "GrantScopes",
            principalId: server.principal.id,
            resourceId: resource.id,
            scopes: [...scopes, scope],
            ...(grant === undefined ? {} : { grantId: grant.id })
          }
    )
  })
}

const includes = (assigned: string, scope: string): boolean =>
  `${scope.toLowerCase()}/`.startsWith(`${assigned.toLowerCase().replace(/\/+$/u, "")}/`)

const roleSteps = (choices: Choices, found: Found): ReadonlyArray<Step> => {
  const principal = found.applications.server?.principal
  return resourceGroupsOf(choices).map((scope) => {
    const isAssigned = found.roleAssignments.some(
      (assignment) =>
        assignment.role === responder && assignment.principalId === principal?.id && includes(assignment.scope, scope)
    )
    return step(found, {
      about: `Microsoft Sentinel Responder on ${scope}`,
      state: isAssigned ? "there" : "make",
      why: "following incidents, adding the team's link, and what calling applications request",
      right: "Owner, User Access Administrator or Role Based Access Control Administrator there",
      held: found.administrator.mayAssign.some((group) => group.toLowerCase() === scope.toLowerCase()),
      remedy:
        principal === undefined
          ? "Ask someone with one of these roles to run the same command."
          : `Ask someone with one of these roles to run: az role assignment create --role "Microsoft Sentinel Responder" --assignee-object-id ${principal.id} --assignee-principal-type ServicePrincipal --scope ${scope}`,
      ...withChange(
        principal === undefined
          ? undefined
          : {
              _tag: "AssignRole",
              scope,
              name: roleAssignmentName(scope, principal.id),
              role: responder,
              principalId: principal.id
            }
      )
    })
  })
}

const dataRoleSteps = ({ cosmosAccount: account }: Choices, found: Found): ReadonlyArray<Step> => {
  const { cosmos } = found
  const principal = found.applications.server?.principal
  if (account === undefined || cosmos === undefined) return []
  const isAssigned = cosmos.roleAssignments.some(
    ({ role, principalId, scope }) =>
      role === dataContributor && principalId === principal?.id && includes(scope, account)
  )
  return [
    step(found, {
      about: `Cosmos DB Built-in Data Contributor on ${account}`,
      state: isAssigned ? "there" : "make",
      why: "reading and writing the data; it can't create databases or containers",
      right: "Owner, Contributor or DocumentDB Account Contributor there",
      held: cosmos.mayAssign,
      remedy: "Ask someone with one of these roles to run the same command.",
      ...withChange(
        principal === undefined
          ? undefined
          : {
              _tag: "AssignDataRole",
              account,
              name: dataRoleAssignmentName(account, principal.id),
              role: dataContributor,
              principalId: principal.id
            }
      )
    })
  ]
}

/** Where the server finds what it proves itself by. */
const credentialSettings = (choices: Choices, { certificateFile }: Found): Readonly<Record<string, string>> => {
  const { managedIdentity = "", workload } = choices
  switch (credentialOf(choices)) {
    case "secret":
      return {}
    case "certificate":
      return { AZURE_CLIENT_CERTIFICATE_PATH: certificateFile.path }
    case "managed-identity":
      return { AZURE_MANAGED_IDENTITY_CLIENT_ID: managedIdentity }
    case "workload-identity":
      return workload?.tokenFile === undefined ? {} : { AZURE_FEDERATED_TOKEN_FILE: workload.tokenFile }
  }
}

/** The settings of the server, without the secret; undefined as long as an id is missing. */
export const desiredSettings = (choices: Choices, found: Found): Readonly<Record<string, string>> | undefined => {
  const { server, console } = found.applications
  const { tenantId, publicUrl, workspaces, standbyOwners, teamsAppId, data, defender = true } = choices
  if (server === undefined || (choices.console !== false && console === undefined)) return undefined
  return {
    AZURE_TENANT_ID: tenantId,
    AZURE_CLIENT_ID: server.appId,
    SENTINEL_WORKSPACES: Object.entries(workspaces)
      .map(([alias, id]) => `${alias}=${id}`)
      .join(","),
    PUBLIC_URL: publicUrl,
    STANDBY_OWNERS: standbyOwners.join(","),
    INCIDENT_TEAMS_NAMESPACE: namespaceOf(choices),
    AZURE_CREDENTIAL: credentialOf(choices),
    ...credentialSettings(choices, found),
    ...(console === undefined || choices.console === false ? {} : { CONSOLE_CLIENT_ID: console.appId }),
    ...(teamsAppId === undefined ? {} : { TEAMS_APP_ID: teamsAppId }),
    ...(defender ? {} : { DEFENDER_INCIDENTS: "off" }),
    ...(found.cosmos === undefined ? {} : { COSMOS_ENDPOINT: found.cosmos.endpoint }),
    ...(data === undefined ? {} : { INCIDENT_TEAMS_DATA: data })
  }
}

const secretStep = ({ applications: { server }, settings, ...found }: Found, now: number): Step => {
  const secrets = server?.secrets ?? []
  const noted = secrets.find(({ keyId }) => keyId === settings?.secretKeyId)
  const isFresh = noted !== undefined && noted.endsAt > now + renewedBefore
  // A secret that someone else put into the file can't be compared with what Entra ID has.
  const isThere = settings?.hasSecret === true && (isFresh || settings.secretKeyId === undefined)
  const change = (): Change | undefined => {
    if (server?.principal === undefined || settings === undefined) return undefined
    const { pending } = settings
    if (pending === undefined) return { _tag: "NoteSecret", known: secrets.map(({ keyId }) => keyId) }
    const orphans = secrets
      .filter(({ displayName, keyId }) => displayName === secretName && !pending.includes(keyId))
      .map(({ keyId }) => keyId)
    return { _tag: "AddSecret", applicationId: server.id, orphans }
  }
  return step(found, {
    about: "Client secret",
    state: isThere ? "there" : settings?.hasSecret === true ? "change" : "make",
    why: "how the server proves who it is; it is stored in the settings file alone",
    ...until(noted?.endsAt),
    right: registering,
    remedy: askAnOwner,
    ...withChange(change())
  })
}

const askAnOwner = "Ask an owner of the app registration to run the same command."
const until = (endsAt: number | undefined) => (endsAt === undefined ? {} : { until: new Date(endsAt).toISOString() })

/** A new certificate waits beside the server's file until it is registered: until then the old one is in use. */
const certificateStep = ({ applications: { server }, certificateFile, ...found }: Found, now: number): Step => {
  const { path, current, next } = certificateFile
  const isLasting = (certificate: FoundCertificate | undefined) =>
    certificate !== undefined && certificate.endsAt > now + renewedBefore
  // One that somebody else made is theirs to replace.
  const chosen = [next, current].find((one) => isLasting(one) || one?.isOurs === false)
  const isRegistered = chosen !== undefined && server?.keys.some(({ keyId }) => keyId === chosen.keyId) === true
  const change = (): Change | undefined => {
    if (chosen === undefined) return { _tag: "MakeCertificate", path }
    if (isRegistered) return { _tag: "AdoptCertificate", path }
    return server && { _tag: "WriteKeys", applicationId: server.id, keys: [...server.keys, keyOf(chosen)] }
  }
  const isThere = isRegistered && chosen === current && isLasting(current)
  const isTheirs = chosen?.isOurs === false && isRegistered && !isLasting(chosen)
  return step(found, {
    about: "Certificate",
    state: isThere ? "there" : current === undefined ? "make" : "change",
    why: `how the server proves who it is; it is in ${path}, with its private key`,
    ...until(chosen?.endsAt),
    right: registering,
    held: !isTheirs,
    remedy: isTheirs ? "Replace the file by a new certificate with its key, and run the command again." : askAnOwner,
    ...withChange(change())
  })
}

const federationStep = ({ applications: { server }, voucher, ...found }: Found): Step => {
  const isTrusted = server?.federations.some(
    ({ issuer, subject }) => issuer === voucher?.issuer && subject === voucher.subject
  )
  return step(found, {
    about: "Federated credential",
    state:
      isTrusted === true
        ? "there"
        : server?.federations.some(({ name }) => name === madeBySetup) === true
          ? "change"
          : "make",
    why: "how the server proves who it is: by the identity that it runs with, without a secret",
    right: registering,
    held: voucher !== undefined,
    remedy:
      voucher === undefined
        ? "The managed identity isn't in this tenant: create a user-assigned one, and give its client ID."
        : askAnOwner,
    ...withChange(
      server === undefined || voucher === undefined
        ? undefined
        : { _tag: "WriteFederation", applicationId: server.id, ...voucher }
    )
  })
}

const pageSecretStep = ({ settings, ...found }: Found): Step =>
  step(found, {
    about: "Page secret",
    state: settings?.hasPageSecret === true ? "there" : "make",
    why: "seals people's sign-ins to the Incident page, because there is no client secret to derive it from",
    right: "Write access to the settings file",
    ...withChange(settings === undefined ? undefined : { _tag: "AddPageSecret" })
  })

const credentialSteps = (choices: Choices, found: Found, now: number): ReadonlyArray<Step> => {
  switch (credentialOf(choices)) {
    case "secret":
      return [secretStep(found, now)]
    case "certificate":
      return [certificateStep(found, now)]
    case "managed-identity":
    case "workload-identity":
      return [federationStep(found), pageSecretStep(found)]
  }
}

const catalog = "Teams apps > Manage apps of the Teams admin center (https://admin.teams.microsoft.com)"
/** Until the application is registered: what Teams refuses is known before. */
const anyId = "00000000-0000-0000-0000-000000000000"
const uploading = "Setup can't do it: the administrator's sign-in doesn't have the permission AppCatalog.Submit."

const teamsAppSteps = (
  { teamsApp = false, teamsAppId, publicUrl }: Choices,
  found: Found,
  { make }: Pick<TeamsAppPackage, "make">
): ReadonlyArray<Step> => {
  if (!teamsApp) return []
  const { path, current } = found.teamsApp
  const { server } = found.applications
  const previous = current?.isOurs === true ? Buffer.from(current.content, "base64") : undefined
  const made = make({ publicUrl, clientId: server?.appId ?? anyId }, previous)
  const content = server === undefined || typeof made === "string" ? undefined : Buffer.from(made).toString("base64")
  const isThere = content !== undefined && current?.content === content
  const isTheirs = current?.isOurs === false
  const next =
    teamsAppId === undefined
      ? `Upload ${path} in ${catalog}, and run the command again with the app's ID in the catalog as teamsAppId. ${uploading}`
      : `Upload ${path} as the app's new version in ${catalog}, and keep the file: the next one gets a higher version than this. ${uploading}`
  return [
    step(found, {
      about: "Teams app package",
      state: isThere ? "there" : current === undefined ? "make" : "change",
      why: "what is uploaded in the Teams admin center, so that the page is a tab of an app",
      right: "Write access to its folder",
      held: !isTheirs && typeof made !== "string",
      remedy: typeof made === "string" ? made : `${path} is another file: move it, or choose another teamsAppFile.`,
      ...(isThere && teamsAppId !== undefined ? {} : { next }),
      ...withChange(content === undefined ? undefined : { _tag: "WriteTeamsApp", path, content })
    })
  ]
}

const settingsStep = (choices: Choices, found: Found): Step => {
  const values = desiredSettings(choices, found)
  const present = found.settings?.values ?? {}
  const differs = values === undefined || Object.entries(values).some(([name, value]) => present[name] !== value)
  return step(found, {
    about: "Settings file",
    state: found.settings === undefined ? "make" : differs ? "change" : "there",
    why: "what the server reads when it starts",
    right: "Write access to its folder",
    ...withChange(values === undefined ? undefined : { _tag: "WriteSettings", values })
  })
}

/**
 * What has to be done for an installation, in the order in which it can be done. A step that depends on another one has its
 * change once that one is done, so the plan is updated after each. `now`: milliseconds since the epoch.
 */
export const planSetup = (
  choices: Choices,
  found: Found,
  now: number,
  teamsApp: Pick<TeamsAppPackage, "make">
): ReadonlyArray<Step> => [
  ...(choices.console === false ? [] : applicationSteps(choices, found, "console")),
  ...applicationSteps(choices, found, "server"),
  ...permissionSteps(choices, found),
  grantStep(
    choices,
    found,
    "Azure permission user_impersonation",
    "changing incidents in people's names, and checking what they may do",
    found.azure,
    "user_impersonation"
  ),
  grantStep(
    choices,
    found,
    `Own permission ${apiScope}`,
    "people's sign-in to the Incident page",
    found.applications.server?.principal,
    apiScope
  ),
  ...roleSteps(choices, found),
  ...dataRoleSteps(choices, found),
  ...teamsAppSteps(choices, found, teamsApp),
  settingsStep(choices, found),
  ...credentialSteps(choices, found, now)
]

/** The first step that can be done now; undefined if nothing is left, or nothing that this administrator can do. */
export const nextStep = (plan: ReadonlyArray<Step>): (Step & { readonly change: Change }) | undefined => {
  for (const { change, ...rest } of plan) {
    if (change !== undefined && rest.state !== "there" && rest.state !== "other") return { ...rest, change }
  }
  return undefined
}
