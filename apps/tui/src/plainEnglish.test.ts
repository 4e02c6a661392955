import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { oddWordsIn } from "@incident-teams/api/testing/plainEnglish"
import { Effect, Option } from "effect"
import { Command, type HelpDoc } from "effect/cli"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { life, played } from "../testing/lives.ts"
import { rendered } from "../testing/rendered.ts"
import * as sample from "../testing/samples.ts"
import { program } from "./commands/program.ts"
import { helpOf } from "./commands/reference/helpOf.ts"
import { reference } from "./commands/reference/reference.ts"
import { step } from "./console/Step.ts"
import type { Binding } from "./keys/Binding.ts"
import { bindingsOf } from "./screens/bindingsOf.ts"

const oddWordsOf = (texts: Iterable<string>): ReadonlyArray<string> => [...texts].flatMap(oddWordsIn)

/** Every description in a command's help. */
const textsOfHelp = ({ description, args, flags, globalFlags, examples }: HelpDoc.HelpDoc): ReadonlyArray<string> => [
  description,
  ...[...(args ?? []), ...flags, ...(globalFlags ?? [])].map((one) => Option.getOrElse(one.description, () => "")),
  ...(examples ?? []).map((one) => one.description ?? "")
]

/** The help of a command and of everything below it. */
const textsOfCommands = async (
  command: Command.Command.Any,
  path: ReadonlyArray<string> = []
): Promise<ReadonlyArray<string>> => {
  const below = command.subcommands.flatMap(({ commands }) => commands)
  const own = textsOfHelp(await Effect.runPromise(helpOf(path)))
  const others = await Promise.all(below.map((one) => textsOfCommands(one, [...path, one.name])))
  return [...own, ...others.flat()]
}

const textsOfBinding = ({ does, hint, refusal }: Binding): ReadonlyArray<string> => [does, hint ?? "", refusal ?? ""]

/** What the console shows in many lives: keys with what they do and why they can't be used, notices, and screens. */
const textsOfLives = (options: Parameters<typeof played>[2]): ReadonlySet<string> => {
  const texts = new Set<string>()
  for (const happenings of fc.sample(life, { numRuns: 120, seed: 11 })) {
    const last = played(
      happenings,
      (_, __, { state }) => {
        if (state.notice !== undefined) texts.add(state.notice.text)
        for (const text of bindingsOf(state).flatMap(textsOfBinding)) texts.add(text)
      },
      options
    )
    for (const line of rendered(last).split("\n")) texts.add(line)
  }
  return texts
}

const sources = (): ReadonlyArray<string> => {
  const folder = fileURLToPath(new URL(".", import.meta.url))
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/u.test(file) && !/\.test\.tsx?$/u.test(file))
    .map((file) => readFileSync(`${folder}/${file}`, "utf8"))
}

/** The strings of a source that consist of several words: texts, rather than names. Without comments and expressions. */
const textsOfSource = (source: string): ReadonlyArray<string> =>
  source
    .replaceAll(/^\s*(?:\/\*\*|\*|\/\/).*$/gmu, "")
    .replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/gu, "…")
    .match(/"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/gu)
    ?.filter((text) => text.includes(" ")) ?? []

describe("plain English", () => {
  it("is in the help of every command, and in their reference", async () => {
    expect(oddWordsOf(await textsOfCommands(program))).toEqual([])
    // A schema may have the name of an event: that is for programs.
    const lines = (await Effect.runPromise(reference)).split("\n").filter((line) => !line.startsWith("With `--json`"))
    expect(oddWordsOf(lines)).toEqual([])
  })

  it.each([
    ["a Responder", {}],
    ["a Reader", { me: sample.reader }],
    ["--readonly", { readonly: true }]
  ])("is what the console shows: %s", (_, options) => {
    const texts = textsOfLives(options)
    expect(texts.size).toBeGreaterThan(500)
    expect(oddWordsOf(texts)).toEqual([])
  })

  it("is in every text of the sources", () => {
    const texts = sources().flatMap(textsOfSource)
    expect(texts.length).toBeGreaterThan(300)
    expect(oddWordsOf(texts)).toEqual([])
  })

  it("is missed where an odd word is planted: in help, in a key, in a text", () => {
    const planted: HelpDoc.HelpDoc = {
      description: "List teams.",
      usage: "planted",
      flags: [
        {
          name: "limit",
          aliases: [],
          type: "integer",
          description: Option.some("How many at most, 50 unless told."),
          required: false
        }
      ],
      annotations: Command.make("planted").annotations
    }
    expect(oddWordsOf(textsOfHelp(planted))).not.toEqual([])
    const binding: Binding = {
      keys: ["+"],
      does: "approve the request",
      group: "Team",
      hint: "let in",
      press: () => step(played([], () => {}))
    }
    expect(oddWordsOf(textsOfBinding(binding))).not.toEqual([])
    expect(oddWordsOf(textsOfSource('const why = "Blocked at EnsureTeam."'))).not.toEqual([])
  })
})
