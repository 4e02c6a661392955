import type { TeamsAppPackage } from "../setup/TeamsAppPackage.ts"

/** Says of what it is made, as the manifest of the real one does. */
export const teamsAppUnderTest = (version = "0.1.0"): TeamsAppPackage => ({
  make: ({ publicUrl, clientId }) => Buffer.from(`Teams app ${version} of ${clientId} on ${publicUrl}`),
  isOne: (content) => Buffer.from(content).toString("utf8").startsWith("Teams app ")
})
