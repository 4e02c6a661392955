import type { Step } from "../../console/Step.ts"
import type { Request } from "../../requests/Request.ts"

/** One of several things to choose from: it sends a request, or changes only what the console shows. */
export interface Choice {
  readonly words: string
  /** The current value. */
  readonly now: boolean
  readonly does: { readonly request: Request } | { readonly choose: () => Step }
}

/** What there is to choose from. */
export interface Choices {
  readonly title: string
  /** Above the choices. */
  readonly hint?: string
  readonly choices: ReadonlyArray<Choice>
}
