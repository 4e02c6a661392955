import type { Failure } from "../requests/Failure.ts"
import type { Request } from "../requests/Request.ts"

/** A dialog that sends something and stays until that is done: what was typed is still there if it fails. */
export interface Sending {
  /** Sent, and not answered yet. */
  readonly sending: Request | undefined
  /** Why the last one failed. */
  readonly failure: Failure | undefined
  /** What somebody else changed of it while the dialog was open. */
  readonly since: ReadonlyArray<string>
}

export const unsent: Sending = { sending: undefined, failure: undefined, since: [] }
