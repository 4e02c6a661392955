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

/** A command to paste into a shell in the repository; it calls the API as one of the sample users. */
const tryIt = ({ url, dataFolder }: Pick<Welcome, "url" | "dataFolder">): string => {
  const where = isUsualFolder(dataFolder) ? "" : `INCIDENT_TEAMS_DATA=${quoted(dataFolder)} `
  const list = `${url}/v1/incidents?workspace=${workspaces[0]}&top=3`
  // Node, which is there in any case, prints JSON in lines.
  return `curl -s -H "Authorization: Bearer $(${where}npm run -s token -- ben)" "${list}" | node -p "JSON.parse(fs.readFileSync(0))"`
}

/** The page that is pinned in an incident's team. */
const pageOf = (url: string): string => `${url}/incidents/${workspaces[0]}~${richestIncident}`

/** What `npm start` prints once the server and the simulator respond. */
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
    "  Console             npm run tui",
    `  Commands            npm run -s cli -- incidents list --workspace ${workspaces[0]}`,
    `  REST API            in another terminal, in this folder (workspaces: ${workspaces.join(", ")}):`,
    "",
    `    ${tryIt(sandbox)}`,
    "",
    "  Sample users        npm run -s token -- <name> prints an access token",
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
