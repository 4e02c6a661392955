import type { Failure } from "../../requests/Failure.ts"

/** Somebody signs in with a device code: in a browser, on whatever device. */
export interface SigningIn {
  readonly _tag: "SigningIn"
  /** Where to go and what to enter there; undefined until Entra has said. */
  readonly address: string | undefined
  readonly code: string | undefined
  readonly failure: Failure | undefined
}
