import { Console, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { withSimulator } from "../../kill/SimulatedTenant.ts"
import { CampaignFailed } from "../CampaignFailed.ts"
import { writeColumns } from "../columns.ts"
import { conclude } from "../conclude.ts"
import { asJson, atLeast } from "../flags.ts"
import { brokenClaims, isBroken, reportOf } from "./LastingReport.ts"
import { lastingColumns, lastingPage } from "./lastingTable.ts"
import { allLives, runLasting, scale } from "./runLasting.ts"

/** `campaign lasting`: every step of a life, answered the same for as long as it lasts, and mended after that. */
export const lasting = Command.make(
  "lasting",
  {
    json: asJson,
    write: Flag.Boolean("write").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Writes docs/reference/lasting.md; with --step, only the columns of those steps.")
    ),
    step: Flag.String("step").pipe(Flag.withDefault(""), Flag.withDescription("Only steps that begin so, as Archive.")),
    answer: Flag.String("answer").pipe(
      Flag.withDefault(""),
      Flag.withDescription("Only answers that begin so, as 403.")
    ),
    every: atLeast("every", 1, 1, "Only every so many of those lives."),
    atOnce: atLeast("at-once", 1, 10, "How many lives are lived at once; fewer on a busy machine.")
  },
  Effect.fnUntraced(function* ({ json, write, step, answer, every, atOnce }) {
    const ofSteps = allLives.filter((life) => life.step.step.startsWith(step))
    const lives = ofSteps
      .filter((life) => life.answer.name.startsWith(answer))
      .filter((_, index) => index % every === 0)
    if (write && lives.length < ofSteps.length) {
      yield* Console.error("--write makes whole columns: leave out --answer and --every.")
      return yield* new CampaignFailed()
    }
    const reports = yield* Effect.promise(() =>
      withSimulator(scale, (simulator) =>
        runLasting(simulator, lives, atOnce, (one, done) => {
          const what = `${one.step}, ${one.answer}, the incident ${one.turn}`
          if (isBroken(one)) console.error(`${done}/${lives.length} ${what}: ${JSON.stringify(one)}`)
          else if (done % 20 === 0) console.error(`${done}/${lives.length}`)
        })
      )
    )
    const report = reportOf(reports)
    if (write) {
      yield* Effect.sync(() => writeColumns("lasting", lastingColumns(reports), (all) => lastingPage(all, allLives)))
    }
    yield* conclude(json ? report : { ...report, failures: report.failures.length }, json, brokenClaims(report))
  })
).pipe(
  Command.withDescription("Every step of a life, answered the same for as long as it lasts, and mended after that.")
)
