import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { ConfigProvider, Console, Context, Effect, Layer, Schema, Stdio, Stream } from "effect"
import type { Command } from "effect/cli"
import { afterAll, inject } from "vitest"
import { Answer } from "../src/commands/action.ts"
import { exitCodeOf } from "../src/commands/exitCode.ts"
import { program } from "../src/commands/program.ts"
import { runProgram } from "../src/commands/runCommand.ts"
import { tokenOf } from "./simulated.ts"

const { url } = inject("sandbox")

/** How a command ended, and what it said. */
export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export type Environment = Readonly<Record<string, string>>

/** A home without anything in it, so that nobody's own sign-in is used. */
const home = mkdtempSync(join(tmpdir(), "console-test-"))
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** Runs a command in this process, in an environment of its own and with this text on standard input. */
const run = async (environment: Environment, stdin: string, args: ReadonlyArray<string>): Promise<Ended> => {
  const stdout: Array<unknown> = []
  const stderr: Array<unknown> = []
  const console: Console.Console = {
    ...globalThis.console,
    log: (...words) => void stdout.push(...words),
    error: (...words) => void stderr.push(...words)
  }
  const env = { INCIDENT_TEAMS_SERVER: url, XDG_STATE_HOME: home, ...environment }
  const exit = await Effect.runPromiseExit(
    runProgram(
      args,
      Layer.merge(NodeServices.layer, Stdio.layerTest({ stdin: Stream.encodeText(Stream.make(stdin)) }))
    ).pipe(
      Effect.provideService(Console.Console, console),
      Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env }))
    )
  )
  return { code: exitCodeOf(exit), stdout: stdout.join("\n"), stderr: stderr.join("\n") }
}

/** The same with nothing on standard input. */
export const asked = (environment: Environment, ...args: ReadonlyArray<string>): Promise<Ended> =>
  run(environment, "", args)

/** The same as one of the sample users or applications. */
export const as = async (who: string, ...args: ReadonlyArray<string>): Promise<Ended> =>
  asked({ INCIDENT_TEAMS_TOKEN: await tokenOf(who) }, ...args)

/** The same with a text on standard input. */
export const sent = async (who: string, stdin: string, ...args: ReadonlyArray<string>): Promise<Ended> =>
  run({ INCIDENT_TEAMS_TOKEN: await tokenOf(who) }, stdin, args)

export interface Leaf {
  /** `team create`. */
  readonly path: string
  readonly command: Command.Command.Any
}

const below = (command: Command.Command.Any, path: ReadonlyArray<string>): ReadonlyArray<Leaf> => {
  const commands = command.subcommands.flatMap((group) => group.commands)
  return commands.length === 0
    ? [{ path: path.join(" "), command }]
    : commands.flatMap((one) => below(one, [...path, one.name]))
}

/** Every command that does something. */
export const leaves: ReadonlyArray<Leaf> = below(program, [])

/** Which commands have answered with 0 here, so that none of them only ever met its own gate. */
export const succeeded = new Set<string>()

const leafOf = (args: ReadonlyArray<string>): Leaf => {
  const leaf = leaves.find(({ path }) => path.split(" ").every((word, at) => args[at] === word))
  if (leaf === undefined) throw new Error(`There is no command ${args.join(" ")}.`)
  return leaf
}

/** What is wrong with JSON by the schema that documents a command: more fields than that has are wrong, too. */
const checked = (leaf: Leaf, text: string): unknown => {
  const schema = Context.get(leaf.command.annotations, Answer)
  if (schema === undefined) throw new Error(`${leaf.path} documents no answer.`)
  const json: unknown = JSON.parse(text)
  Schema.decodeUnknownSync(Schema.toCodecJson(schema))(json, { onExcessProperty: "error" })
  return json
}

/** The same of a command that ran with --json. */
export const documented = (args: ReadonlyArray<string>, { stdout }: Ended): unknown => checked(leafOf(args), stdout)

/** What a command answers with --json, held against the schema that documents it. Fails the test unless it ends with 0. */
// A test compares what it reads of an answer, so a wrong guess fails it.
// oxlint-disable-next-line typescript/no-explicit-any
export const json = async (who: string, ...args: ReadonlyArray<string>): Promise<any> => {
  const leaf = leafOf(args)
  const { code, stdout, stderr } = await as(who, ...args, "--json")
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}:\n${stderr}`)
  succeeded.add(leaf.path)
  return checked(leaf, stdout)
}

/** What became of each, of a command that may fail for some of them: its exit code, its stderr and what is documented. */
export const results = async (who: string, stdin: string, ...args: ReadonlyArray<string>) => {
  const { code, stdout, stderr } = await sent(who, stdin, ...args, "--json")
  return { code, stderr, document: checked(leafOf(args), stdout) }
}
