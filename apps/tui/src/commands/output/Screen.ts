import process from "node:process"
import { Clock, Config, Effect } from "effect"

/** What a person reads on. */
export interface Screen {
  /** Cells of a line. */
  readonly width: number
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Of lines that nobody sees on a terminal: room for a long title, and none for one that somebody made without end. */
const usualWidth = 160

/** The terminal's width, or what COLUMNS says where there is none. */
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
