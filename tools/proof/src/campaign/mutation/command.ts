import { writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Console, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { CampaignFailed } from "../CampaignFailed.ts"
import { asJson } from "../flags.ts"
import { explanationOf } from "./explained.ts"
import { mutationPage } from "./mutationPage.ts"
import { survivors } from "./MutationReport.ts"
import { runMutation, versionOf } from "./runMutation.ts"
import { scoreOf, tally } from "./Tally.ts"

const page = fileURLToPath(new URL("../../../../../docs/reference/mutation.md", import.meta.url))

/** The least share of the mutants that the tests have to notice, in percent. */
const leastScore = 90

/** `campaign mutation`: the domain with one wrong change at a time, and whether its tests notice. */
export const mutation = Command.make(
  "mutation",
  {
    json: asJson,
    write: Flag.Boolean("write").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Writes docs/reference/mutation.md.")
    ),
    fresh: Flag.Boolean("fresh").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Tries again what hasn't changed since the last run, too.")
    ),
    only: Flag.String("only").pipe(
      Flag.withDefault(""),
      Flag.withDescription('Only these files of packages/domain, as "src/team/*.ts".')
    )
  },
  Effect.fnUntraced(function* ({ fresh, json, only, write }) {
    if (write && only !== "") {
      yield* Console.error(
        "The page is about the whole domain: write it without --only. What was tried already is kept."
      )
      return yield* new CampaignFailed()
    }
    const { mutants, version } = yield* runMutation({ fresh, only: only === "" ? [] : [only] }).pipe(
      Effect.tapError(({ message }) => Console.error(message))
    )
    const counts = tally(mutants)
    const score = scoreOf(counts)
    const unexplained = survivors(mutants)
      .filter((mutant) => explanationOf(mutant) === undefined)
      .map(({ file, line, original, replacement }) => ({ file, line, original, replacement }))
    if (write) {
      const versions = {
        Node: process.versions.node,
        StrykerJS: version,
        vitest: versionOf("vitest"),
        "fast-check": versionOf("fast-check")
      }
      const on = new Date().toISOString().slice(0, 10)
      yield* Effect.sync(() => writeFileSync(page, mutationPage(mutants, { on, versions })))
    }
    yield* Console.log(JSON.stringify({ ...counts, score, unexplained }, null, json ? undefined : 2))
    if (score < leastScore || unexplained.length > 0) return yield* new CampaignFailed()
  })
).pipe(Command.withDescription("The domain with one wrong change at a time, and whether its tests notice."))
