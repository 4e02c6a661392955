import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { Schema } from "effect"

const demo = fileURLToPath(new URL("../../../sandbox/src/demo.ts", import.meta.url))
const consoleBenchmark = fileURLToPath(new URL("../../../../apps/tui/testing/benchmark.ts", import.meta.url))

/** Calls of Graph by a life without faults: three people and a group, closed, reopened. */
const GraphCalls = Schema.Struct({ create: Schema.Int, archive: Schema.Int, reopen: Schema.Int })
const decodeDemo = Schema.decodeUnknownSync(Schema.fromJsonString(Schema.Struct({ graphCalls: GraphCalls })))

const saidBy = async (file: string, ...args: ReadonlyArray<string>): Promise<string> => {
  const child = spawn(process.execPath, [file, ...args], { stdio: ["ignore", "pipe", "inherit"] })
  let said = ""
  child.stdout.on("data", (part: Buffer) => {
    said += part.toString()
  })
  await once(child, "close")
  if (child.exitCode !== 0) throw new Error(`${file} ended with ${child.exitCode}.`)
  return said
}

/** As the demo counts them, which plays such a life over REST. */
export const graphCalls = async () => decodeDemo(await saidBy(demo, "--json")).graphCalls

const Rounds = Schema.Array(
  Schema.Struct({ p50Ms: Schema.Finite, p95Ms: Schema.Finite, p95CpuMs: Schema.Finite, p50Bytes: Schema.Finite })
)
/** What the console's own benchmark prints: each figure once a round. */
const ConsoleRounds = Schema.Struct({
  /** The first frame of a program that only shows a text with Ink. */
  firstHelloMs: Schema.Array(Schema.Finite),
  firstFrameMs: Schema.Array(Schema.Finite),
  firstIncidentsMs: Schema.Array(Schema.Finite),
  /** By the terminal's size. `plainInk`: moving in the same list in Ink without anything of the console. */
  keyToFrame: Schema.Record(Schema.String, Schema.Struct({ moving: Rounds, filtering: Rounds, plainInk: Rounds }))
})
const decodeConsole = Schema.decodeUnknownSync(Schema.fromJsonString(ConsoleRounds))

export const consoleRounds = async () => decodeConsole(await saidBy(consoleBenchmark))
