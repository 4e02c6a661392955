import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { readHowTo } from "./HowTo.ts"
import { house, thisWorkspace } from "./thisWorkspace.ts"

const steps = readHowTo(readFileSync(join(house, "docs/how-to/write-an-adapter.md"), "utf8"))

/** Those of files that it doesn't make itself. */
const changes = steps.flatMap((step) =>
  step._tag === "Change" ? step.paths.map((path) => ({ path, before: step.before })) : []
)

it.each(changes.filter(({ path }) => thisWorkspace.read(path) !== undefined))(
  "write-an-adapter.md changes $path where it says",
  ({ before, path }) => {
    const places = thisWorkspace.read(path)?.split(before).length ?? 0
    expect(places - 1, `Correct the diff of docs/how-to/write-an-adapter.md. Not once in ${path}:\n${before}`).toBe(1)
  }
)

it("reads commands, files and changes", () => {
  const text = [
    "Write `a/b.ts`:",
    "```ts\nconst one = 1\n```",
    "Change `a/b.ts` and `a/c.ts`:",
    "```diff\n-one\n+two\n\n three\n```",
    "```sh fails\nfalse\n```",
    "```text\nNo\n```"
  ]
  expect(readHowTo(text.map((block) => `${block}\n`).join("\n"))).toEqual([
    { _tag: "Write", path: "a/b.ts", text: "const one = 1\n" },
    { _tag: "Change", paths: ["a/b.ts", "a/c.ts"], before: "one\n\nthree\n", after: "two\n\nthree\n" },
    { _tag: "Run", script: "false\n", fails: true, says: ["No"] }
  ])
})
