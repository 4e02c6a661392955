import { Effect } from "effect"
import { expect, it } from "vitest"
import { leaves } from "../../testing/asked.ts"
import { inputOf, namedInputs } from "./inputOf.ts"
import { helpOf } from "./reference/helpOf.ts"

it("names only arguments and flags that a command has", async () => {
  const helps = await Promise.all(leaves.map(({ path }) => Effect.runPromise(helpOf(path.split(" ")))))
  const taken = helps.flatMap(({ args = [], flags }) => [
    ...args.map(({ name }) => `<${name}>`),
    ...flags.map(({ name }) => `--${name}`)
  ])
  expect(taken).toEqual(expect.arrayContaining([...namedInputs]))
})

it("names the whole list for an item of it, and nothing that a command fills in by itself", () => {
  expect(inputOf("people.0")).toBe("--person")
  for (const field of ["operationId", "Authorization", "constructor", ""]) expect(inputOf(field)).toBeUndefined()
})
