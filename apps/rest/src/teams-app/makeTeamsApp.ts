/**
 * `npm run teams-app`: makes the package of our Teams app, `teams-app.zip` or the file that is named. From the
 * environment: PUBLIC_URL (https) and AZURE_CLIENT_ID, as for the server.
 */
import { writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { version } from "../version.ts"
import { colorIcon, outlineIcon } from "./icons.ts"
import { manifestOf, resourceOf, type TeamsAppSettings } from "./manifest.ts"
import { teamsAppSettings } from "./teamsAppSettings.ts"
import { zip } from "./zip.ts"

const settings: TeamsAppSettings | string = teamsAppSettings(process.env, version)
if (typeof settings === "string") {
  console.error(settings)
  process.exitCode = 1
} else {
  const file = resolve(process.argv[2] ?? "teams-app.zip")
  const manifest = Buffer.from(`${JSON.stringify(manifestOf(settings), undefined, 2)}\n`)
  writeFileSync(
    file,
    zip([
      { name: "manifest.json", content: manifest },
      { name: "color.png", content: colorIcon() },
      { name: "outline.png", content: outlineIcon() }
    ])
  )
  console.log(
    [
      `${file} is made. What is left to do, once (docs/how-to/teams-app.md tells each step):`,
      `  1. Register ${resourceOf(settings)} as an application id URI of ${settings.clientId}.`,
      "  2. Upload the package to the tenant's catalog, in the Teams admin center.",
      "  3. Set TEAMS_APP_ID to the id that it has there, and restart the server."
    ].join("\n")
  )
}
