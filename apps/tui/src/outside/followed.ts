import type { Message } from "../console/Message.ts"
import type { State } from "../console/State.ts"
import type { Workspace } from "../requests/Request.ts"
import type { Way } from "./Way.ts"

/** Live events of the workspace that the console shows; connected anew when that changes, or after a sign-in. */
export const followed = (way: () => Promise<Way>, dispatch: (message: Message) => void) => {
  let now: { readonly workspace: Workspace; readonly end: Promise<() => void> } | undefined
  let over = false

  const end = (): void => {
    void now?.end.then((stop) => stop())
    now = undefined
  }

  return {
    /** To be called whenever the state changed. */
    to: ({ workspace, signedOut }: State): void => {
      // What a policy demands more for may be other requests than this one.
      const wanted = signedOut === undefined || signedOut.claims !== undefined ? workspace : undefined
      if (over || wanted === now?.workspace) return
      end()
      if (wanted === undefined) return
      now = { workspace: wanted, end: way().then(({ follow }) => follow(wanted, dispatch).end) }
    },
    /** For good: an answer that is still on its way must not connect again, and keep a console alive that was left. */
    stop: (): void => {
      over = true
      end()
    }
  }
}
