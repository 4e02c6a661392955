import { inRepository, tokenCommand } from "./programs.ts"
import { richestIncident, sampleUsers, workspaces } from "./sampleTenant.ts"
import { isUsualFolder } from "./settings.ts"

export interface Welcome {
  readonly url: string
  readonly dataFolder: string
  readonly serverLog: string
  readonly timeScale: number
}

/** For a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** A command to paste into a shell; it calls the API as one of the sample users. */
const tryIt = ({ url, dataFolder }: Pick<Welcome, "url" | "dataFolder">): string => {
  const where = inRepository && !isUsualFolder(dataFolder) ? `INCIDENT_TEAMS_DATA=${quoted(dataFolder)} ` : ""
  const list = `${url}/v1/incidents?workspace=${workspaces[0]}&top=3`
  const call = `curl -s -H "Authorization: Bearer $(${where}${tokenCommand("ben")})" "${list}"`
  // Where npm start runs, there is Node, which prints JSON in lines.
  return inRepository ? `${call} | node -p "JSON.parse(fs.readFileSync(0))"` : call
}

/** The page that is pinned in an incident's team. */
const pageOf = (url: string): string => `${url}/incidents/${workspaces[0]}~${richestIncident}`

/** What a sandbox prints once the server and the simulator respond. */
export const welcome = (sandbox: Welcome): string => {
  const { url, dataFolder, serverLog, timeScale } = sandbox
  const width = Math.max(...Object.keys(sampleUsers).map((name) => name.length))
  return [
    "Incident Teams creates a Microsoft Teams team for a Microsoft Sentinel incident.",
    "This is a sandbox: the real server on a simulated tenant. Nothing leaves this machine.",
    "",
    `  Incidents           ${url}/incidents`,
    "                      open it in a browser, and sign in as one of the sample users below",
    `  An incident's page  ${pageOf(url)}`,
    `  Start page          ${url}/`,
    `  API reference       ${url}/docs`,
    ...(inRepository
      ? [
          "  Console             npm run tui",
          `  Commands            npm run -s cli -- incidents list --workspace ${workspaces[0]}`
        ]
      : []),
    `  REST API            in another terminal${inRepository ? ", in this folder" : ""} (workspaces: ${workspaces.join(", ")}):`,
    "",
    `    ${tryIt(sandbox)}`,
    "",
    `  Sample users        ${tokenCommand("<name>")} prints an access token`,
    ...Object.entries(sampleUsers).map(([name, what]) => `                      ${name.padEnd(width)}  ${what}`),
    "",
    timeScale === 1
      ? "  Time                Teams works as fast as in reality: archiving takes half a minute"
      : `  Time                Teams works ${timeScale} times as fast as in reality (PLATFORM_TIME_SCALE)`,
    `  Data                ${dataFolder} (kept; delete the folder to start over)`,
    `  Log                 ${serverLog}`,
    "",
    "Press Ctrl-C to stop."
  ].join("\n")
}
