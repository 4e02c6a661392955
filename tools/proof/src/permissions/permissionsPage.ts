import { fileURLToPath } from "node:url"
import type { SimulatorAddress } from "@incident-teams/testkit/Simulator"
import { SimulatedTenant } from "../kill/SimulatedTenant.ts"
import { type Grant, grants, type Lived, liveWithout } from "./LimitedLife.ts"

export const permissionsFile = fileURLToPath(new URL("../../../../docs/reference/permissions.md", import.meta.url))

/** What is denied without each grant, every life in a tenant of its own. */
export const liveWithoutEach = async (simulator: SimulatorAddress): Promise<ReadonlyMap<Grant, Lived>> => {
  const lives = new Map<Grant, Lived>()
  for (const without of grants) lives.set(without, await liveWithout(await SimulatedTenant.create(simulator), without))
  return lives
}

const names: Readonly<Partial<Record<Grant, string>>> = {
  user_impersonation: "`user_impersonation` of Azure Service Management, delegated",
  "Microsoft Sentinel Responder": "Microsoft Sentinel Responder on each workspace's resource group"
}

const needed: Readonly<Partial<Record<Grant, string>>> = {
  "TeamsAppInstallation.ReadWriteSelfForTeam.All": "with a Teams app",
  "SecurityIncident.Read.All": "with Microsoft Defender"
}

const rowOf = (grant: Grant, { denied }: Lived): string =>
  `| ${names[grant] ?? `\`${grant}\``} | ${needed[grant] ?? "always"} | ${denied.map(({ action }) => action).join("; ")} |`

/** docs/reference/permissions.md. */
export const permissionsPage = (lives: ReadonlyMap<Grant, Lived>): string => `# What fails without each permission

\`npm run reference\` generates this page on the simulated tenant. Everything that an installation asks of Microsoft Graph and Azure is done once with exactly what [\`setup\`](setup.md) grants: nothing is denied. Then it is done without each grant. What can't be done then is in the last column; each refusal names what is missing, and \`setup\`, which grants it.

| grant | needed | without it, the server can't |
| --- | --- | --- |
${[...lives].map(([grant, denied]) => rowOf(grant, denied)).join("\n")}

The simulated tenant follows Microsoft's permission tables call by call, and doesn't accept what these support only for backward compatibility: \`Group.ReadWrite.All\` for a team's own settings, tabs and apps.
`
