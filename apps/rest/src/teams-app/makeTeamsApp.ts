/**
 * `npm run teams-app`: makes the package of our Teams app, `teams-app.zip` or the file that is named. From the
 * environment: PUBLIC_URL (https) and AZURE_CLIENT_ID, as for the server.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { version } from "../version.ts"
import { resourceOf, type TeamsAppSettings } from "./manifest.ts"
import { packageAfter } from "./teamsAppPackage.ts"
import { teamsAppSettings } from "./teamsAppSettings.ts"

const settings: TeamsAppSettings | string = teamsAppSettings(process.env, version)
if (typeof settings === "string") {
  console.error(settings)
  process.exitCode = 1
} else {
  const file = resolve(process.argv[2] ?? "teams-app.zip")
  writeFileSync(file, packageAfter(existsSync(file) ? readFileSync(file) : undefined, settings))
  console.log(
    [
      `Created ${file}. Next, once (see docs/how-to/teams-app.md for each step):`,
      `  1. Register ${resourceOf(settings)} as an application ID URI of ${settings.clientId}.`,
      "  2. Upload the package to the tenant's app catalog in the Teams admin center.",
      "  3. Set TEAMS_APP_ID to the app's ID in the catalog, and restart the server."
    ].join("\n")
  )
}
