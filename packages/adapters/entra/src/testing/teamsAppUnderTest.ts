import type { TeamsAppPackage } from "../setup/TeamsAppPackage.ts"

/** Says of what it is made, and counts its versions, as the manifest of the real one does. */
export const teamsAppUnderTest = (icons = "plain"): TeamsAppPackage => ({
  make: ({ publicUrl, clientId }, previous = Buffer.of()) => {
    const content = `${icons} of ${clientId} on ${publicUrl}`
    const [, version = "0", before] = /^Teams app (\d+): (.*)$/u.exec(Buffer.from(previous).toString("utf8")) ?? []
    return Buffer.from(`Teams app ${before === content ? version : Number(version) + 1}: ${content}`)
  },
  isOne: (content) => Buffer.from(content).toString("utf8").startsWith("Teams app ")
})
