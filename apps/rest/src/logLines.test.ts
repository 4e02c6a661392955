import { spawnSync } from "node:child_process"
import { setImmediate as nextTurn } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { logLines } from "./logLines.ts"

describe("log lines", () => {
  it("always come out whole and in their order, those of one turn together", async () => {
    const writes: Array<string> = []
    const { write } = logLines({
      write: (text: unknown) => {
        writes.push(String(text))
        return true
      }
    })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.stringMatching(/^[ -~]{0,20}$/u)), { maxLength: 6 }), async (turns) => {
        writes.length = 0
        for (const lines of turns) {
          for (const line of lines) write(line)
          await nextTurn()
        }
        expect(writes).toEqual(turns.filter((lines) => lines.length > 0).map((lines) => `${lines.join("\n")}\n`))
      })
    )
  })

  it.each(["process.exit(3)", "throw new Error('a fault')"])("come out before the process ends by %s", (end) => {
    const module = fileURLToPath(new URL("logLines.ts", import.meta.url))
    const program = `import { logLines } from ${JSON.stringify(module)}
      const { write } = logLines(process.stderr)
      write("the last line")
      ${end}`
    const { stderr, status } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
      encoding: "utf8"
    })
    expect(status).not.toBe(0)
    expect(stderr.split("\n")).toContain("the last line")
  })
})
