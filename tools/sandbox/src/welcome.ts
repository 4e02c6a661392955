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

/** A command that works when it is pasted into a shell in the repository, as one of the sample users. */
export const tryIt = ({ url, dataFolder }: Pick<Welcome, "url" | "dataFolder">): string => {
  const where = isUsualFolder(dataFolder) ? "" : `INCIDENT_TEAMS_DATA=${quoted(dataFolder)} `
  return `curl -H "Authorization: Bearer $(${where}npm run -s token -- ben)" "${url}/v1/incidents?workspace=${workspaces[0]}"`
}

/** The page that is pinned in an incident's team. */
const pageOf = (url: string): string => `${url}/incidents/${workspaces[0]}~${richestIncident}`

/** What `npm start` says once everything answers. */
export const welcome = (sandbox: Welcome): string => {
  const { url, dataFolder, serverLog, timeScale } = sandbox
  const width = Math.max(...Object.keys(sampleUsers).map((name) => name.length))
  return [
    "Incident Teams: when a Microsoft Sentinel incident opens, the right people are in a Microsoft Teams team.",
    "This is a sandbox: the real server on a simulated tenant. Nothing leaves this machine.",
    "",
    `  The incident list   ${url}/v1/incidents?workspace=${workspaces[0]}   (workspaces: ${workspaces.join(", ")})`,
    `  An incident's page  ${pageOf(url)}`,
    "                      in a browser: sign in as any of the sample users below",
    "  With a token        in another terminal, here:",
    "",
    `    ${tryIt(sandbox)}`,
    "",
    `  In a terminal       npm run tui, or npm run -s cli -- incidents list --workspace ${workspaces[0]}`,
    "",
    "  Sample users        npm run -s token -- <name>",
    ...Object.entries(sampleUsers).map(([name, what]) => `                      ${name.padEnd(width)}  ${what}`),
    "",
    timeScale === 1
      ? "  Time                Teams takes as long as it really does: half a minute to archive"
      : `  Time                Teams works ${timeScale} times as fast as it really does (PLATFORM_TIME_SCALE)`,
    `  Data                ${dataFolder} (kept; remove the folder to begin anew)`,
    `  Log                 ${serverLog}`,
    "",
    "Ctrl-C stops it."
  ].join("\n")
}
