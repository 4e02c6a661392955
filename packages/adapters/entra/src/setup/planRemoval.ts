import type { Step } from "./Change.ts"
import { type Choices, resourceGroupsOf } from "./Choices.ts"
import type { ApplicationKey, Found } from "./Found.ts"
import { secretName, uniqueNameOf } from "./planSetup.ts"
import { dataRoleAssignmentName, madeBySetup, roleAssignmentName } from "./wellKnown.ts"

const removable = (found: Found, given: Omit<Step, "state">): Step => {
  const { change: _, ...rest } = given
  return found.refused.includes(given.about) ? { ...rest, state: "other" } : { ...given, state: "remove" }
}

/**
 * What `setup` made and is still there, in the order in which it can be removed: role assignments under our names,
 * applications with our tag, with everything that was granted to them, and files of our own. Of an application
 * that someone else registered, only our secrets go.
 */
export const planRemoval = (choices: Choices, found: Found): ReadonlyArray<Step> => {
  const { server } = found.applications
  const roles = resourceGroupsOf(choices).flatMap((scope) =>
    found.roleAssignments
      .filter(
        ({ name, scope: at }) =>
          at.toLowerCase() === scope.toLowerCase() && name === roleAssignmentName(scope, server?.principal?.id ?? "")
      )
      .map(({ name }) =>
        removable(found, {
          about: `Microsoft Sentinel Responder on ${scope}`,
          why: "setup assigned it",
          right: "Owner, User Access Administrator or Role Based Access Control Administrator there",
          change: { _tag: "DeleteRoleAssignment", scope, name }
        })
      )
  )
  const { cosmosAccount: account = "" } = choices
  const dataRoles = (found.cosmos?.roleAssignments ?? [])
    .filter(({ name }) => name === dataRoleAssignmentName(account, server?.principal?.id ?? ""))
    .map(({ name }) =>
      removable(found, {
        about: `Cosmos DB Built-in Data Contributor on ${account}`,
        why: "setup assigned it; the data stay",
        right: "Owner, Contributor or DocumentDB Account Contributor there",
        change: { _tag: "DeleteDataRole", account, name }
      })
    )
  const applications = (["server", "console"] as const satisfies ReadonlyArray<ApplicationKey>).flatMap((key) => {
    const application = found.applications[key]
    if (application === undefined) return []
    if (application.properties.tags.includes(madeBySetup)) {
      return [
        removable(found, {
          about: `App registration ${uniqueNameOf(choices, key)}`,
          why: "setup created it; its service principal, permissions and secrets go with it",
          right: "Its owner, Application Administrator or Cloud Application Administrator",
          change: { _tag: "DeleteApplication", key, id: application.id }
        })
      ]
    }
    const owning = "An owner of the app registration, Application Administrator or Cloud Application Administrator"
    const keys = application.keys.filter(({ displayName }) => displayName !== madeBySetup)
    const certificates =
      keys.length === application.keys.length
        ? []
        : [
            removable(found, {
              about: "Certificates of the app registration",
              why: "setup added them; the app registration isn't setup's",
              right: owning,
              change: { _tag: "WriteKeys", applicationId: application.id, keys }
            })
          ]
    const federations = application.federations
      .filter(({ name }) => name === madeBySetup)
      .map(({ id }) =>
        removable(found, {
          about: "Federated credential",
          why: "setup added it; the app registration isn't setup's",
          right: owning,
          change: { _tag: "DeleteFederation", applicationId: application.id, id }
        })
      )
    const secrets = application.secrets
      .filter(({ displayName }) => displayName === secretName)
      .map(({ keyId }) =>
        removable(found, {
          about: `Client secret ${keyId}`,
          why: "setup added it; the app registration isn't setup's",
          right: owning,
          change: { _tag: "RemoveSecret", applicationId: application.id, keyId }
        })
      )
    return [...secrets, ...certificates, ...federations]
  })
  const settings =
    found.settings?.isOurs === true
      ? [
          removable(found, {
            about: "Settings file",
            why: "setup created it",
            right: "Write access to its folder",
            change: { _tag: "DeleteSettings" }
          })
        ]
      : []
  const { path, current, next } = found.certificateFile
  const certificate =
    current?.isOurs === true || next?.isOurs === true
      ? [
          removable(found, {
            about: "Certificate file",
            why: "setup made it",
            right: "Write access to its folder",
            change: { _tag: "DeleteCertificate", path }
          })
        ]
      : []
  const teamsApp =
    found.teamsApp.current?.isOurs === true
      ? [
          removable(found, {
            about: "Teams app package",
            why: "setup made it; an app that was uploaded stays in the catalog",
            right: "Write access to its folder",
            change: { _tag: "DeleteTeamsApp", path: found.teamsApp.path }
          })
        ]
      : []
  return [...roles, ...dataRoles, ...applications, ...certificate, ...teamsApp, ...settings]
}
