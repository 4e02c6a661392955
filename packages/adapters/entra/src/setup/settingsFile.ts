import { Redacted } from "effect"
import type { FoundSettings } from "./Found.ts"

/** Why each line is in the settings file. */
const reasons: Readonly<Record<string, string>> = {
  AZURE_TENANT_ID: "The tenant whose incidents and people this is about.",
  AZURE_CLIENT_ID: "The app registration of Incident Teams.",
  AZURE_CREDENTIAL: "How the server proves that it is Incident Teams.",
  AZURE_CLIENT_CERTIFICATE_PATH: "The certificate with its private key. Keep the file secret.",
  AZURE_MANAGED_IDENTITY_CLIENT_ID: "The managed identity that the app registration trusts.",
  AZURE_FEDERATED_TOKEN_FILE: "The token of the workload that the app registration trusts.",
  PAGE_SECRET: "Seals people's sign-ins to the Incident page. Keep it secret.",
  AZURE_CLIENT_SECRET: "Proves that it is Incident Teams. Keep it secret.",
  SENTINEL_WORKSPACES: "The workspaces whose incidents get teams. Aliases are part of ids: don't change them.",
  PUBLIC_URL: "Where people reach the server; registered for signing in.",
  STANDBY_OWNERS: "Own every team beside its creator: archiving needs an owner, and people leave.",
  INCIDENT_TEAMS_NAMESPACE: "Part of every team's key: don't change it.",
  CONSOLE_CLIENT_ID: "The app registration with which people sign in to the console.",
  TEAMS_APP_ID: "Our Teams app in the tenant's catalog.",
  DEFENDER_INCIDENTS: "Microsoft Defender isn't asked about merged incidents.",
  COSMOS_ENDPOINT: "The Azure Cosmos DB account that has the data.",
  INCIDENT_TEAMS_DATA: "Folder of the database: on a local disk, with a backup."
}

const head = "# Made by incident-teams-server setup. Lines of your own are kept."
const keyNote = "# Key ID of the client secret: "
const pendingNote = "# A client secret is being added beside: "
const secretName = "AZURE_CLIENT_SECRET"
const pageSecretName = "PAGE_SECRET"
const assignment = /^([A-Z_]+)='(.*)'$/u

const linesOf = (text: string): ReadonlyArray<string> => text.split(/\r?\n/u)

/** Reads a settings file; the secret's text isn't kept. */
export const readSettings = (text: string): FoundSettings => {
  const lines = linesOf(text)
  const noted = (note: string) => lines.find((line) => line.startsWith(note))?.slice(note.length)
  const values = Object.fromEntries(
    lines.flatMap((line) => {
      const [, name = "", value = ""] = assignment.exec(line) ?? []
      return name === "" ? [] : [[name, value]]
    })
  )
  const { [secretName]: secret, [pageSecretName]: pageSecret, ...rest } = values
  const keyId = noted(keyNote)
  const pending = noted(pendingNote)
  return {
    values: rest,
    hasSecret: secret !== undefined && secret !== "",
    hasPageSecret: pageSecret !== undefined && pageSecret !== "",
    ...(keyId === undefined ? {} : { secretKeyId: keyId }),
    ...(pending === undefined ? {} : { pending: pending.split(" ").filter((id) => id !== "") }),
    isOurs: lines.includes(head)
  }
}

/** What to change in a settings file; what isn't named stays. */
export interface SettingsChange {
  readonly values?: Readonly<Record<string, string>>
  readonly secret?: { readonly text: Redacted.Redacted; readonly keyId: string }
  readonly pageSecret?: Redacted.Redacted
  readonly pending?: ReadonlyArray<string>
}

/** Replaces the line that `is` describes, or adds it with its reason. */
const put = (lines: ReadonlyArray<string>, is: (line: string) => boolean, added: ReadonlyArray<string>) => {
  const at = lines.findIndex(is)
  const line = added.at(-1) ?? ""
  return at < 0 ? [...lines, ...added] : lines.map((present, index) => (index === at ? line : present))
}

const set = (lines: ReadonlyArray<string>, name: string, value: string): ReadonlyArray<string> =>
  put(lines, (line) => line.startsWith(`${name}=`), [`# ${reasons[name] ?? ""}`, `${name}='${value}'`])

const withoutNote = (lines: ReadonlyArray<string>, note: string) => lines.filter((line) => !line.startsWith(note))

/** The new text of a settings file; `text`: the present one, undefined if there is none. Contains the secret. */
export const changeSettings = (text: string | undefined, change: SettingsChange): string => {
  const present = text === undefined ? [head] : linesOf(text.replace(/\n+$/u, ""))
  const { values = {}, secret, pageSecret, pending } = change
  let lines = Object.entries(values).reduce((all, [name, value]) => set(all, name, value), present)
  if (pending !== undefined) lines = [...withoutNote(lines, pendingNote), `${pendingNote}${pending.join(" ")}`]
  if (pageSecret !== undefined) lines = set(lines, pageSecretName, Redacted.value(pageSecret))
  if (secret !== undefined) {
    lines = withoutNote(lines, pendingNote)
    lines = set(lines, secretName, Redacted.value(secret.text))
    lines = put(lines, (line) => line.startsWith(keyNote), [`${keyNote}${secret.keyId}`])
  }
  return `${lines.join("\n")}\n`
}

/** A settings file of ours without what this program wrote; undefined if nothing else is in it. */
export const withoutOurs = (text: string): string | undefined => {
  const comments = new Set([head, ...Object.values(reasons).map((reason) => `# ${reason}`)])
  const isOurs = (line: string): boolean =>
    comments.has(line) ||
    line.startsWith(keyNote) ||
    line.startsWith(pendingNote) ||
    Object.hasOwn(reasons, assignment.exec(line)?.[1] ?? "")
  const rest = linesOf(text).filter((line) => !isOurs(line))
  return rest.every((line) => line.trim() === "") ? undefined : `${rest.join("\n").trim()}\n`
}
