import type { PrincipalView } from "@incident-teams/api/values/People"
import { whyNotStar } from "../console/rights.ts"
import type { State } from "../console/State.ts"
import { ask } from "../console/Step.ts"
import type { Binding } from "../keys/Binding.ts"

export const isFavorite = ({ known }: State, { id }: PrincipalView): boolean =>
  known.favorites?.some((one) => one.id === id) === true

/** What a key does that adds someone to the favorites, or removes them; `keeping`: what that doesn't change. */
export const starring = (
  state: State,
  principal: PrincipalView,
  keeping = ""
): Pick<Binding, "does" | "changes" | "refusal" | "request" | "press"> => {
  const starred = isFavorite(state, principal)
  const request = { _tag: starred ? "Unstar" : "Star", principal } as const
  return {
    does: starred
      ? `remove ${principal.name} from your favorites${keeping}`
      : `add ${principal.name} to your favorites, which are preselected for new teams`,
    changes: true,
    refusal: whyNotStar(state),
    request,
    press: () => ask(state, request)
  }
}
