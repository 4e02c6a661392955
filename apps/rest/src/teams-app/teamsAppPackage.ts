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
  Schema.Struct({ developer: Schema.Struct({ name: Schema.Literal(developer) }) })
)

const unzipped = (content: Uint8Array): Readonly<Record<string, Uint8Array>> => {
  try {
    return unzipSync(content, { filter: ({ name }) => name === "manifest.json" })
  } catch {
    return {}
  }
}

/** For setup, which writes it to a file. */
export const teamsAppPackage = {
  make: ({ publicUrl, clientId }: Pick<TeamsAppSettings, "publicUrl" | "clientId">): Uint8Array | string => {
    const settings = teamsAppSettings({ PUBLIC_URL: publicUrl, AZURE_CLIENT_ID: clientId }, version)
    return typeof settings === "string" ? settings : packageOf(settings)
  },
  isOne: (content: Uint8Array): boolean => {
    const { "manifest.json": manifest = Buffer.of() } = unzipped(content)
    return Option.isSome(Schema.decodeUnknownOption(OurManifest)(Buffer.from(manifest).toString("utf8")))
  }
}
