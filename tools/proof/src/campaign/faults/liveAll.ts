/** Lives all of these, `atOnce` at a time as most of each is waiting, and reports each as soon as it is over. The result is in their order. */
export const liveAll = async <Cell, Report>(
  cells: ReadonlyArray<Cell>,
  atOnce: number,
  live: (cell: Cell) => Promise<Report>,
  onReport: (report: Report, done: number) => void
): Promise<ReadonlyArray<Report>> => {
  const reports: Array<Report> = []
  const waiting = cells.entries()
  let done = 0
  const lives = Array.from({ length: atOnce }, async () => {
    for (const [index, cell] of waiting) {
      const report = await live(cell)
      reports[index] = report
      done += 1
      onReport(report, done)
    }
  })
  await Promise.all(lives)
  return reports
}
