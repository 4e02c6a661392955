import { installationWords } from "@incident-teams/api/words/installation"
import { describe, expect, it } from "vitest"
import { consoleUnderTest } from "../../../testing/consoleUnderTest.ts"
import * as sample from "../../../testing/samples.ts"
import { rowsIn } from "../grid/gridLayout.ts"

const trouble = { kind: "credentials", message: installationWords("credentials") } as const

describe("the installation's trouble", () => {
  const incidents = Array.from({ length: 40 }, (_, at) => sample.incident(at + 1))

  it("is said in one sentence above everything else, for as long as the server reports it", () => {
    const console_ = consoleUnderTest({ incidents, size: { columns: 100, rows: 20 } })
    const before = console_.screen()
    expect(before).not.toContain(trouble.message)
    console_.answer({ _tag: "ReadTrouble" }, [trouble])
    const lines = console_.screen().split("\n")
    expect(lines[0]).toContain(`! ${trouble.message}`)
    expect(lines[1]).toContain("Incident Teams")
    expect(lines).toHaveLength(20)
    // The cursor stays to be seen where there is a row less.
    console_.press("end")
    const { grid, size } = console_.state()
    expect(size.rows).toBe(19)
    expect(grid.rows.length - grid.from).toBe(rowsIn(size))
    console_.press("enter")
    expect(console_.screen().split("\n")[0]).toContain(trouble.message)
    console_.press("esc", "home")
    console_.answer({ _tag: "ReadTrouble" }, [])
    expect(console_.screen()).toBe(before)
  })

  it("takes as many lines as it needs on a narrow terminal", () => {
    const console_ = consoleUnderTest({ incidents, size: { columns: 50, rows: 20 } })
    console_.answer({ _tag: "ReadTrouble" }, [trouble])
    const lines = console_.screen().split("\n")
    expect(`${lines[0]} ${lines[1]}`.replaceAll(/\s+/gu, " ")).toContain(trouble.message)
    expect(lines).toHaveLength(20)
  })

  it("is asked for with each look at the incidents, and nobody is bothered where it can't be read", () => {
    const console_ = consoleUnderTest({ incidents })
    console_.answer({ _tag: "ReadTrouble" }, [])
    console_.tell({ _tag: "Ticked", now: sample.now + 20_000 })
    expect(console_.asked("ReadTrouble")).toHaveLength(1)
    console_.fail({ _tag: "ReadTrouble" })
    expect(console_.screen()).not.toContain("It was refused.")
  })
})
