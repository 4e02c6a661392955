import { expect, it } from "vitest"
import { columnsIn } from "../columns.ts"
import type { CellReport } from "./Cell.ts"
import { faultColumns, faultPage } from "./faultTable.ts"
import { allCells } from "./runFaults.ts"

const lived = allCells.map(({ step, trouble, meanwhile }): CellReport => ({
  step: step.step,
  surface: step.surface,
  trouble: trouble.name,
  meanwhile,
  applied: 1,
  converged: true,
  retried: trouble.name === "403",
  requested: 1,
  teams: 1,
  orphans: 0,
  falseAudits: [],
  calls: meanwhile === "none" ? 30 : 33
}))

it("the page of passing faults keeps what it showed, except for the columns that are made again", () => {
  const columns = faultColumns(lived)
  const page = faultPage(columns, allCells)
  expect(columnsIn(page)).toEqual(columns)
  expect(columns.get("Archive")?.get("503")).toBe("32")
  expect(columns.get("Archive")?.get("403")).toBe("32 ↻")
  const broken = faultColumns(
    lived.filter(({ step }) => step === "Archive").map((cell) => ({ ...cell, failure: "never came to rest" }))
  )
  const later = faultPage(new Map([...columnsIn(page), ...broken]), allCells)
  expect(columnsIn(later).get("Archive")?.get("503")).toBe("✗")
  expect(columnsIn(later).get("Unarchive")).toEqual(columns.get("Unarchive"))
  const [cells, failed] = [allCells.length / 3, broken.get("Archive")?.size ?? 0]
  expect(later).toContain(`${cells} cells of 3 lives each, ${cells - failed} as claimed`)
})
