/**
 * `npm run tui [-- --user ben] [--workspace soc-prod] [--readonly]`: the console in a sandbox, the one that `npm start`
 * runs or else one that lasts as long as the console. `npm run tui -- --server https://…`: the console alone, for a
 * server that is somewhere else.
 */
import { createInterface } from "node:readline"
import { parseArgs } from "node:util"
import { Console, Effect, Option } from "effect"
import { buildConsole } from "./buildConsole.ts"
import { built } from "./consoleOf.ts"
import { simulatorPort, serverPort } from "./ports.ts"
import { inOurPlace } from "./process/inOurPlace.ts"
import { runMain } from "./process/runMain.ts"
import { sampleUsers } from "./sampleTenant.ts"
import { startSandbox } from "./Sandbox.ts"
import { SandboxFailure } from "./SandboxFailure.ts"
import { announceSandbox, findSandbox } from "./SandboxFile.ts"
import { asUser, noSuchUser } from "./sandboxUser.ts"
import { dataFolder, timeScale, usualScale } from "./settings.ts"

const usualUser = "ben"
const userNames = Object.keys(sampleUsers)

const userList = Object.entries(sampleUsers)
  .map(([name, what], at) => `  ${at + 1}  ${name.padEnd(6)} ${what}`)
  .join("\n")

/** The line that is typed; undefined if the person quits (Ctrl-C, Ctrl-D). */
const askUser: Effect.Effect<string | undefined> = Effect.callback((resume) => {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  let answer: string | undefined
  lines.once("close", () => resume(Effect.succeed(answer)))
  lines.question(`Sign in to the sandbox as:\n\n${userList}\n\nName or number (Enter for ${usualUser}): `, (text) => {
    answer = text.trim()
    lines.close()
  })
  return Effect.sync(() => lines.close())
})

const byName = (text: string): Effect.Effect<string, SandboxFailure> => {
  const name = text === "" ? usualUser : (userNames[Number(text) - 1] ?? text.toLowerCase())
  return userNames.includes(name) ? Effect.succeed(name) : Effect.fail(noSuchUser(text))
}

/** The sample user that is given, or that the person at the terminal chooses. */
const resolveUser = (named: string | undefined): Effect.Effect<string, SandboxFailure> =>
  named === undefined
    ? Effect.flatMap(askUser, (text) => (text === undefined ? Effect.interrupt : byName(text)))
    : byName(named)

const interrupt = "\u0003"

/**
 * Prepares something that is going to use the terminal. What is typed meanwhile is neither echoed nor kept; Ctrl-C still
 * stops. The terminal stays raw until this process ends, which restores it: what comes next sets it as it needs it.
 */
const withoutTyping = <A, E, R>(prepare: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.acquireUseRelease(
    Effect.tap(
      Effect.sync(() => {
        const { stdin } = process
        const drop = (typed: Buffer): void => {
          if (typed.includes(interrupt)) process.kill(process.pid, "SIGINT")
        }
        stdin.setRawMode(true)
        stdin.on("data", drop)
        // It was paused if a question was asked before.
        stdin.resume()
        return () => {
          stdin.off("data", drop)
          stdin.pause()
        }
      }),
      () => Console.error("Preparing the console. What you type before it appears is ignored.")
    ),
    () => prepare,
    (stop) => Effect.sync(stop)
  )

const options = Effect.try({
  try: () =>
    parseArgs({
      options: {
        server: { type: "string" },
        user: { type: "string" },
        workspace: { type: "string" },
        readonly: { type: "boolean", default: false }
      }
    }).values,
  catch: (cause) =>
    new SandboxFailure({
      message: `Unknown option: ${process.argv.slice(2).join(" ")}. The options are --user, --workspace, --readonly and --server.`,
      cause
    })
})

/** The sandbox that runs on our data folder, or one that is started now and stops with us. */
const anySandbox = Effect.gen(function* () {
  const folder = yield* dataFolder
  const found = yield* findSandbox(folder)
  if (Option.isSome(found)) {
    const { running, control } = found.value
    return { ...running, simulatorControl: control, died: Effect.never }
  }
  const scale = yield* timeScale(usualScale)
  const sandbox = yield* startSandbox({
    dataFolder: folder,
    serverPort: yield* serverPort,
    simulatorPort: yield* simulatorPort,
    timeScale: scale
  })
  const { base, control, tenantId, caFile } = sandbox.simulator
  const running = { pid: process.pid, url: sandbox.server.url, base, control, tenantId, caFile, timeScale: scale }
  yield* announceSandbox(folder, running)
  return { ...running, simulatorControl: sandbox.control, died: sandbox.died }
})

const noTerminal = new SandboxFailure({
  message:
    "The console needs a terminal. Without one, use the commands: run npm start, then in another shell" +
    " npm run -s cli -- --help."
})

const tui = Effect.gen(function* () {
  const { server, user, workspace, readonly } = yield* options
  if (!process.stdin.isTTY || !process.stdout.isTTY) return yield* noTerminal
  const args = [...(workspace === undefined ? [] : ["--workspace", workspace]), ...(readonly ? ["--readonly"] : [])]
  if (server !== undefined) {
    yield* withoutTyping(buildConsole)
    return yield* inOurPlace({ file: built, args: ["--server", server, ...args], env: {} })
  }
  const name = yield* resolveUser(user)
  const [sandbox] = yield* withoutTyping(Effect.all([anySandbox, buildConsole], { concurrency: 2 }))
  const env = yield* asUser(sandbox, sandbox.simulatorControl, name)
  yield* Effect.raceFirst(inOurPlace({ file: built, args, env }), sandbox.died)
}).pipe(Effect.scoped)

runMain(tui, { interrupted: 130 })
