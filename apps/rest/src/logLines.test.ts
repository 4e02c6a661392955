import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import * as fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { logLines } from "./logLines.ts"

describe("log lines", () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it("always come out whole and in their order, those of one moment together", () => {
    const writes: Array<string> = []
    const { write } = logLines({
      write: (text: unknown) => {
        writes.push(String(text))
        return true
      }
    })
    fc.assert(
      fc.property(fc.array(fc.array(fc.stringMatching(/^[ -~]{0,20}$/u)), { maxLength: 6 }), (moments) => {
        writes.length = 0
        for (const lines of moments) {
          for (const line of lines) write(line)
          vi.advanceTimersByTime(10)
        }
        expect(writes).toEqual(moments.filter((lines) => lines.length > 0).map((lines) => `${lines.join("\n")}\n`))
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
