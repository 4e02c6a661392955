import type { Message } from "../console/Message.ts"
import type { Request, Workspace } from "../requests/Request.ts"
import type { ToldCall } from "../screens/calls/Calls.ts"

/** The way to the server. Everything that comes of it is told as a message; nothing of it fails. */
export interface Way {
  /** Sends a request: told is what was answered, or why nothing was. */
  readonly ask: (request: Request) => Promise<Message>
  /** Undefined for a request that isn't complete yet. */
  readonly callBehind: (request: Request) => ToldCall | undefined
  /** Tells live changes until it is ended, and connects again whenever they break off. */
  readonly follow: (workspace: Workspace, tell: (message: Message) => void) => { readonly end: () => void }
  readonly signIn: (tell: (message: Message) => void) => Promise<void>
}
