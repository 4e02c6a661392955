import { requestAboutSeen } from "../screens/dialogs/dialogRequests.ts"
import { incidentChanges, teamChanges } from "../screens/incident/changesBetween.ts"
import type { SendingScreen } from "../screens/Screen.ts"
import type { State } from "./State.ts"
import { andThen, ask, step, type Step } from "./Step.ts"

/**
 * A dialog came too late for what it had seen. If nothing that matters to it has changed, it is sent again about what is
 * there now; otherwise it says what has, and leaves it to the person.
 */
export const reconsider = (state: State): Step =>
  state.above.reduce<Step>((before, screen, at) => {
    const latest = "sending" in screen && screen.failure?.kind === "changed" ? overtaken(state, screen) : undefined
    if (latest === undefined) return before
    const { since } = latest
    const request = since.length === 0 ? requestAboutSeen(state, latest) : undefined
    const anew = request === undefined ? latest : { ...latest, sending: request, failure: undefined }
    const put = (next: State): State => ({
      ...next,
      above: next.above.map((one, index) => (index === at ? anew : one))
    })
    return andThen(before, (next) => (request === undefined ? step(put(next)) : ask(put(next), request)))
  }, step(state))

/** The dialog about what is there now, with what has changed; undefined while that isn't known. */
const overtaken = ({ known }: State, screen: SendingScreen): SendingScreen | undefined => {
  switch (screen._tag) {
    case "Closing": {
      const seen = known.incidents.get(screen.seen.id)
      if (seen === undefined || seen.etag === screen.seen.etag) return undefined
      return { ...screen, seen, since: incidentChanges(screen.seen, seen) }
    }
    case "Choosing": {
      const { of } = screen
      const seen = "seen" in of ? known.incidents.get(of.seen.id) : undefined
      if (!("seen" in of) || seen === undefined || seen.etag === of.seen.etag) return undefined
      return { ...screen, of: { ...of, seen }, since: incidentChanges(of.seen, seen) }
    }
    case "Renaming": {
      const seen = known.teams.get(screen.seen.value.id)
      if (seen === undefined || seen.etag === screen.seen.etag) return undefined
      // Another state, another request: under the old name it would be answered as before.
      return { ...screen, seen, since: teamChanges(screen.seen.value, seen.value), edition: screen.edition + 1 }
    }
    case "TeamForm":
    case "Confirming":
    case "Reasoning":
      return undefined
  }
}
