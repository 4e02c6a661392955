import { armAudience, graphAudience } from "../platform/bearerToken.ts"
import type { Application } from "../platform/Directory.ts"

/**
 * Microsoft's own client of the Azure CLI and of developers' device sign-ins: known to every tenant, without a secret, and
 * with consent to these scopes from the start. What a person may do with them, their roles decide.
 */
export const azureCli: Application = {
  key: "azure-cli",
  appId: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
  objectId: "04b07795-8ddb-461a-bbee-000000000000",
  displayName: "Microsoft Azure CLI",
  secrets: [],
  certificates: [],
  publicClient: true,
  redirectUris: [],
  roles: {},
  scopes: {
    [armAudience]: ["user_impersonation"],
    [graphAudience]: [
      "Application.ReadWrite.All",
      "AppRoleAssignment.ReadWrite.All",
      "DelegatedPermissionGrant.ReadWrite.All",
      "Directory.AccessAsUser.All",
      "Group.ReadWrite.All",
      "User.ReadWrite.All"
    ]
  }
}
