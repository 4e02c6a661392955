import type { Intent } from "../console/Intent.ts"
import type { Message } from "../console/Message.ts"
import type { RequestTag } from "../requests/Request.ts"
import { copy, open, type Terminal } from "./Terminal.ts"
import type { Way } from "./Way.ts"

/** Milliseconds without a further key before what follows somebody's typing is asked. */
const afterTyping = 150

export interface Outside {
  /** Loaded late: the first frame is drawn without it. */
  readonly way: () => Promise<Way>
  readonly terminal: Terminal
  /** Gives the terminal back to the shell until the process is continued. */
  readonly suspend: () => Promise<void>
  readonly leave: () => void
}

/** Does the console's outside work, and dispatches what came of it. */
export const carryOut = ({ way, terminal, suspend, leave }: Outside) => {
  const soon = new Map<RequestTag, NodeJS.Timeout>()

  return (intent: Intent, dispatch: (message: Message) => void): void => {
    switch (intent._tag) {
      case "Ask":
        void way().then(async ({ ask }) => dispatch(await ask(intent.request)))
        break
      case "AskSoon": {
        clearTimeout(soon.get(intent.request._tag))
        const asking = setTimeout(() => {
          void way().then(async ({ ask }) => dispatch(await ask(intent.request)))
        }, afterTyping)
        soon.set(intent.request._tag, asking)
        break
      }
      case "DescribeCall":
        void way().then(({ callBehind }) =>
          dispatch({ _tag: "CallDescribed", request: intent.request, details: callBehind(intent.request) })
        )
        break
      case "Copy":
        void copy(terminal, intent.text).then((where) =>
          dispatch({ _tag: "Noticed", tone: "good", text: `Copied ${intent.what} to ${where}: ${intent.text}` })
        )
        break
      case "Open":
        void open(terminal, intent.url).then(async (isOpen) => {
          if (isOpen) return dispatch({ _tag: "Noticed", tone: "good", text: `Opening ${intent.what}.` })
          const where = await copy(terminal, intent.url)
          return dispatch({
            _tag: "Noticed",
            tone: "good",
            text: `No browser is available here. Copied the address to ${where}: ${intent.url}`
          })
        })
        break
      case "SignIn":
        void way().then(({ signIn }) => signIn(dispatch, intent.claims))
        break
      case "Suspend":
        if (terminal.platform === "win32") {
          dispatch({ _tag: "Noticed", tone: "warning", text: "Windows can't suspend a program." })
        } else void suspend()
        break
      case "Leave":
        leave()
    }
  }
}
