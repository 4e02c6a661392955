import { readFileSync } from "node:fs"
import { Option, Schema } from "effect"
import { unzipSync, zipSync } from "fflate"
import { version } from "../version.ts"
import { developer, manifestOf, type TeamsAppSettings } from "./manifest.ts"
import { teamsAppSettings } from "./teamsAppSettings.ts"

/** An icon of the app, drawn after `assets/icon.svg`. */
const icon = (name: string): Uint8Array => readFileSync(new URL(`../../assets/${name}`, import.meta.url))

/** The same settings make the same bytes. */
export const packageOf = (settings: TeamsAppSettings): Uint8Array => {
  const manifest = Buffer.from(`${JSON.stringify(manifestOf(settings), undefined, 2)}\n`)
  return zipSync(
    { "manifest.json": manifest, "color.png": icon("color.png"), "outline.png": icon("outline.png") },
    // A fixed time, which fflate reads in the local time zone.
    { level: 9, mtime: new Date(1980, 0, 1) }
  )
}

const OurManifest = Schema.fromJsonString(
  Schema.Struct({ version: Schema.String, developer: Schema.Struct({ name: Schema.Literal(developer) }) })
)

const unzipped = (content: Uint8Array): Readonly<Record<string, Uint8Array>> => {
  try {
    return unzipSync(content, { filter: ({ name }) => name === "manifest.json" })
  } catch {
    return {}
  }
}

/** The version of a package of ours; undefined: it isn't one. */
const versionIn = (content: Uint8Array): string | undefined => {
  const { "manifest.json": manifest = Buffer.of() } = unzipped(content)
  return Option.getOrUndefined(Schema.decodeUnknownOption(OurManifest)(Buffer.from(manifest).toString("utf8")))?.version
}

const partsOf = (of: string): ReadonlyArray<number> => of.split(".").map(Number)

const isHigher = (one: string, other: string): boolean => {
  const [ours, theirs] = [partsOf(one), partsOf(other)]
  const at = ours.findIndex((part, index) => part !== theirs[index])
  return at >= 0 && (ours[at] ?? 0) > (theirs[at] ?? 0)
}

const next = (before: string): string => {
  const [major = 0, minor = 0, patch = 0] = partsOf(before)
  return `${major}.${minor}.${patch + 1}`
}

/**
 * The package in place of `previous`. Teams takes an update only with a higher version, and an upload is a person's work: the
 * version changes if and only if something else does.
 */
export const packageAfter = (previous: Uint8Array | undefined, settings: TeamsAppSettings): Uint8Array => {
  const before = previous && versionIn(previous)
  if (previous === undefined || before === undefined) return packageOf(settings)
  const same = packageOf({ ...settings, version: before })
  if (Buffer.from(same).equals(previous)) return same
  return isHigher(settings.version, before) ? packageOf(settings) : packageOf({ ...settings, version: next(before) })
}

/** For setup, which writes it to a file. */
export const teamsAppPackage = {
  make: (
    { publicUrl, clientId }: Pick<TeamsAppSettings, "publicUrl" | "clientId">,
    previous: Uint8Array | undefined
  ): Uint8Array | string => {
    const settings = teamsAppSettings({ PUBLIC_URL: publicUrl, AZURE_CLIENT_ID: clientId }, version)
    return typeof settings === "string" ? settings : packageAfter(previous, settings)
  },
  isOne: (content: Uint8Array): boolean => versionIn(content) !== undefined
}
