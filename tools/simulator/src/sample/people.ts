/**
 * People, groups and applications of the sample tenant, by the keys that tests and the sandbox use. Ids are fixed, so
 * that a test may contain them. All people are fictional sample accounts of the fictional company Woodgrove.
 */

export const sampleTenantId = "7a1e0000-5a3b-4c1d-9e2f-0d0000000001"
export const sampleDomain = "woodgrove.example"
export const sampleTenantName = "Woodgrove"

export const sampleSubscriptionId = "7a1e0000-5a3b-4c1d-9e2f-0d0000000002"
export const sampleResourceGroup = "rg-soc"
/** Log Analytics workspaces with Microsoft Sentinel, both in {@link sampleResourceGroup}. */
export const sampleWorkspaces = { prod: "soc-prod", lab: "soc-lab" } as const

export type PersonKey = "ana" | "ben" | "chloe" | "dev" | "elif" | "farid" | "greta" | "hugo" | "ines"

export interface SamplePerson {
  readonly id: string
  readonly displayName: string
  readonly givenName: string
  readonly surname: string
  readonly userPrincipalName: string
  readonly mail: string
  readonly jobTitle: string
  readonly department: string
}

const person = (
  number: number,
  givenName: string,
  surname: string,
  jobTitle: string,
  department: string
): SamplePerson => ({
  id: `7a1e0000-0000-4000-8000-0000000001${String(number).padStart(2, "0")}`,
  displayName: `${givenName} ${surname}`,
  givenName,
  surname,
  userPrincipalName: `${givenName.toLowerCase()}@${sampleDomain}`,
  mail: `${givenName.toLowerCase()}@${sampleDomain}`,
  jobTitle,
  department
})

export const samplePeople: Readonly<Record<PersonKey, SamplePerson>> = {
  /** Microsoft Sentinel Contributor; leads the SOC, may create groups. */
  ana: person(1, "Ana", "Sample", "SOC lead", "Security Operations"),
  /** Microsoft Sentinel Responder; may create groups. */
  ben: person(2, "Ben", "Sample", "Security analyst", "Security Operations"),
  /** Microsoft Sentinel Responder; may not create Microsoft 365 groups. */
  chloe: person(3, "Chloe", "Sample", "Security analyst", "Security Operations"),
  /** Microsoft Sentinel Reader. */
  dev: person(4, "Dev", "Sample", "Threat intelligence analyst", "Security Operations"),
  /** A stakeholder without any Azure role. */
  elif: person(5, "Elif", "Sample", "General counsel", "Legal"),
  /** Has no Teams license. */
  farid: person(6, "Farid", "Sample", "Network engineer", "IT Operations"),
  /** A guest from another company. */
  greta: {
    ...person(7, "Greta", "Guest", "Incident response consultant", "External"),
    userPrincipalName: `greta_fabrikam.example#EXT#@${sampleDomain}`,
    mail: "greta@fabrikam.example"
  },
  /** His account is disabled. */
  hugo: person(8, "Hugo", "Sample", "Former analyst", "Security Operations"),
  /** Standby owner of incident teams; Microsoft Sentinel Responder, may create groups. */
  ines: person(9, "Ines", "Sample", "SOC duty manager", "Security Operations")
}

export type GroupKey =
  | "soc-tier1"
  | "soc-tier2"
  | "soc-all"
  | "legal"
  | "exec-comms"
  | "it-operations"
  | "group-creators"
  | "everyone"

const groupId = (number: number): string => `7a1e0000-0000-4000-8000-0000000002${String(number).padStart(2, "0")}`

/** Object ids of the sample security groups. */
export const sampleGroups: Readonly<Record<GroupKey, string>> = {
  /** 12 people, chloe among them. */
  "soc-tier1": groupId(1),
  /** ana, ben, ines, dev and colleagues. */
  "soc-tier2": groupId(2),
  /** Holds soc-tier1 and soc-tier2 as nested groups. */
  "soc-all": groupId(3),
  legal: groupId(4),
  "exec-comms": groupId(5),
  /** 420 people, farid and hugo among them. */
  "it-operations": groupId(6),
  /** May create Microsoft 365 groups; holds soc-tier2 as a nested group, so chloe and soc-tier1 aren't in it. */
  "group-creators": groupId(7),
  /** 3,600 people: more than Teams imports from one group (3,500). */
  everyone: groupId(8)
}

export type ApplicationKey = "server" | "playbook" | "stranger" | "console"

export interface SampleApplication {
  /** Client id. */
  readonly appId: string
  /** Object id of its service principal in the sample tenant, for Azure role assignments. */
  readonly objectId: string
  readonly displayName: string
  /** A sample secret: opens nothing but this simulator. */
  readonly secret: string
}

const application = (number: number, displayName: string, secret: string): SampleApplication => ({
  appId: `7a1e0000-0000-4000-8000-0000000003${String(number).padStart(2, "0")}`,
  objectId: `7a1e0000-0000-4000-8000-0000000004${String(number).padStart(2, "0")}`,
  displayName,
  secret
})

export const sampleApplications: Readonly<Record<ApplicationKey, SampleApplication>> = {
  /** Incident Teams itself: Graph application permissions, Sentinel Responder on both workspaces. */
  server: application(1, "Incident Teams", "sample-secret-of-server"),
  /** Calls Incident Teams with the app roles Team.Create, Incident.ReadWrite and Incident.Notify. */
  playbook: application(2, "Sentinel playbook", "sample-secret-of-playbook"),
  /** Registered in the tenant, but without any app role. */
  stranger: application(3, "Stranger", "sample-secret-of-stranger"),
  /** The client for signing in to Incident Teams in a terminal: a public client, whose secret is never used. */
  console: application(4, "Incident Teams console", "sample-secret-of-console")
}
