import type { IncidentOwner } from "@incident-teams/domain/incident/IncidentOwner"
import type { Phase } from "@incident-teams/domain/team/Attempt"
import type { StepName } from "@incident-teams/domain/team/Step"

/** How a team is, in a word and in a sentence. */
export const phaseWords: Readonly<Record<Phase, { readonly word: string; readonly sentence: string }>> = {
  requested: { word: "Asked for", sentence: "The team was asked for; nothing is made in Teams yet." },
  provisioning: {
    word: "Being made",
    sentence: "The team is being made: its people are added, and this page is pinned."
  },
  open: { word: "Open", sentence: "The team is open: its members work in it." },
  archiving: { word: "Being archived", sentence: "The team is being archived, as its incident is closed." },
  archived: { word: "Archived", sentence: "The team is archived: its members read everything, and nobody writes." },
  reopening: { word: "Being reopened", sentence: "The very same team is being brought back, conversation and all." },
  lost: {
    word: "Deleted in Teams",
    sentence: "Somebody deleted the team in Teams. An owner can restore it within 30 days, or have another one made."
  }
}

/** What a step is about, after "can't" or "waits to". */
export const stepWords: Readonly<Record<StepName, string>> = {
  EnsureGroup: "make the team's group",
  EnsureTeam: "make the team",
  ExpandGroup: "read who is in a group",
  AddMembers: "add people",
  RemoveMembers: "remove people",
  InstallApp: "install the app",
  PinPage: "pin this page",
  Rename: "rename the team",
  Announce: "put the team's link on the incident",
  EnsureOwner: "give the team an owner",
  Archive: "archive the team",
  Unarchive: "bring the team back",
  AwaitOperation: "learn how Teams got on",
  GiveUp: "give up an attempt",
  Verify: "look at the team",
  Observe: "read the incident",
  Restore: "restore the team"
}

const spaced = (word: string): string => word.replaceAll(/([a-z])([A-Z])/gu, "$1 $2")

/** `InitialAccess` as `Initial access`, `TruePositive` as `True positive`. */
export const words = (word: string): string => {
  const lower = spaced(word).toLowerCase()
  return lower.charAt(0).toUpperCase() + lower.slice(1)
}

const kinds: Readonly<Record<string, readonly [one: string, many: string]>> = {
  Account: ["Account", "Accounts"],
  AzureResource: ["Azure resource", "Azure resources"],
  CloudApplication: ["Cloud application", "Cloud applications"],
  DnsResolution: ["DNS resolution", "DNS resolutions"],
  File: ["File", "Files"],
  FileHash: ["File hash", "File hashes"],
  Host: ["Host", "Hosts"],
  IoTDevice: ["IoT device", "IoT devices"],
  Ip: ["IP address", "IP addresses"],
  MailCluster: ["Mail cluster", "Mail clusters"],
  MailMessage: ["Mail message", "Mail messages"],
  Mailbox: ["Mailbox", "Mailboxes"],
  Malware: ["Malware", "Malware"],
  Process: ["Process", "Processes"],
  RegistryKey: ["Registry key", "Registry keys"],
  RegistryValue: ["Registry value", "Registry values"],
  SecurityGroup: ["Security group", "Security groups"],
  SubmissionMail: ["Submitted mail", "Submitted mails"],
  Url: ["URL", "URLs"]
}

/** What entities of a kind are called; a kind that is new to us by its own name. */
export const kindWords = (kind: string, count: number): string => {
  const known = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
  return known === undefined ? words(kind) : known[count === 1 ? 0 : 1]
}

export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

/** Whom Sentinel names as the owner, by the name that people know best. */
export const ownerName = ({ name, userPrincipalName, email, id }: IncidentOwner): string =>
  name ?? userPrincipalName ?? email ?? id ?? "somebody"
