import process from "node:process"
import { Clock, Config, Effect } from "effect"

/** Where a person reads the output. */
export interface Screen {
  /** Cells of a line. */
  readonly width: number
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Without a terminal: wide enough for a long title, and a limit for an endless one. */
const usualWidth = 160

/** The terminal's width, or the value of COLUMNS if there is no terminal. */
const width: Effect.Effect<number> = Effect.suspend(() =>
  process.stdout.isTTY && process.stdout.columns > 0
    ? Effect.succeed(process.stdout.columns)
    : Config.Int("COLUMNS").pipe(
        Effect.filterOrFail((columns) => columns > 0),
        Effect.orElseSucceed(() => usualWidth)
      )
)

export const screen: Effect.Effect<Screen> = Effect.zipWith(Clock.currentTimeMillis, width, (now, cells) => ({
  width: cells,
  now
}))
