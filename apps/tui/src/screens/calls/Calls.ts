import type { Call } from "../../requests/asCurl.ts"
import type { Request } from "../../requests/Request.ts"

/** A call as it would go over the wire, and what to paste into a shell to make it. */
export interface CallDetails {
  readonly call: Call
  readonly curl: string
  /** The same as a command of incident-teams, where there is one. */
  readonly command: string | undefined
}

/** One action that has a REST call behind it. */
export interface CallBehind {
  readonly does: string
  readonly request: Request
}

/** The REST calls behind the keys of the screen below. */
export interface Calls {
  readonly _tag: "Calls"
  readonly behind: ReadonlyArray<CallBehind>
  readonly at: number
  /** The one under the cursor; undefined until it is worked out, or where something is still missing in it. */
  readonly details: CallDetails | undefined
}
