import type { Message } from "../console/Message.ts"
import type { Request, Workspace } from "../requests/Request.ts"
import type { CallDetails } from "../screens/calls/Calls.ts"

/** The connection to the server. Every outcome is dispatched as a message; nothing fails. */
export interface Way {
  /** Sends a request and returns the message with its answer or failure. */
  readonly ask: (request: Request) => Promise<Message>
  /** Undefined for a request that isn't complete yet. */
  readonly callBehind: (request: Request) => CallDetails | undefined
  /** Dispatches live changes until it is ended, and reconnects after every interruption. */
  readonly follow: (workspace: Workspace, dispatch: (message: Message) => void) => { readonly end: () => void }
  /** `claims`: what a policy demands of the sign-in (JSON). */
  readonly signIn: (dispatch: (message: Message) => void, claims?: string) => Promise<void>
}
