import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { readHowTo } from "./testing/HowTo.ts"
import { house } from "./testing/thisWorkspace.ts"
import { WorkspaceCopy } from "./testing/WorkspaceCopy.ts"

const steps = readHowTo(readFileSync(join(house, "docs/how-to/write-an-adapter.md"), "utf8"))

let copy: WorkspaceCopy
beforeAll(() => {
  copy = new WorkspaceCopy()
})
afterAll(() => copy[Symbol.dispose]())

describe("docs/how-to/write-an-adapter.md", { timeout: 600_000 }, () => {
  it("can be followed to the letter, from generation to green", () => {
    const files = new Map<string, string>()
    for (const step of steps) {
      if (step._tag === "Write") {
        copy.write(step.path, step.text)
        files.set(step.path, step.text)
      } else {
        const { output, status } = copy.run("bash", ["-ec", step.script])
        expect(status === 0, `${step.script}\n${output}`).toBe(!step.fails)
        for (const line of step.says) expect(output).toContain(line)
      }
    }
    // It had formatted what it wrote: the document shows it as it stays.
    for (const [path, text] of files) expect([path, copy.read(path)]).toEqual([path, text])
    expect(files.size).toBeGreaterThan(0)
    expect(steps.at(-1)).toMatchObject({ _tag: "Run", fails: false })
  })
})
