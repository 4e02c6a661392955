import type { LifeReport, Standing } from "./LastingLife.ts"

/** What the whole campaign found. Each life is two cells: while it goes wrong, and after it was mended. */
export interface LastingReport {
  readonly cells: number
  readonly ended: number
  readonly waitingTold: number
  readonly silent: number
  /** Lives whose team stayed open although its incident was closed and nothing that archiving needs went wrong. */
  readonly leftOpen: number
  /** Lives that didn't end by what was mended, and by doing what was printed after it. */
  readonly notMended: number
  /** Remedies that were printed and don't mend what went wrong. */
  readonly wrongRemedies: number
  readonly personsRefusedForOurTrouble: number
  readonly failures: ReadonlyArray<LifeReport>
}

const count = (standings: ReadonlyArray<Standing>, which: Standing): number =>
  standings.filter((standing) => standing === which).length

const isMended = ({ mended }: LifeReport): boolean => mended === "ended"

export const reportOf = (lives: ReadonlyArray<LifeReport>): LastingReport => {
  const standings = lives.flatMap(({ unmended, mended }) => [unmended, mended])
  return {
    cells: standings.length,
    ended: count(standings, "ended"),
    waitingTold: count(standings, "waitingTold"),
    silent: count(standings, "silent"),
    leftOpen: lives.filter(({ leftOpen }) => leftOpen).length,
    notMended: lives.filter((life) => !isMended(life)).length,
    wrongRemedies: lives.reduce((sum, { wrongRemedies }) => sum + wrongRemedies.length, 0),
    personsRefusedForOurTrouble: lives.reduce((sum, { refusedForOurTrouble }) => sum + refusedForOurTrouble, 0),
    failures: lives.filter(isBroken)
  }
}

/** Something that is claimed isn't so of it. */
export const isBroken = (life: LifeReport): boolean =>
  life.unmended === "silent" ||
  !isMended(life) ||
  life.leftOpen ||
  life.wrongRemedies.length > 0 ||
  life.refusedForOurTrouble > 0

/** What was claimed and isn't so, in words. */
export const brokenClaims = (report: LastingReport): ReadonlyArray<string> => [
  ...(report.cells > 0 ? [] : ["no cell was lived"]),
  ...(report.silent === 0 ? [] : [`${report.silent} cells wait and nothing says so`]),
  ...(report.leftOpen === 0 ? [] : [`${report.leftOpen} teams of closed incidents stayed open for something else`]),
  ...(report.notMended === 0 ? [] : [`${report.notMended} lives didn't end after what went wrong was mended`]),
  ...(report.wrongRemedies === 0 ? [] : [`${report.wrongRemedies} remedies don't mend what went wrong`]),
  ...(report.personsRefusedForOurTrouble === 0
    ? []
    : [`${report.personsRefusedForOurTrouble} people were refused for the installation's trouble`])
]
