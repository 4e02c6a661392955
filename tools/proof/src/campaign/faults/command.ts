import { Console, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { withSimulator } from "../../kill/SimulatedTenant.ts"
import { CampaignFailed } from "../CampaignFailed.ts"
import { writeColumns } from "../columns.ts"
import { conclude } from "../conclude.ts"
import { asJson, atLeast } from "../flags.ts"
import { type Meanwhile, meanwhiles } from "./Cell.ts"
import { brokenClaims, reportOf } from "./FaultReport.ts"
import { faultColumns, faultPage } from "./faultTable.ts"
import { allCells, runFaults, scale, stores } from "./runFaults.ts"

interface Choice {
  readonly step: string
  readonly trouble: string
  readonly meanwhile: ReadonlyArray<Meanwhile>
  /** Every n-th of those, so that a part of the matrix still has something of everything. */
  readonly every: number
}

const chosen = ({ step, trouble, meanwhile, every }: Choice) =>
  allCells
    .filter((cell) => cell.step.step.startsWith(step) && cell.trouble.name.startsWith(trouble))
    .filter((cell) => meanwhile.length === 0 || meanwhile.includes(cell.meanwhile))
    .filter((_, index) => index % every === 0)

/** `campaign faults`: every step of a life, with everything that can go wrong and everything that can arrive meanwhile. */
export const faults = Command.make(
  "faults",
  {
    json: asJson,
    write: Flag.Boolean("write").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Writes docs/reference/faults.md; with --step, only the columns of those steps.")
    ),
    store: Flag.Literals("store", stores).pipe(
      Flag.withDefault("sqlite"),
      Flag.withDescription(
        "Where the teams are of cells that aren't about Cosmos DB itself. postgres: a server of its own."
      )
    ),
    step: Flag.String("step").pipe(Flag.withDefault(""), Flag.withDescription("Only steps that begin so, as Archive.")),
    trouble: Flag.String("trouble").pipe(
      Flag.withDefault(""),
      Flag.withDescription('Only what begins so, as "reset after effect".')
    ),
    meanwhile: Flag.Literals("meanwhile", meanwhiles).pipe(
      Flag.atLeast(0),
      Flag.withDescription("Only with this arriving; may be given twice.")
    ),
    every: atLeast("every", 1, 1, "Only every so many of those cells.")
  },
  Effect.fnUntraced(function* (flags) {
    const cells = chosen(flags)
    if (flags.write && cells.length < allCells.filter(({ step }) => step.step.startsWith(flags.step)).length) {
      yield* Console.error("--write makes whole columns: leave out --trouble, --meanwhile and --every.")
      return yield* new CampaignFailed()
    }
    const reports = yield* Effect.promise(() =>
      withSimulator(scale, (simulator) =>
        runFaults(
          simulator,
          cells,
          (one, done) => {
            const what = `${one.step}, ${one.trouble}, ${one.meanwhile} meanwhile`
            if (one.failure !== undefined) console.error(`${done}/${cells.length} ${what}: ${one.failure}`)
            else if (done % 50 === 0) console.error(`${done}/${cells.length}`)
          },
          flags.store
        )
      )
    )
    const report = reportOf(reports)
    if (flags.write) {
      yield* Effect.sync(() => writeColumns("faults", faultColumns(reports), (all) => faultPage(all, allCells)))
    }
    const document = flags.json ? report : { ...report, failures: report.failures.length }
    yield* conclude(document, flags.json, brokenClaims(report))
  })
).pipe(
  Command.withDescription(
    "Every step of a life, with everything that can go wrong and everything that can arrive meanwhile."
  )
)
