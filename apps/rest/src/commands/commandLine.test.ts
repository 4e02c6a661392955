import * as NodeServices from "@effect/platform-node/NodeServices"
import { Console, Effect, Layer } from "effect"
import { Command } from "effect/cli"
import { describe, expect, it } from "vitest"
import { commandLine, globalFlags } from "./commandLine.ts"
import { exitCode } from "./exitCode.ts"

/** What was done, what was printed and how it ended, for these arguments. */
const asked = async (...args: ReadonlyArray<string>) => {
  const did: Array<string> = []
  const printed: Array<unknown> = []
  const note = (...words: ReadonlyArray<unknown>) => void printed.push(...words)
  const doing = (what: string) => Effect.sync(() => void did.push(what))
  const commands = commandLine({
    serve: (role) => doing(`serve as ${role}`),
    doctor: (flags) => doing(`doctor ${JSON.stringify(flags)}`),
    provision: (maxThroughput) => doing(`provision ${maxThroughput ?? "without throughput"}`),
    setup: (flags) => doing(`setup ${JSON.stringify(flags)}`)
  })
  const exit = await Effect.runPromiseExit(
    Command.runWith(commands, { version: "1.2.3" })(args).pipe(
      Effect.provideService(Console.Console, { ...globalThis.console, log: note, error: note }),
      Effect.provide(Layer.merge(NodeServices.layer, globalFlags))
    )
  )
  return { did, printed: printed.join("\n"), code: exitCode(exit) }
}

describe("the command line", () => {
  it.each([
    [[], "serve as all"],
    [["serve"], "serve as all"],
    [["serve", "--role", "all"], "serve as all"],
    [["serve", "--role", "api"], "serve as api"],
    [["serve", "--role=worker"], "serve as worker"],
    [["doctor"], 'doctor {"json":false,"settingsFile":"incident-teams.env"}'],
    [["doctor", "--json"], 'doctor {"json":true,"settingsFile":"incident-teams.env"}'],
    [["doctor", "--from", "a.json"], 'doctor {"json":false,"from":"a.json","settingsFile":"incident-teams.env"}'],
    [["provision"], "provision without throughput"],
    [["provision", "--max-throughput", "4000"], "provision 4000"],
    [
      ["setup", "--from", "a.json", "--plan"],
      'setup {"from":"a.json","settingsFile":"incident-teams.env","plan":true,"yes":false,"json":false,"remove":false}'
    ]
  ])("asked for %j does: %s", async (args, does) => {
    expect(await asked(...args)).toEqual({ did: [does], printed: "", code: 0 })
  })

  it.each([[["--help"]], [["-h"]], [["serve", "--help"]]])("explains itself when asked for %j", async (args) => {
    const { did, printed, code } = await asked(...args)
    expect({ did, code }).toEqual({ did: [], code: 0 })
    expect(printed).toContain("incident-teams-server")
    expect(printed).toContain("USAGE")
  })

  it("tells its version", async () => {
    expect(await asked("--version")).toEqual({ did: [], printed: "incident-teams-server v1.2.3", code: 0 })
  })

  it.each([
    [["sevre"], "serve"],
    [["--frob"], "--frob"],
    [["serve", "--frob"], "--frob"],
    [["serve", "now"], "now"],
    [["serve", "--role", "boss"], "role"],
    [["--role", "api"], "role"],
    [["provision", "--max-throughput", "1500"], "multiple of 1000"]
  ])("does nothing when asked for %j, and says what it doesn't know", async (args, word) => {
    const { did, printed, code } = await asked(...args)
    expect({ did, code }).toEqual({ did: [], code: 2 })
    expect(printed).toMatch(new RegExp(`ERROR[^]*${word}`, "u"))
  })
})
