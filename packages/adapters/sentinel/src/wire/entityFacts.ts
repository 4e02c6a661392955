import type { EntityFact } from "@incident-teams/domain/incident/Entity"
import type { Schema } from "effect"

/**
 * What tells most about an entity of each documented kind, in the order in which people ask for it (Sentinel, entity
 * types reference). Everything else follows as it came.
 */
const tellsMost: Readonly<Record<string, ReadonlyArray<string>>> = {
  Account: ["displayName", "accountName", "upnSuffix", "ntDomain", "dnsDomain", "hostEntityId", "sid", "aadUserId"],
  AzureResource: ["resourceId", "subscriptionId"],
  CloudApplication: ["appName", "instanceName", "appId"],
  DnsResolution: ["domainName", "ipAddressEntityIds", "dnsServerIpEntityId", "hostIpAddressEntityId"],
  File: ["fileName", "directory", "hostEntityId", "fileHashEntityIds"],
  FileHash: ["algorithm", "hashValue"],
  Host: ["hostName", "dnsDomain", "ntDomain", "netBiosName", "osFamily", "osVersion", "azureID"],
  IoTDevice: ["deviceName", "deviceType", "vendor", "model", "ipAddressEntityId", "macAddress", "operatingSystem"],
  Ip: ["address", "location", "threatIntelligence"],
  MailCluster: ["query", "mailCount", "threats", "queryTime", "source"],
  MailMessage: ["subject", "p2Sender", "p1Sender", "recipient", "receiveDate", "senderIP", "threats", "deliveryAction"],
  Mailbox: ["mailboxPrimaryAddress", "displayName", "upn"],
  Malware: ["malwareName", "category", "fileEntityIds", "processEntityIds"],
  Process: [
    "commandLine",
    "processId",
    "imageFileEntityId",
    "parentProcessEntityId",
    "accountEntityId",
    "hostEntityId"
  ],
  RegistryKey: ["hive", "key"],
  RegistryValue: ["keyEntityId", "valueName", "valueType", "valueData"],
  SecurityGroup: ["distinguishedName", "sid", "objectGuid"],
  SubmissionMail: ["subject", "sender", "recipient", "submitter", "reportType", "submissionDate", "senderIp"],
  Url: ["url"]
}

/** Names that taking words apart doesn't make readable. P1 is a mail's envelope, P2 its header (RFC 5321, RFC 5322). */
const labels: Readonly<Record<string, string>> = {
  aadTenantId: "Entra tenant ID",
  aadUserId: "Entra user ID",
  azureID: "Azure ID",
  netBiosName: "NetBIOS name",
  omsAgentID: "Log Analytics agent ID",
  p1Sender: "Sender (envelope)",
  p1SenderDisplayName: "Sender's name (envelope)",
  p1SenderDomain: "Sender's domain (envelope)",
  p2Sender: "Sender",
  p2SenderDisplayName: "Sender's name",
  p2SenderDomain: "Sender's domain"
}

const acronyms = new Set(["asn", "dns", "guid", "id", "ip", "mac", "nt", "os", "puid", "sid", "upn", "uri", "url"])

/** A value longer than this is cut, and says so; a command line may be 32 KB. */
const mostCharacters = 2_000
const mostFacts = 60
const mostLevels = 3

const isReference = (key: string): boolean => /EntityIds?$/u.test(key)

/** `imageFileEntityId` is an image file; `upnSuffix` a UPN suffix. */
const wordsOf = (key: string): string =>
  key
    .replace(/EntityIds?$/u, "")
    .replaceAll(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/gu, "$1$3 $2$4")
    .split(/[\s_]+/u)
    .map((word) => (acronyms.has(word.toLowerCase()) ? word.toUpperCase() : word.toLowerCase()))
    .join(" ")

export const labelOf = (key: string): string => {
  const known = Object.hasOwn(labels, key) ? labels[key] : undefined
  if (known !== undefined) return known
  const words = wordsOf(key)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const isMap = (value: Schema.Json): value is Readonly<Record<string, Schema.Json>> =>
  typeof value === "object" && value !== null && !isList(value)

const isList = (value: Schema.Json): value is ReadonlyArray<Schema.Json> => Array.isArray(value)

const textOf = (value: Schema.Json): string =>
  typeof value === "boolean" ? (value ? "yes" : "no") : typeof value === "string" ? value : JSON.stringify(value)

const shortened = (text: string): string =>
  text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - 1)}…`

const isEmpty = (value: Schema.Json): boolean =>
  value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0)

/** One member as one fact, or what is in it as several. */
const factsIn = (
  { key, label }: Pick<EntityFact, "key" | "label">,
  value: Schema.Json,
  nameOf: (reference: string) => string,
  level: number
): ReadonlyArray<EntityFact> => {
  if (isEmpty(value)) return []
  const inside = (name: string, said: string, item: Schema.Json) =>
    factsIn({ key: `${key}.${name}`, label: said }, item, nameOf, level + 1)
  if (isList(value)) {
    if (value.every((item) => typeof item !== "object")) {
      return [{ key, label, value: shortened(value.map((item) => textOf(resolved(key, item, nameOf))).join(", ")) }]
    }
    if (level < mostLevels) {
      const numbered = value.length > 1
      return value.flatMap((item, index) => inside(String(index), numbered ? `${label} ${index + 1}` : label, item))
    }
  }
  if (isMap(value) && level < mostLevels) {
    return Object.entries(value).flatMap(([name, item]) => inside(name, `${label}, ${wordsOf(name)}`, item))
  }
  return [{ key, label, value: shortened(textOf(resolved(key, value, nameOf))) }]
}

const resolved = (key: string, value: Schema.Json, nameOf: (reference: string) => string): Schema.Json =>
  isReference(key) && typeof value === "string" ? nameOf(value) : value

/** Additional data are texts, whatever they are (Sentinel, entities: `"IsValid": "true"`). */
const asTyped = (value: Schema.Json): Schema.Json =>
  typeof value === "string" && /^(?:true|false)$/iu.test(value) ? value.toLowerCase() === "true" : value

/** Everything that Sentinel says about an entity, for people to read. `nameOf`: what another entity is called. */
export const entityFacts = (
  kind: string,
  properties: Readonly<Record<string, Schema.Json>>,
  nameOf: (reference: string) => string
): ReadonlyArray<EntityFact> => {
  const { friendlyName: _, additionalData = null, ...known } = properties
  const most = (Object.hasOwn(tellsMost, kind) ? tellsMost[kind] : undefined) ?? []
  const keys = [
    ...most.filter((key) => Object.hasOwn(known, key)),
    ...Object.keys(known).filter((key) => !most.includes(key))
  ]
  const facts = keys.flatMap((key) => factsIn({ key, label: labelOf(key) }, known[key] ?? null, nameOf, 0))
  const more = Object.entries(isMap(additionalData) ? additionalData : {}).flatMap(([key, value]) =>
    factsIn({ key: `additionalData.${key}`, label: labelOf(key) }, asTyped(value), nameOf, 0)
  )
  const all = [...facts, ...more]
  const left = all.length - mostFacts
  return left <= 0
    ? all
    : [...all.slice(0, mostFacts), { key: "more", label: "More", value: `${left} more values aren't shown here.` }]
}
