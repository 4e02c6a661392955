/**
 * What the sandbox knows beforehand of the simulator's sample tenant (see the simulator's README): fixed ids, the same
 * at every start. The secret opens nothing but that simulator.
 */
export const serverApplication = {
  clientId: "7a1e0000-0000-4000-8000-000000000301",
  secret: "sample-secret-of-server"
} as const

/** The public client that people sign in by in a terminal. */
export const consoleApplication = { clientId: "7a1e0000-0000-4000-8000-000000000304" } as const

/** Object id of Ines, the standby owner. */
export const standbyOwner = "7a1e0000-0000-4000-8000-000000000109"

/** That the workspaces are in. */
export const resourceGroup = "/subscriptions/7a1e0000-5a3b-4c1d-9e2f-0d0000000002/resourceGroups/rg-soc"

/** The Log Analytics workspaces with Microsoft Sentinel; we use their names as aliases. */
export const workspaces = ["soc-prod", "soc-lab"] as const

/** An incident with something of everything, in the first of them. */
export const richestIncident = "5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4112"

/** Numbers of two parts of one attack, in the first of them: Microsoft Defender merges the first into the second. */
export const incidentsToBeMerged = [4099, 4100] as const

/** ARM ids. */
export const workspaceIds: Readonly<Record<string, string>> = Object.fromEntries(
  workspaces.map((name) => [name, `${resourceGroup}/providers/Microsoft.OperationalInsights/workspaces/${name}`])
)

export const sentinelWorkspaces = Object.entries(workspaceIds)
  .map(([name, id]) => `${name}=${id}`)
  .join(",")

/** The sample users that tokens can be issued for, and what is special about each. */
export const sampleUsers: Readonly<Record<string, string>> = {
  ana: "Sentinel Contributor, SOC lead, may create teams",
  ben: "Sentinel Responder, may create teams",
  chloe: "Sentinel Responder, may not create Microsoft 365 groups",
  dev: "Sentinel Reader",
  elif: "stakeholder without an Azure role",
  farid: "no Teams license",
  greta: "guest",
  hugo: "disabled account",
  ines: "Sentinel Responder, standby owner"
}

export const sampleApplications: Readonly<Record<string, string>> = {
  playbook: "an application with the app roles Team.Create, Incident.ReadWrite and Incident.Notify",
  stranger: "an application without any app role"
}
