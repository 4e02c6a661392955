import { type CellReport, meanwhiles } from "./Cell.ts"
import { scale } from "./runFaults.ts"

const unique = (values: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(values)]

/** `12`: as claimed, with so many calls of Graph on average; `↻`: after a person's retry; `✗`: not as claimed. */
const shown = (cells: ReadonlyArray<CellReport>): string => {
  if (cells.length === 0) return ""
  if (cells.some(({ failure }) => failure !== undefined)) return "✗"
  const calls = Math.round(cells.reduce((total, cell) => total + cell.calls, 0) / cells.length)
  return `${calls}${cells.some(({ retried }) => retried) ? " ↻" : ""}`
}

/** The matrix as Markdown: a row for what went wrong, a column for the step that it happened to. */
export const faultTable = (cells: ReadonlyArray<CellReport>): string => {
  const steps = unique(cells.map(({ step }) => step))
  const rows = unique(cells.map(({ trouble }) => trouble)).map((trouble) => [
    trouble,
    ...steps.map((step) => shown(cells.filter((cell) => cell.step === step && cell.trouble === trouble)))
  ])
  return [["", ...steps], ["---", ...steps.map(() => "---:")], ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n")
}

/** The reference page. After a change of what it shows, run the campaign again; don't edit it. */
export const faultPage = (cells: ReadonlyArray<CellReport>): string => {
  const retried = cells.filter((cell) => cell.retried).length
  const stored = cells.filter(({ surface }) => surface === "cosmos")
  const called = cells.filter(({ surface }) => surface !== "cosmos")
  return `# Every step, everything that can go wrong with it

Made by \`npm run campaign -- faults --write\`; not edited by hand.

Each cell is ${meanwhiles.length} lives of an incident's team: nothing else happens, the incident is closed, or it is closed and reopened, at the moment that one call goes wrong. A life is the real adapters, the reconciler and the feed, over TLS against the simulator, with time running ${scale} times as fast, and on a platform that shows members and the archive seconds late: create with a person and a group, rename, remove and add people, close, reopen. Where a step needs it, something else is done before the close: somebody takes the owners out of the team in Teams (EnsureOwner) or deletes it (Restore); weeks pass under a policy that lets groups expire (Renew); Microsoft Defender merges the incident into one without a team (FollowMerge) or one with another team into it (Link, ConfirmMerge); a person links another incident, with or without a team, and unlinks it (Announce: linked, Observe, Unlink).

The number is how many calls of Graph a life took (the requests' own look-ups included; ${Math.min(...cells.map(({ calls }) => calls))} at least). ↻: a person had to retry what was blocked. ✗: it didn't end as claimed.

As claimed means: each team is as its incidents say, on the platform and here; there is one team for each that was requested, and no group without one; nothing was recorded as done that the platform didn't show; no team was archived while an incident that it serves was open (L17); no incident was served by two teams (L18); everyone in a merged team is in the other one (L19); and nothing is left of an incident that was unlinked (L20).

${cells.length} lives, ${cells.filter(({ failure }) => failure === undefined).length} as claimed, ${retried} of them with a retry.

## Calls of Microsoft Graph and Azure Resource Manager

Stored in SQLite.

${faultTable(called)}

## Requests of Azure Cosmos DB

What came of a step is written together with the intent of the next one; the columns say which write goes wrong.

${faultTable(stored)}
`
}
