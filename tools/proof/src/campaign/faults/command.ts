import { writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Console, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { CampaignFailed } from "../CampaignFailed.ts"
import { asJson } from "../flags.ts"
import { holds, reportOf } from "./FaultReport.ts"
import { faultPage } from "./faultTable.ts"
import { allCells, runFaults } from "./runFaults.ts"

const page = fileURLToPath(new URL("../../../../../docs/reference/faults.md", import.meta.url))

/** Every n-th cell, so that a part of the matrix still has something of everything. */
const chosen = (every: number, step: string) =>
  allCells.filter((cell) => step === "" || cell.step.step.startsWith(step)).filter((_, index) => index % every === 0)

/** `campaign faults`: every step of a life, everything that can go wrong with it, whatever arrives meanwhile. */
export const faults = Command.make(
  "faults",
  {
    json: asJson,
    write: Flag.Boolean("write").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Writes docs/reference/faults.md.")
    ),
    step: Flag.String("step").pipe(Flag.withDefault(""), Flag.withDescription("Only steps that begin so, as Archive.")),
    every: Flag.Int("every").pipe(Flag.withDefault(1), Flag.withDescription("Only every so many cells."))
  },
  Effect.fnUntraced(function* (flags) {
    const cells = chosen(Math.max(1, flags.every), flags.step)
    const reports = yield* Effect.promise(() =>
      runFaults(cells, (one, done) => {
        const what = `${one.step}, ${one.trouble}, ${one.meanwhile} meanwhile`
        if (one.failure !== undefined) console.error(`${done}/${cells.length} ${what}: ${one.failure}`)
        else if (done % 50 === 0) console.error(`${done}/${cells.length}`)
      })
    )
    const report = reportOf(reports)
    if (flags.write) yield* Effect.sync(() => writeFileSync(page, faultPage(reports)))
    if (flags.json) yield* Console.log(JSON.stringify(report))
    else yield* Console.log(JSON.stringify({ ...report, failures: report.failures.length }, null, 2))
    if (!holds(report)) return yield* new CampaignFailed()
  })
).pipe(
  Command.withDescription("Every step of a life, everything that can go wrong with it, whatever arrives meanwhile.")
)
