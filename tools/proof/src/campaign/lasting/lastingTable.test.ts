import { expect, it } from "vitest"
import { columnsIn } from "../columns.ts"
import type { LifeReport } from "./LastingLife.ts"
import { lastingColumns, lastingPage } from "./lastingTable.ts"
import { allLives } from "./runLasting.ts"

const lived = allLives.map(({ step, answer, turn, span }): LifeReport => ({
  step: step.step,
  answer: answer.name,
  turn,
  span,
  unmended: "waitingTold",
  mended: "ended",
  acted: false,
  leftOpen: false,
  wrongRemedies: [],
  refusedForOurTrouble: 0,
  words: ""
}))

it("the page of lasting answers keeps what it showed, except for the columns that are made again", () => {
  const columns = lastingColumns(lived)
  const page = lastingPage(columns, allLives)
  expect(columnsIn(page)).toEqual(columns)
  const broken = lastingColumns(
    lived.filter(({ step }) => step === "Archive").map((life) => ({ ...life, mended: "silent" }))
  )
  const later = columnsIn(lastingPage(new Map([...columnsIn(page), ...broken]), allLives))
  expect([...(later.get("Archive")?.values() ?? [])]).toContain("✗")
  expect(later.get("Unarchive")).toEqual(columns.get("Unarchive"))
})
