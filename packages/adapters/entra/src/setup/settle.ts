import type { Change, Made } from "./Change.ts"
import type {
  ApplicationKey,
  Found,
  FoundApplication,
  FoundCertificateFile,
  FoundPrincipal,
  FoundRoleAssignment,
  FoundSettings
} from "./Found.ts"
import { secretName } from "./planSetup.ts"
import { madeBySetup } from "./wellKnown.ts"

const withApplication = (found: Found, key: ApplicationKey, application: FoundApplication): Found => ({
  ...found,
  applications: { ...found.applications, [key]: application }
})

const keys: ReadonlyArray<ApplicationKey> = ["server", "console"]

/** Changes the application for which `is` holds. */
const update = (
  found: Found,
  is: (application: FoundApplication) => boolean,
  change: (application: FoundApplication) => FoundApplication
): Found => {
  const key = keys.find((candidate) => {
    const application = found.applications[candidate]
    return application !== undefined && is(application)
  })
  const application = key === undefined ? undefined : found.applications[key]
  return key === undefined || application === undefined ? found : withApplication(found, key, change(application))
}

const updatePrincipal = (found: Found, id: string, change: (principal: FoundPrincipal) => FoundPrincipal): Found =>
  update(
    found,
    ({ principal }) => principal?.id === id,
    (application) =>
      application.principal === undefined ? application : { ...application, principal: change(application.principal) }
  )

const without = (found: Found, key: ApplicationKey): Found => {
  const { [key]: _, ...applications } = found.applications
  return { ...found, applications }
}

const withDataRoles = (
  found: Found,
  change: (all: ReadonlyArray<FoundRoleAssignment>) => ReadonlyArray<FoundRoleAssignment>
): Found =>
  found.cosmos === undefined
    ? found
    : { ...found, cosmos: { ...found.cosmos, roleAssignments: change(found.cosmos.roleAssignments) } }

const theirs = ({ path, current }: FoundCertificateFile): FoundCertificateFile => ({
  path,
  ...(current?.isOurs === false ? { current } : {})
})

/** Before this program creates the file. */
const noSettings: FoundSettings = { values: {}, hasSecret: false, hasPageSecret: false, isOurs: true }

/** What is there after a change was made. `made`: what the tenant chose, such as the id of what is new. */
export const settle = (found: Found, change: Change, made: Made): Found => {
  switch (change._tag) {
    case "WriteApplication": {
      const known = found.applications[change.key]
      return withApplication(
        found,
        change.key,
        known === undefined
          ? {
              id: made.id,
              appId: made.appId ?? "",
              properties: change.properties,
              secrets: [],
              keys: [],
              federations: []
            }
          : { ...known, properties: change.properties }
      )
    }
    case "CreatePrincipal":
      return update(
        found,
        ({ appId }) => appId === change.appId,
        (application) => ({ ...application, principal: { id: made.id, roles: [], grants: [] } })
      )
    case "GrantRole": {
      const { resourceId, roleId } = change
      return updatePrincipal(found, change.principalId, (principal) => ({
        ...principal,
        roles: [...principal.roles, { resourceId, roleId }]
      }))
    }
    case "GrantScopes": {
      const { resourceId, scopes, grantId } = change
      return updatePrincipal(found, change.principalId, (principal) => ({
        ...principal,
        grants: [...principal.grants.filter(({ id }) => id !== grantId), { id: grantId ?? made.id, resourceId, scopes }]
      }))
    }
    case "AssignRole": {
      const { scope, name, role, principalId } = change
      return { ...found, roleAssignments: [...found.roleAssignments, { scope, name, role, principalId }] }
    }
    case "AssignDataRole": {
      const { account, name, role, principalId } = change
      return withDataRoles(found, (all) => [...all, { scope: account, name, role, principalId }])
    }
    case "NoteSecret":
      return {
        ...found,
        settings: { ...(found.settings ?? noSettings), pending: change.known }
      }
    case "AddSecret": {
      const secret = { keyId: made.id, displayName: secretName, endsAt: made.endsAt ?? 0 }
      const added = update(
        found,
        ({ id }) => id === change.applicationId,
        (application) => ({
          ...application,
          secrets: [...application.secrets.filter(({ keyId }) => !change.orphans.includes(keyId)), secret]
        })
      )
      const { pending: _, ...settings } = found.settings ?? noSettings
      return { ...added, settings: { ...settings, hasSecret: true, secretKeyId: made.id } }
    }
    case "MakeCertificate": {
      const { certificate } = made
      return certificate === undefined
        ? found
        : { ...found, certificateFile: { ...found.certificateFile, next: certificate } }
    }
    case "WriteKeys":
      return update(
        found,
        ({ id }) => id === change.applicationId,
        (application) => ({ ...application, keys: change.keys })
      )
    case "AdoptCertificate": {
      const { path, next } = found.certificateFile
      return { ...found, certificateFile: { path, ...(next === undefined ? {} : { current: next }) } }
    }
    case "WriteFederation": {
      const { applicationId, issuer, subject } = change
      return update(
        found,
        ({ id }) => id === applicationId,
        (application) => ({
          ...application,
          federations: [
            ...application.federations.filter(({ name }) => name !== madeBySetup),
            { id: made.id, name: madeBySetup, issuer, subject }
          ]
        })
      )
    }
    case "AddPageSecret":
      return { ...found, settings: { ...(found.settings ?? noSettings), hasPageSecret: true } }
    case "WriteTeamsApp":
      return { ...found, teamsApp: { path: change.path, current: { content: change.content, isOurs: true } } }
    case "WriteSettings":
      return {
        ...found,
        settings: {
          ...(found.settings ?? noSettings),
          values: { ...found.settings?.values, ...change.values }
        }
      }
    case "DeleteRoleAssignment":
      return { ...found, roleAssignments: found.roleAssignments.filter(({ name }) => name !== change.name) }
    case "DeleteDataRole":
      return withDataRoles(found, (all) => all.filter(({ name }) => name !== change.name))
    case "DeleteFederation":
      return update(
        found,
        ({ id }) => id === change.applicationId,
        (application) => ({
          ...application,
          federations: application.federations.filter(({ id }) => id !== change.id)
        })
      )
    case "DeleteCertificate":
      return { ...found, certificateFile: theirs(found.certificateFile) }
    case "DeleteTeamsApp":
      return { ...found, teamsApp: { path: change.path } }
    case "RemoveSecret":
      return update(
        found,
        ({ id }) => id === change.applicationId,
        (application) => ({
          ...application,
          secrets: application.secrets.filter(({ keyId }) => keyId !== change.keyId)
        })
      )
    case "DeleteApplication":
      return without(found, change.key)
    case "DeleteSettings": {
      const { settings: _, ...rest } = found
      return rest
    }
  }
}
