import { readdirSync, readFileSync } from "node:fs"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { oddWordsIn } from "@incident-teams/api/testing/plainEnglish"
import { Console, Effect, Layer, Predicate } from "effect"
import { Command } from "effect/cli"
import { expect, it } from "vitest"
import { documentUnderTest } from "../testing/documentUnderTest.ts"
import { commandLine, globalFlags } from "./commands/commandLine.ts"

/** Members of the document whose value is a text for people; all others hold names, patterns and data. */
const textual = new Set(["description", "summary", "title", "detail", "remedy", "text", "problem", "reason", "refusal"])

const textsIn = (value: unknown): ReadonlyArray<string> => {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (!Predicate.isObject(value)) return []
  return Object.entries(value).flatMap(([name, part]) =>
    typeof part === "string" && textual.has(name) ? [part] : textsIn(part)
  )
}

const oddIn = (texts: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(texts)].flatMap(oddWordsIn)

it("is what the OpenAPI document is written in", () => {
  const texts = textsIn(documentUnderTest)
  expect(texts.length).toBeGreaterThan(500)
  expect(oddIn(texts)).toEqual([])
})

it("finds an odd word that is planted anywhere in the document", () => {
  const planted = { ...documentUnderTest, "x-planted": { deep: [{ description: "50 unless told." }] } }
  expect(oddIn(textsIn(planted))).toHaveLength(2)
})

const help = async (...args: ReadonlyArray<string>): Promise<string> => {
  const printed: Array<unknown> = []
  const print = (...words: ReadonlyArray<unknown>) => void printed.push(...words)
  const commands = commandLine({
    serve: () => Effect.void,
    doctor: () => Effect.void,
    provision: () => Effect.void,
    setup: () => Effect.void
  })
  await Effect.runPromise(
    Command.runWith(commands, { version: "1.2.3" })([...args, "--help"]).pipe(
      Effect.provideService(Console.Console, { ...globalThis.console, log: print, error: print }),
      Effect.provide(Layer.merge(NodeServices.layer, globalFlags))
    )
  )
  return printed.join("\n")
}

it.each([[[]], [["serve"]], [["doctor"]], [["provision"]], [["setup"]]])(
  "is what the server's help is written in (%j)",
  async (args) => {
    const text = await help(...args)
    expect(text).toContain("USAGE")
    expect(oddWordsIn(text)).toEqual([])
  }
)

it("is what the page's scripts show", () => {
  const assets = new URL("../assets/", import.meta.url)
  const scripts = readdirSync(assets).filter((name) => name.endsWith(".js"))
  const texts = scripts.flatMap((name) => {
    const code = readFileSync(new URL(name, assets), "utf8").replaceAll(/^\s*(?:\/\/|\/?\*).*$/gmu, "")
    return [...code.matchAll(/"([^"\n]+)"|`([^`]+)`/gu)].map(([, plain, template]) => plain ?? template ?? "")
  })
  expect(texts).toContain("Live: changes appear automatically.")
  expect(oddIn(texts)).toEqual([])
})
