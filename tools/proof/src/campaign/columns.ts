import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

/** What a page shows of a matrix: by step, then by what was done to it. */
export type Columns = ReadonlyMap<string, ReadonlyMap<string, string>>

/** The columns of these reports; `shown`: of all those that one cell is about. */
export const columnsOf = <Report extends { readonly step: string }>(
  reports: ReadonlyArray<Report>,
  row: (report: Report) => string,
  shown: (cell: ReadonlyArray<Report>) => string
): Columns =>
  new Map(
    [...Map.groupBy(reports, ({ step }) => step)].map(([step, ofStep]) => [
      step,
      new Map([...Map.groupBy(ofStep, row)].map(([name, cell]) => [name, shown(cell)]))
    ])
  )

/** The columns of a page that was generated before. */
export const columnsIn = (page: string): Columns => {
  const columns = new Map<string, Map<string, string>>()
  let steps: ReadonlyArray<string> = []
  for (const line of page.split("\n").filter((one) => one.startsWith("|"))) {
    const [row = "", ...cells] = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim())
    if (row === "") steps = cells
    else if (!row.startsWith("---")) {
      for (const [index, step] of steps.entries()) {
        const cell = cells[index] ?? ""
        if (cell !== "") columns.set(step, (columns.get(step) ?? new Map<string, string>()).set(row, cell))
      }
    }
  }
  return columns
}

/** As Markdown, each once and in this order: a column for each step that was done, a row for what was done to it. */
export const tableOf = (
  columns: Columns,
  cells: ReadonlyArray<{ readonly step: string; readonly row: string }>,
  alignment: "---" | "---:" = "---"
): string => {
  const steps = [...new Set(cells.map(({ step }) => step))].filter((step) => columns.has(step))
  const rows = [...new Set(cells.map(({ row }) => row))]
    .map((row) => [row, ...steps.map((step) => columns.get(step)?.get(row) ?? "")])
    .filter(([, ...shown]) => shown.some((cell) => cell !== ""))
  return [["", ...steps], ["---", ...steps.map(() => alignment)], ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n")
}

/** Writes a page of docs/reference, with these columns in place of those that it had of the same steps. */
export const writeColumns = (name: string, columns: Columns, pageOf: (columns: Columns) => string): void => {
  const page = fileURLToPath(new URL(`../../../../docs/reference/${name}.md`, import.meta.url))
  const before = existsSync(page) ? columnsIn(readFileSync(page, "utf8")) : []
  writeFileSync(page, pageOf(new Map([...before, ...columns])))
}
