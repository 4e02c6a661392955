/**
 * `npm run demo [-- --json]`: one incident's life over REST, on a sandbox of its own that is gone afterward.
 * `npm run demo -- merge [--json]`: two incidents with a team each, which Microsoft Defender merges.
 * `npm run demo -- setup [--json]`: a tenant is set up and checked, and an incident gets a team.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { Console, Effect, Layer } from "effect"
import { FetchHttpClient } from "effect/http"
import * as Findings from "./demo/Findings.ts"
import { aloud, Narrator, silent } from "./demo/Narrator.ts"
import { life, merge, setup, type Tale } from "./demo/tales.ts"
import { lastLines } from "./process/Child.ts"
import { freePort } from "./process/freePort.ts"
import { runMain } from "./process/runMain.ts"
import { serverLogIn } from "./Sandbox.ts"
import { SandboxFailure } from "./SandboxFailure.ts"
import { timeScale } from "./settings.ts"

/** An archive of 10 to 30 s takes 0.5 to 1.5: the story can be followed, and doesn't drag on. */
const usualScale = 20
const longestMillis = 180_000

const tales: ReadonlyMap<string, Tale> = new Map([
  ["", life],
  ["merge", merge],
  ["setup", setup]
])

const options = Effect.try({
  try: () => {
    const { values, positionals } = parseArgs({
      options: { json: { type: "boolean", default: false } },
      allowPositionals: true
    })
    const tale = tales.get(positionals.join(" "))
    if (tale === undefined) throw new Error(positionals.join(" "))
    return { ...values, tale }
  },
  catch: (cause) =>
    new SandboxFailure({
      message: `Unknown argument: ${process.argv.slice(2).join(" ")}. The demo's only arguments are merge, setup and --json.`,
      cause
    })
})

const temporaryFolder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "incident-teams-demo-"))),
  (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true }))
)

const tell = ({ about, play }: Tale) =>
  Effect.gen(function* () {
    const narrator = yield* Narrator
    const scale = yield* timeScale(usualScale)
    yield* narrator.say(`${about}, on a simulated tenant where Teams works ${scale} times as fast as in reality.`)
    const dataFolder = yield* temporaryFolder
    const serverPort = yield* freePort
    return yield* play({ dataFolder, serverPort, simulatorPort: 0, timeScale: scale }).pipe(
      Effect.mapError(({ message, cause }) => {
        const said = lastLines(serverLogIn(dataFolder), 5)
        return new SandboxFailure({ message: `${message}\nThe end of the server's log:\n${said}`, cause })
      })
    )
  }).pipe(
    Effect.timeoutOrElse({
      duration: longestMillis,
      orElse: () =>
        Effect.fail(new SandboxFailure({ message: `The demo didn't end within ${longestMillis / 1_000} seconds.` }))
    }),
    Effect.scoped
  )

const demo = Effect.gen(function* () {
  const { json, tale } = yield* options
  const findings = yield* Findings.Findings
  const { report, summary } = yield* Effect.provide(tell(tale), json ? silent : aloud)
  yield* Console.log(json ? JSON.stringify(report, undefined, 2) : `\n${summary}`)
  const wrong = yield* findings.all
  if (wrong.length > 0) return yield* new SandboxFailure({ message: `Not as expected:\n${wrong.join("\n")}` })
})

runMain(Effect.provide(demo, Layer.merge(Findings.layer, FetchHttpClient.layer)), { interrupted: 130 })
