import type { EntityRecord } from "../../platform/ArmState.ts"
import { guidOf } from "../../platform/guid.ts"
import { sampleDomain, sampleTenantId } from "../people.ts"

// Entities of incidents. All names are fictional; addresses are those reserved for documentation (RFC 5737).

const entityName = (kind: string, key: string): string => guidOf(`entity/${kind}/${key}`)

/** An employee of Woodgrove. */
export const account = (alias: string, displayName: string): EntityRecord => ({
  name: entityName("account", alias),
  kind: "Account",
  properties: {
    friendlyName: displayName,
    accountName: alias,
    displayName,
    upnSuffix: sampleDomain,
    aadTenantId: sampleTenantId,
    aadUserId: guidOf(`victim/${alias}`),
    isDomainJoined: true,
    ntDomain: "WOODGROVE",
    additionalData: { IsValid: "true" }
  }
})

export const localAccount = (name: string, host: string): EntityRecord => ({
  name: entityName("account", `${host}/${name}`),
  kind: "Account",
  properties: { friendlyName: `${host}\\${name}`, accountName: name, ntDomain: host, isDomainJoined: false }
})

export const host = (name: string, osFamily: "Linux" | "Windows" = "Windows"): EntityRecord => ({
  name: entityName("host", name),
  kind: "Host",
  properties: { friendlyName: name, hostName: name, netBiosName: name.toUpperCase(), dnsDomain: sampleDomain, osFamily }
})

export const ip = (address: string, countryName?: string, city?: string): EntityRecord => ({
  name: entityName("ip", address),
  kind: "Ip",
  properties: {
    friendlyName: address,
    address,
    ...(countryName !== undefined && { additionalData: { Country: countryName, City: city ?? "" } })
  }
})

export const url = (address: string): EntityRecord => ({
  name: entityName("url", address),
  kind: "Url",
  properties: { friendlyName: address, url: address }
})

export const file = (directory: string, fileName: string): EntityRecord => ({
  name: entityName("file", `${directory}/${fileName}`),
  kind: "File",
  properties: { friendlyName: fileName, fileName, directory }
})

/** sha256 is 64 hexadecimal digits. */
export const fileHash = (sha256: string): EntityRecord => ({
  name: entityName("hash", sha256),
  kind: "FileHash",
  properties: { friendlyName: `${sha256}(SHA256)`, algorithm: "SHA256", hashValue: sha256 }
})

export const process = (processId: string, commandLine: string): EntityRecord => ({
  name: entityName("process", `${processId} ${commandLine}`),
  kind: "Process",
  properties: { friendlyName: commandLine.split(" ")[0] ?? commandLine, processId, commandLine }
})

export const malware = (malwareName: string, category: string): EntityRecord => ({
  name: entityName("malware", malwareName),
  kind: "Malware",
  properties: { friendlyName: malwareName, malwareName, category }
})

export const mailbox = (alias: string, displayName: string): EntityRecord => ({
  name: entityName("mailbox", alias),
  kind: "Mailbox",
  properties: {
    friendlyName: `${alias}@${sampleDomain}`,
    mailboxPrimaryAddress: `${alias}@${sampleDomain}`,
    upn: `${alias}@${sampleDomain}`,
    displayName,
    externalDirectoryObjectId: guidOf(`victim/${alias}`)
  }
})

export const mail = (sender: string, recipient: string, subject: string): EntityRecord => ({
  name: entityName("mail", `${sender} ${recipient} ${subject}`),
  kind: "MailMessage",
  properties: {
    friendlyName: subject,
    p1Sender: sender,
    p2Sender: sender,
    p2SenderDomain: sender.slice(sender.indexOf("@") + 1),
    recipient: `${recipient}@${sampleDomain}`,
    subject,
    senderIP: "203.0.113.87",
    networkMessageId: guidOf(`message/${recipient}/${subject}`),
    internetMessageId: `<${guidOf(`message/${subject}`)}@mailer.example>`,
    deliveryAction: "Delivered",
    deliveryLocation: "Inbox",
    antispamDirection: "Inbound"
  }
})

export const cloudApplication = (appId: number, appName: string): EntityRecord => ({
  name: entityName("app", String(appId)),
  kind: "CloudApplication",
  properties: { friendlyName: appName, appId, appName }
})
