import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { packages } from "./Mutated.ts"
import { mutationPage } from "./mutationPage.ts"
import { type Mutant, readReport } from "./MutationReport.ts"
import { scoreOf, tally } from "./Tally.ts"

const mutant = (status: Mutant["status"], more: Partial<Mutant> = {}): Mutant => ({
  file: "team/Imagined.ts",
  line: 7,
  original: "late > 0",
  replacement: "late >= 0",
  status,
  ...more
})
const [domain] = packages
const measured = { on: "2026-11-26", versions: { StrykerJS: "10.1.1" } }

describe("the report of a mutation run", () => {
  it("tells what was replaced, also where that has several lines", () => {
    const source = "const a = 1\nif (a) {\n  return a\n}\n"
    const location = { start: { line: 2, column: 8 }, end: { line: 4, column: 2 } }
    const mutants = [{ replacement: "{}", status: "Survived", location, mutatorName: "BlockStatement" }]
    const json = { framework: { version: "10.1.1" }, files: { "packages/domain/src/ids/A.ts": { source, mutants } } }
    expect(readReport(JSON.stringify(json), "packages/domain")).toEqual({
      version: "10.1.1",
      mutants: [{ file: "ids/A.ts", line: 2, original: "{\n  return a\n}", replacement: "{}", status: "Survived" }]
    })
  })

  it("counts what never came to its end as noticed, and what wasn't tried not at all", () => {
    const of = (...states: ReadonlyArray<Mutant["status"]>) => tally(states.map((status) => mutant(status)))
    const counts = of("Killed", "Killed", "Timeout", "Survived", "NoCoverage", "Ignored")
    expect(counts).toEqual({ mutants: 5, killed: 2, timeouts: 1, survived: 1, uncovered: 1, atLoad: 1 })
    expect(scoreOf(counts)).toBe(60)
    expect(scoreOf(of("Killed", "Killed", "Survived"))).toBe(66.66)
    expect(scoreOf(of("Ignored"))).toBe(100)
  })
})

describe("the page about mutants", () => {
  it("has a row for everything, each folder and each file", () => {
    const page = mutationPage(
      domain,
      [mutant("Killed"), mutant("Survived"), mutant("Timeout", { file: "ids/A.ts" })],
      measured
    )
    expect(page).toContain("| **all** | 3 | 1 | 1 | 1 | 0 | 0 | 66.66 |")
    expect(page).toContain("| **src/team** | 2 | 1 | 0 | 1 | 0 | 0 | 50.00 |")
    expect(page).toContain("| ids/A.ts | 1 | 0 | 1 | 0 | 0 | 0 | 100.00 |")
    expect(page).toContain("StrykerJS 10.1.1")
  })

  it("gives a survivor its reason, and says of which nobody knows one", () => {
    const [reason] = domain.explained
    const [known] = reason?.mutants ?? []
    if (reason === undefined || known === undefined) throw new Error("Nothing is explained.")
    const [file, original, replacement] = known
    const page = mutationPage(
      domain,
      [mutant("Survived", { file, original, replacement }), mutant("NoCoverage")],
      measured
    )
    const [before = "", unknown = ""] = page.split("### Not explained")
    expect(before).toContain(reason.why)
    expect(before).toContain(`${file}#L7`)
    expect(unknown).toContain("`late > 0` became `late >= 0`")
  })

  it("explains only what is still in the sources", () => {
    for (const { explained, folder } of packages) {
      for (const [file, original] of explained.flatMap(({ mutants }) => mutants)) {
        const source = readFileSync(new URL(`../../../../../${folder}/src/${file}`, import.meta.url), "utf8")
        expect(source, file).toContain(original)
      }
    }
  })
})
