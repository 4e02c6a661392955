import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { Console, Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { CampaignFailed } from "../CampaignFailed.ts"
import { asJson } from "../flags.ts"
import { explanationOf } from "./explained/Explanation.ts"
import { packages } from "./Mutated.ts"
import { mutationPage } from "./mutationPage.ts"
import { survivors } from "./MutationReport.ts"
import { root, runMutation, versionOf } from "./runMutation.ts"
import { scoreOf, tally } from "./Tally.ts"

/** The least share of the mutants that the tests have to notice, in percent. */
const leastScore = 90

/** `campaign mutation`: a package with one wrong change at a time, and whether the tests notice. */
export const mutation = Command.make(
  "mutation",
  {
    mutated: Argument.ChoiceWithValue(
      "package",
      packages.map((one) => [one.name, one] as const)
    ).pipe(Argument.withDefault(packages[0]), Argument.withDescription("What is changed. Default: domain.")),
    json: asJson,
    write: Flag.Boolean("write").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Writes the package's page in docs/reference/mutation.")
    ),
    fresh: Flag.Boolean("fresh").pipe(
      Flag.withDefault(false),
      Flag.withDescription("Tries again what hasn't changed since the last run, too.")
    ),
    only: Flag.String("only").pipe(
      Flag.withDefault(""),
      Flag.withDescription('Only these files below the package\'s src, as "team/*.ts".')
    )
  },
  Effect.fnUntraced(function* ({ fresh, json, mutated, only, write }) {
    if (write && only !== "") {
      yield* Console.error(
        "The page is about the whole package: write it without --only. What was tried already is kept."
      )
      return yield* new CampaignFailed()
    }
    const { mutants, version } = yield* runMutation(mutated, { fresh, only: only === "" ? [] : [only] }).pipe(
      Effect.tapError(({ message }) => Console.error(message))
    )
    const counts = tally(mutants)
    const score = scoreOf(counts)
    const unexplained = survivors(mutants)
      .filter((mutant) => explanationOf(mutated.explained, mutant) === undefined)
      .map(({ file, line, original, replacement }) => ({ file, line, original, replacement }))
    if (write) {
      const versions = {
        Node: process.versions.node,
        StrykerJS: version,
        vitest: versionOf("vitest"),
        "fast-check": versionOf("fast-check")
      }
      const on = new Date().toISOString().slice(0, 10)
      const page = join(root, `docs/reference/mutation/${mutated.name}.md`)
      yield* Effect.sync(() => writeFileSync(page, mutationPage(mutated, mutants, { on, versions })))
    }
    yield* Console.log(JSON.stringify({ ...counts, score, unexplained }, null, json ? undefined : 2))
    if (score < leastScore || unexplained.length > 0) return yield* new CampaignFailed()
  })
).pipe(Command.withDescription("A package with one wrong change at a time, and whether the tests notice."))
