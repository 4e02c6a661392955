import type { IncidentChanges } from "@incident-teams/domain/incident/IncidentAct"
import { isolated } from "@incident-teams/domain/text/visibleText"
import type { IncidentView } from "../incidents/IncidentView.ts"
import { listed, readable } from "./phrase.ts"

type Owner = NonNullable<IncidentView["owner"]>
type Closing = Pick<IncidentView, "status" | "classification" | "classificationReason">

/** The incident's owner by the name that people know best. Sentinel calls an incident without one unassigned. */
export const ownerText = (owner: Owner | undefined): string =>
  owner === undefined ? "Unassigned" : (owner.name ?? owner.userPrincipalName ?? owner.email ?? owner.id ?? "Unnamed")

/** `True positive: suspicious activity`; undefined for an incident that was never classified. */
export const classificationText = ({
  classification,
  classificationReason
}: Omit<Closing, "status">): string | undefined =>
  classification === undefined
    ? undefined
    : classificationReason === undefined
      ? readable(classification)
      : `${readable(classification)}: ${readable(classificationReason).toLowerCase()}`

/** What a classification is shown under: Sentinel keeps the last one when an incident is reopened. */
export const classificationLabel = ({ status }: Pick<Closing, "status">): string =>
  status === "Closed" ? "Closed as" : "Previously closed as"

/** The same for the comment that the incident was closed with. */
export const closingCommentLabel = ({ status }: Pick<Closing, "status">): string =>
  status === "Closed" ? "Closing comment" : "Earlier closing comment"

/** `Active`, or `Closed (true positive: suspicious activity)`. */
export const statusText = (incident: Closing): string => {
  const classification = incident.status === "Closed" ? classificationText(incident) : undefined
  const status = readable(incident.status)
  return classification === undefined
    ? status
    : `${status} (${classification.charAt(0).toLowerCase()}${classification.slice(1)})`
}

/** What a merged incident was merged into: `incident 4120`, as far as the source tells. */
export const mergedIntoText = ({ into }: NonNullable<IncidentView["merged"]>): string =>
  into === undefined ? "another incident" : `incident ${into}`

/** `High`. Sentinel may add severities. */
export const severityText = (severity: string): string => readable(severity)

/** A tactic of MITRE ATT&CK: `InitialAccess` is `Initial access`. */
export const tacticText = (tactic: string): string => readable(tactic)

/** What is known about the attack, by name: the same for page, console and commands. A fact may have no values. */
export const attackFacts = ({
  tactics,
  techniques,
  alertProductNames
}: Pick<IncidentView, "tactics" | "techniques" | "alertProductNames">): ReadonlyArray<
  readonly [name: string, values: ReadonlyArray<string>]
> => [
  ["Tactics", tactics.map(tacticText)],
  ["Techniques", techniques],
  ["Products", alertProductNames]
]

const entityKinds: Readonly<Record<string, readonly [singular: string, plural: string]>> = {
  Account: ["Account", "Accounts"],
  AzureResource: ["Azure resource", "Azure resources"],
  Bookmark: ["Bookmark", "Bookmarks"],
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
  SecurityAlert: ["Security alert", "Security alerts"],
  SecurityGroup: ["Security group", "Security groups"],
  SubmissionMail: ["Submitted email", "Submitted emails"],
  Url: ["URL", "URLs"]
}

/** What `count` entities of a kind are called, without the number: `IP addresses`. */
export const entityKindText = (kind: string, count: number): string => {
  const known = Object.hasOwn(entityKinds, kind) ? entityKinds[kind] : undefined
  return known === undefined ? readable(kind) : known[count === 1 ? 0 : 1]
}

/** `2 IP addresses`, within a sentence or a list. Initialisms keep their capitals. */
export const countedEntities = (kind: string, count: number): string => {
  const text = entityKindText(kind, count)
  const keepsCapital = /^(?:[A-Z]{2}|Azure|IoT)/u.test(text)
  return `${count} ${keepsCapital ? text : text.charAt(0).toLowerCase() + text.slice(1)}`
}

/** What someone did to an incident, after their name: `closed incident 4111 as benign positive: suspicious but expected`. */
export const incidentChangeText = (number: number, changes: IncidentChanges): string => {
  const { status, severity, owner, title } = changes
  const incident = `incident ${number}`
  const within = (text: string): string => isolated(text.charAt(0).toLowerCase() + text.slice(1))
  const as = classificationText(changes)
  const classified = as === undefined ? "" : ` as ${within(as)}`
  // Each for where it comes first, and for after another one.
  const clauses: ReadonlyArray<false | readonly [first: string, later: string]> = [
    status !== undefined &&
      (status.to === "Closed"
        ? [`closed ${incident}${classified}`, `closed it${classified}`]
        : status.from === "Closed"
          ? [`reopened ${incident}`, "reopened it"]
          : [
              `set the status of ${incident} to ${within(readable(status.to))}`,
              `set its status to ${within(readable(status.to))}`
            ]),
    status?.to !== "Closed" &&
      classified !== "" && [`classified ${incident}${classified}`, `classified it${classified}`],
    severity !== undefined && [
      `set the severity of ${incident} to ${within(severityText(severity.to))}`,
      `set its severity to ${within(severityText(severity.to))}`
    ],
    owner !== undefined &&
      (owner === null
        ? [`unassigned ${incident}`, "unassigned it"]
        : [`assigned ${incident} to ${isolated(ownerText(owner))}`, `assigned it to ${isolated(ownerText(owner))}`]),
    title !== undefined && [
      `changed the title of ${incident} to "${isolated(title.to)}"`,
      `changed its title to "${isolated(title.to)}"`
    ]
  ]
  const made = clauses.flatMap((clause) => (clause === false ? [] : [clause]))
  return made.length === 0
    ? `changed ${incident}`
    : listed(made.map(([first, later], index) => (index === 0 ? first : later)))
}

/** Why an incident can't be reopened; undefined for one that can. */
export const whyNotReopen = ({ number, status }: Pick<IncidentView, "number" | "status">): string | undefined =>
  status === "Closed" ? undefined : `Incident ${number} is already open.`
