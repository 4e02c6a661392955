/**
 * `npm run teams-app`: makes the package of our Teams app, `teams-app.zip` or the file that is named. From the
 * environment: PUBLIC_URL (https) and AZURE_CLIENT_ID, as for the server.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { zipSync } from "fflate"
import { version } from "../version.ts"
import { manifestOf, resourceOf, type TeamsAppSettings } from "./manifest.ts"
import { teamsAppSettings } from "./teamsAppSettings.ts"

/** An icon of the app, drawn after `assets/icon.svg`. */
const icon = (name: string): Uint8Array => readFileSync(new URL(`../../assets/${name}`, import.meta.url))

const settings: TeamsAppSettings | string = teamsAppSettings(process.env, version)
if (typeof settings === "string") {
  console.error(settings)
  process.exitCode = 1
} else {
  const file = resolve(process.argv[2] ?? "teams-app.zip")
  const manifest = Buffer.from(`${JSON.stringify(manifestOf(settings), undefined, 2)}\n`)
  writeFileSync(
    file,
    zipSync(
      { "manifest.json": manifest, "color.png": icon("color.png"), "outline.png": icon("outline.png") },
      // A fixed time, which fflate reads in the local time zone: the same settings make the same package.
      { level: 9, mtime: new Date(1980, 0, 1) }
    )
  )
  console.log(
    [
      `Created ${file}. Next, once (see docs/how-to/teams-app.md for each step):`,
      `  1. Register ${resourceOf(settings)} as an application ID URI of ${settings.clientId}.`,
      "  2. Upload the package to the tenant's app catalog in the Teams admin center.",
      "  3. Set TEAMS_APP_ID to the app's ID in the catalog, and restart the server."
    ].join("\n")
  )
}
