import type { Step } from "../console/Step.ts"
import type { Request } from "../requests/Request.ts"
import type { Key } from "./Key.ts"

/** What one or more keys do on a screen at this moment. */
export interface Binding {
  /** The first is the one that the foot of the screen shows. */
  readonly keys: readonly [Key, ...ReadonlyArray<Key>]
  /** What it does, in the imperative: `close the incident`. */
  readonly does: string
  /** Under which heading `?` lists it. */
  readonly group: "Move" | "Incident" | "Team" | "List" | "Form" | "Typing" | "Everywhere"
  /** A word or two for the foot of the screen; without it, only `?` lists the key. */
  readonly hint?: string
  /** Its hint comes after the others. */
  readonly late?: boolean
  /** Its name on the command line. */
  readonly word?: string
  /** Why it can't be used now; the key then only shows this reason. */
  readonly refusal?: string | undefined
  /** It changes something outside of the console, or opens the dialog that does. */
  readonly changes?: boolean
  /** The call that it makes, or leads to. */
  readonly request?: Request | undefined
  readonly press: () => Step
}

/** Bindings that are there only at times. */
export const when = (there: boolean, ...bindings: ReadonlyArray<Binding>): ReadonlyArray<Binding> =>
  there ? bindings : []
