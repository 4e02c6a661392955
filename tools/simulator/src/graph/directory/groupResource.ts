import type { Group } from "@microsoft/microsoft-graph-types"
import { iso } from "../../platform/Clock.ts"
import type { DirectoryGroup } from "../../platform/Directory.ts"
import type { Tenant } from "../../platform/Tenant.ts"

export const indexedGroupProperties: ReadonlyArray<string> = [
  "id",
  "displayName",
  "description",
  "mail",
  "mailNickname",
  "mailEnabled",
  "securityEnabled",
  "groupTypes",
  "resourceProvisioningOptions",
  "uniqueName",
  "visibility",
  "createdDateTime"
]

/** A group without its relationships. `resourceProvisioningOptions` holds `Team` once it has one. */
export const groupResource = (tenant: Tenant, group: DirectoryGroup) => {
  const expiresAt = tenant.expiresAt(group)
  return {
    id: group.id,
    deletedDateTime: group.deletedAt === null ? null : iso(group.deletedAt),
    classification: null,
    createdDateTime: iso(group.createdAt),
    description: group.description,
    displayName: group.displayName,
    expirationDateTime: expiresAt === undefined ? null : iso(expiresAt),
    groupTypes: group.groupTypes,
    isAssignableToRole: null,
    mail: group.mail,
    mailEnabled: group.mailEnabled,
    mailNickname: group.mailNickname,
    membershipRule: null,
    membershipRuleProcessingState: null,
    onPremisesSyncEnabled: null,
    preferredDataLocation: null,
    preferredLanguage: null,
    proxyAddresses: group.mail === null ? [] : [`SMTP:${group.mail}`],
    renewedDateTime: iso(group.renewedAt ?? group.createdAt),
    resourceBehaviorOptions: group.resourceBehaviorOptions ?? [],
    resourceProvisioningOptions: tenant.state.teams[group.id] ? ["Team"] : [],
    securityEnabled: group.securityEnabled,
    theme: null,
    uniqueName: group.uniqueName,
    visibility: group.visibility
  } satisfies Group & {
    readonly resourceProvisioningOptions: ReadonlyArray<string>
    readonly resourceBehaviorOptions: ReadonlyArray<string>
  }
}
