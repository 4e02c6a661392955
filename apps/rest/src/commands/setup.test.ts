import { writeFileSync } from "node:fs"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { Console, Effect, Exit } from "effect"
import { describe, expect, it } from "vitest"
import { setup, type SetupStep } from "./setup.ts"

const permission = (name: string, more: Partial<SetupStep> = {}): SetupStep => ({
  about: name,
  state: "make",
  why: `for ${name}`,
  right: "Global Administrator",
  ...more
})
const others = { state: "other", remedy: "Ask them." } as const

/** What the command prints where `left` is left in the end, and how it ends. */
const printed = async (plan: ReadonlyArray<SetupStep>, left: ReadonlyArray<SetupStep>) => {
  const from = join(newFolder(), "choices.json")
  writeFileSync(from, "{}")
  let text = ""
  const write = (line: string) => void (text += `${line}\n`)
  const exit = await Effect.runPromiseExit(
    setup(
      { from, settingsFile: "x.env", plan: false, yes: true, json: false, remove: false },
      false,
      () => Effect.succeed({ plan, carryOut: () => Effect.succeed(left) }),
      () => Console.log("checked")
    ).pipe(
      Effect.provideService(Console.Console, { ...globalThis.console, log: write, error: write }),
      Effect.provide(NodeServices.layer)
    )
  )
  return { text, succeeded: Exit.isSuccess(exit) }
}

describe("what setup prints", () => {
  it("says once what several steps in a row need", async () => {
    const plan = [permission("A"), permission("B"), permission("C", others), permission("D", { right: "Owner" })]
    const { text, succeeded } = await printed(plan, [])
    expect(text).toContain(
      [
        "to make   A: for A",
        "to make   B: for B",
        "            needs Global Administrator",
        "OTHERS    C: for C",
        "            needs Global Administrator",
        "            -> Ask them.",
        "to make   D: for D",
        "            needs Owner",
        "",
        "3 to make, 1 for another administrator."
      ].join("\n")
    )
    expect(text).toMatch(/\nchecked\n$/u)
    expect(succeeded).toBe(true)
  })

  it("says in the end what waits for others, and what to do then", async () => {
    const { text, succeeded } = await printed([permission("A")], [permission("A", others), permission("B")])
    expect(text).toContain(
      [
        "Left to do:",
        "OTHERS    A: for A",
        "            needs Global Administrator",
        "            -> Ask them.",
        "later     B: for B",
        "            needs Global Administrator",
        "",
        "Later: run the same command again when the steps for others are done.",
        "",
        "2 steps are left."
      ].join("\n")
    )
    expect(succeeded).toBe(false)
  })

  it("has no word of a later step where none waits", async () => {
    const { text } = await printed([permission("A")], [permission("A", others)])
    expect(text).not.toMatch(/later/iu)
    expect(text).toMatch(/\n1 step is left\.\n$/u)
  })
})
