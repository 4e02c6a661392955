import type { Screen } from "../screens/Screen.ts"
import { kindOf } from "../screens/screenKinds.ts"
import type { State } from "./State.ts"
import { andThen, ask, step, type Step } from "./Step.ts"

/**
 * A dialog came too late for what it had seen. If nothing that matters to it has changed, it is sent again about what is
 * there now; otherwise it says what has, and leaves it to the person.
 */
export const reconsider = (state: State): Step =>
  state.above.reduce<Step>((before, screen, at) => {
    const failed = "sending" in screen && screen.failure?.kind === "changed"
    const latest = failed ? kindOf<Screen>(screen).overtaken?.(state, screen) : undefined
    if (latest === undefined || !("since" in latest.screen)) return before
    const request = latest.screen.since.length === 0 ? latest.request : undefined
    const anew = request === undefined ? latest.screen : { ...latest.screen, sending: request, failure: undefined }
    const put = (next: State): State => ({
      ...next,
      above: next.above.map((one, index) => (index === at ? anew : one))
    })
    return andThen(before, (next) => (request === undefined ? step(put(next)) : ask(put(next), request)))
  }, step(state))
