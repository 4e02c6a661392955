import { createHash } from "node:crypto"
import { Struct } from "effect"

/** A GUID that depends only on `name` (RFC 9562, version 5), so that every run names the same thing alike. */
export const guidOf = (name: string): string => {
  const bytes = createHash("sha1").update(`incident-teams/setup/${name}`).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, "$1-$2-$3-$4-$5")
}

/** Client ids of Microsoft's own applications, the same in every tenant. */
export const microsoft = {
  graph: "00000003-0000-0000-c000-000000000000",
  azure: "797f4846-ba00-4fd7-ba43-dac1f8f63013",
  azureCli: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
  teamsDesktop: "1fec8e78-bce4-4aaf-ab1b-5451cc387264",
  teamsWeb: "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"
} as const

/** Template ids of Entra's built-in roles ("Microsoft Entra built-in roles"). */
export const directoryRole = {
  "Global Administrator": "62e90394-69f5-4237-9190-012177145e10",
  "Privileged Role Administrator": "e8611ab8-c189-46e8-94e1-60213ab1f814",
  "Application Administrator": "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
  "Cloud Application Administrator": "158c047a-c907-4556-b7ef-446551a6b5f7",
  "Application Developer": "cf1c38e5-3621-4004-a7cb-879624dced7c"
} as const
export type DirectoryRole = keyof typeof directoryRole
export const directoryRoleNames = Struct.keys(directoryRole)

/** Microsoft Sentinel Responder ("Azure built-in roles"). */
export const responder = "3e150937-b8fe-4cfb-8069-0eaf05ecd056"

/** Cosmos DB Built-in Data Contributor, a role of an account's data plane. */
export const dataContributor = "00000000-0000-0000-0000-000000000002"

/** On what this program created, by which `--remove` knows it. */
export const madeBySetup = "incident-teams-setup"

/** The name of our role assignment in an account's data plane. */
export const dataRoleAssignmentName = (account: string, principalId: string): string =>
  guidOf(`data-role/${account.toLowerCase()}/${dataContributor}/${principalId}`)

/** The name of our role assignment on a resource group: another run finds it by that, and so does `--remove`. */
export const roleAssignmentName = (scope: string, principalId: string): string =>
  guidOf(`role/${scope.toLowerCase()}/${responder}/${principalId}`)
