import { isChange } from "../requests/endpointOf.ts"
import type { Request } from "../requests/Request.ts"
import type { Screen } from "../screens/Screen.ts"
import { isUnderWay, sent } from "./Exchange.ts"
import type { Intent } from "./Intent.ts"
import type { Notice, State } from "./State.ts"

/** What comes next, and what is to be done outside for it. */
export interface Step {
  readonly state: State
  readonly intents: ReadonlyArray<Intent>
}

export const step = (state: State, ...intents: ReadonlyArray<Intent>): Step => ({ state, intents })

/** One step after another. */
export const andThen = ({ state, intents }: Step, next: (state: State) => Step): Step => {
  const after = next(state)
  return { state: after.state, intents: [...intents, ...after.intents] }
}

/** Asks, unless the same is asked already: then it is asked once more as soon as that is answered. */
export const ask = (state: State, ...requests: ReadonlyArray<Request>): Step =>
  requests.reduce<Step>(
    (before, request) =>
      andThen(before, (now) => {
        if (isUnderWay(now.exchange, request) && isChange(request)) return step(now)
        const exchange = sent(now.exchange, request)
        return isUnderWay(now.exchange, request)
          ? step({ ...now, exchange })
          : step({ ...now, exchange }, { _tag: "Ask", request })
      }),
    step(state)
  )

/** The screen on top; undefined where the grid is. */
export const top = (state: State): Screen | undefined => state.above.at(-1)

export const opened = (state: State, screen: Screen): State => ({ ...state, above: [...state.above, screen] })

export const closed = (state: State): State => ({ ...state, above: state.above.slice(0, -1) })

/** The top screen, changed. */
export const changed = (state: State, screen: Screen): State => ({
  ...state,
  above: [...state.above.slice(0, -1), screen]
})

export const noticed = (state: State, tone: Notice["tone"], text: string): State => ({
  ...state,
  notice: { tone, text, since: state.now }
})

/** Milliseconds after which a good notice goes by itself. */
const readable = 8_000
/** Milliseconds after which it gives way to the next one. */
const leastReadable = 2_000

/** The notice as it has to be now: one that has been shown long enough is gone, or has given way to the one that waits. */
export const withDueNotice = (state: State): State => {
  const { notice, nextNotice, now } = state
  const shownFor = notice === undefined ? Number.POSITIVE_INFINITY : notice.tone === "good" ? now - notice.since : 0
  if (nextNotice !== undefined && shownFor >= leastReadable) {
    return { ...noticed(state, nextNotice.tone, nextNotice.text), nextNotice: undefined }
  }
  return notice !== undefined && shownFor >= readable ? { ...state, notice: undefined } : state
}

/** A name that was never given before; see Once in requests/Request.ts. */
export const newName = (state: State): { readonly name: string; readonly state: State } => ({
  name: `${state.seed}-${state.names}`,
  state: { ...state, names: state.names + 1 }
})
