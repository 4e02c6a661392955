/** A stretch of time in which nothing happened, drawn shorter than it was. */
export interface Break {
  readonly from: number
  readonly to: number
}

export interface Tick {
  readonly at: number
  /** The day is said, not the hour. */
  readonly day: boolean
  /** Left out where there is little room. */
  readonly minor: boolean
}

/** Where on a line of length 1 a moment is. */
export interface TimeScale {
  readonly from: number
  readonly to: number
  /** Never further left for a later moment. */
  readonly x: (at: number) => number
  readonly breaks: ReadonlyArray<Break>
  readonly ticks: ReadonlyArray<Tick>
}

/** A pause longer than this share of the whole is drawn as a break. */
const longPause = 0.25
/** How much of the line a break takes. */
const breakWidth = 0.08
/** What lies between two moments gets at least this much of the line, as long as half of it is left for the rest. */
const leastWidth = 0.014
/** How many ticks are looked for on the whole line, and how far they are apart at least. */
const mostTicks = 10
const ticksApart = 0.11
/** Ticks closer than this leave one another out where there is little room. */
const majorApart = 0.22

const minute = 60_000
const steps = [1, 5, 15, 30, 60, 180, 360, 720, 1_440, 2_880, 10_080, 40_320, 161_280, 525_600].map(
  (minutes) => minutes * minute
)

/** What lies between two moments that follow each other. */
interface Gap {
  readonly from: number
  readonly to: number
  readonly paused: boolean
  readonly start: number
  readonly width: number
}

const gapsOf = (moments: ReadonlyArray<number>): ReadonlyArray<Gap> => {
  const whole = (moments.at(-1) ?? 0) - (moments[0] ?? 0)
  const gaps = moments.slice(1).map((to, index) => {
    const from = moments[index] ?? to
    return { from, to, paused: moments.length > 2 && to - from > whole * longPause }
  })
  const running = gaps.filter(({ paused }) => !paused)
  const time = running.reduce((sum, { from, to }) => sum + to - from, 0)
  const least = Math.min(leastWidth, 0.5 / Math.max(1, gaps.length))
  const weights = gaps.map(({ from, to, paused }) => (paused ? breakWidth : Math.max(least, (to - from) / time)))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let end = 0
  return gaps.map((gap, index) => {
    const start = end
    const width = (weights[index] ?? 0) / total
    end += width
    return { ...gap, start, width }
  })
}

/**
 * A line on which all of `moments` have a place, in their order. Incidents have bursts with days between them: on an even
 * line each burst would be a point. So long pauses are cut short, and said to be, and what is close together is drawn a
 * little apart.
 */
export const timeScale = (moments: ReadonlyArray<number>): TimeScale => {
  const sorted = [...new Set(moments)].toSorted((a, b) => a - b)
  const [from = 0, to = from] = [sorted[0], sorted.at(-1)]
  const gaps = gapsOf(sorted)
  const x = (at: number): number => {
    const inside = gaps.find((gap) => at <= gap.to)
    if (inside === undefined) return at <= from ? 0 : 1
    return inside.start + (Math.max(0, at - inside.from) / (inside.to - inside.from)) * inside.width
  }
  return { from, to, x, breaks: gaps.filter(({ paused }) => paused), ticks: ticksOf(gaps, x) }
}

/** Round moments within what isn't a break, as many as there is room for. */
const ticksOf = (gaps: ReadonlyArray<Gap>, x: (at: number) => number): ReadonlyArray<Tick> => {
  const ticks: Array<Tick> = []
  let [last, major] = [-1, -1]
  for (const run of runsOf(gaps)) {
    const step =
      steps.find((one) => (run.to - run.from) / one <= Math.max(1, run.width * mostTicks)) ?? run.to - run.from
    for (let at = Math.ceil(run.from / step) * step; at <= run.to; at += step) {
      const here = x(at)
      if (last >= 0 && here - last < ticksApart) continue
      const minor = major >= 0 && here - major < majorApart
      ticks.push({ at, day: step >= 1_440 * minute, minor })
      last = here
      if (!minor) major = here
    }
  }
  return ticks
}

/** Gaps that follow each other without a break, as one. */
const runsOf = (gaps: ReadonlyArray<Gap>): ReadonlyArray<Pick<Gap, "from" | "to" | "width">> => {
  const runs: Array<Pick<Gap, "from" | "to" | "width">> = []
  for (const { from, to, width, paused } of gaps) {
    const before = runs.at(-1)
    if (paused) continue
    if (before?.to === from) runs[runs.length - 1] = { from: before.from, to, width: before.width + width }
    else runs.push({ from, to, width })
  }
  return runs
}
