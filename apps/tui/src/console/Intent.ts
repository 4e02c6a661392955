import type { Request } from "../requests/Request.ts"

/** What is to be done outside. Carried out by the runtime; what comes of it arrives as a message. */
export type Intent =
  | { readonly _tag: "Ask"; readonly request: Request }
  /** After a moment, unless another of its kind comes first: for what follows somebody's typing. */
  | { readonly _tag: "AskSoon"; readonly request: Request }
  | { readonly _tag: "DescribeCall"; readonly request: Request }
  /** Onto the clipboard. `what`: `the team's link`. */
  | { readonly _tag: "Copy"; readonly text: string; readonly what: string }
  /** In a browser or in Teams. */
  | { readonly _tag: "Open"; readonly url: string; readonly what: string }
  | { readonly _tag: "SignIn"; readonly claims: string | undefined }
  /** Stops the process until the shell continues it. */
  | { readonly _tag: "Suspend" }
  | { readonly _tag: "Leave" }
