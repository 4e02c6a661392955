import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, Option, Schema, type Scope } from "effect"
import { trust } from "./Simulator.ts"
import { simulatorControl, type SimulatorControl } from "./SimulatorControl.ts"

/** Where a running sandbox is: kept in its data folder while it runs, for other commands to find it. */
export const RunningSandbox = Schema.Struct({
  pid: Schema.Int,
  /** The server's. */
  url: Schema.String,
  /** The simulator's. */
  base: Schema.String,
  control: Schema.String,
  tenantId: Schema.String,
  caFile: Schema.String,
  timeScale: Schema.Finite
})
export type RunningSandbox = typeof RunningSandbox.Type

const fileIn = (dataFolder: string): string => join(dataFolder, "sandbox.json")

/** Tells where the sandbox is for as long as the scope lives. */
export const announceSandbox = (dataFolder: string, running: RunningSandbox): Effect.Effect<void, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const file = fileIn(dataFolder)
      writeFileSync(`${file}.new`, `${JSON.stringify(running)}\n`)
      renameSync(`${file}.new`, file)
    }),
    () => Effect.sync(() => rmSync(fileIn(dataFolder), { force: true }))
  )

const decode = Schema.decodeUnknownOption(Schema.fromJsonString(RunningSandbox))

const read = (dataFolder: string): Option.Option<RunningSandbox> => {
  try {
    return decode(readFileSync(fileIn(dataFolder), "utf8"))
  } catch {
    return Option.none()
  }
}

/**
 * The sandbox that runs on this data folder. One that was killed leaves its file behind, and its process id may be
 * somebody else's by now: so it counts only if its simulator answers.
 */
export const findSandbox = (
  dataFolder: string
): Effect.Effect<Option.Option<{ readonly running: RunningSandbox; readonly control: SimulatorControl }>> =>
  Effect.gen(function* () {
    const found = read(dataFolder)
    if (Option.isNone(found)) return Option.none()
    const running = found.value
    const control = simulatorControl(running)
    return yield* Effect.try(() => trust(running.caFile)).pipe(
      Effect.andThen(control.get("/behavior", Schema.Unknown)),
      Effect.as(Option.some({ running, control })),
      Effect.orElseSucceed(() => Option.none())
    )
  })
