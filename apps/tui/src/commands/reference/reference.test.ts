import { readFileSync } from "node:fs"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { leaves } from "../../../testing/asked.ts"
import { reference, referenceFile } from "./reference.ts"

describe("docs/reference/commands.md", () => {
  it("is what the commands' definitions say; npm run reference writes it anew", async () => {
    expect(readFileSync(referenceFile, "utf8")).toBe(await Effect.runPromise(reference))
  })

  it("has every command, with what it answers", async () => {
    const text = await Effect.runPromise(reference)
    for (const { path } of leaves) {
      const [, section = ""] = text.split(`\n${path.includes(" ") ? "###" : "##"} ${path}\n`)
      expect(section).toContain(`incident-teams ${path}`)
      if (path !== "completion")
        expect(section.split("\n##")[0]).toMatch(/With `--json`: (?:`\w+`|an object with `\w+`)/u)
    }
  })
})
