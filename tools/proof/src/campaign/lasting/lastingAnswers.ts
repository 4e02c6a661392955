import type { StepCall } from "../faults/steps.ts"
import { answer } from "../faults/Trouble.ts"
import type { Ailment } from "./ailing.ts"

/**
 * Why a call is answered the same for as long as it is, and therefore what ends it. `passes`: an outage, throttling or
 * another change, which end by themselves; `credentials`, `permission`: the installation's; `request`: the team, its people
 * or what was sent; `account`: a person's account is disabled; the others: our own store, which its operator mends.
 */
export type Cause = "passes" | "credentials" | "permission" | "request" | "account" | StoreCause
export type StoreCause = "store: full" | "store: read-only" | "store: gone"

type Fault = Readonly<Record<string, unknown>>

/**
 * What goes wrong: the step's own call, every token from the step's first call on, the account of someone requested, or our
 * own store from the step's record on.
 */
export type What =
  | { readonly _tag: "Call"; readonly fault: Fault }
  | { readonly _tag: "Token"; readonly fault: Fault }
  | { readonly _tag: "Account" }
  | { readonly _tag: "Store"; readonly ailment: Ailment }

/** What goes wrong every time, for as long as it lasts. */
export interface LastingAnswer {
  readonly name: string
  readonly cause: Cause
  readonly what: What
}

/** It says nothing about the person or the team that was requested: nothing and no one may be recorded as refused. */
export const isOurs = ({ cause }: LastingAnswer): boolean => cause !== "request" && cause !== "account"

const call = (name: string, cause: Cause, fault: Fault): LastingAnswer => ({
  name,
  cause,
  what: { _tag: "Call", fault }
})

const token = (name: string, cause: Cause, status: number, error: string, code: number): LastingAnswer => ({
  name: `token: ${name}`,
  cause,
  what: {
    _tag: "Token",
    fault: answer(status, undefined, { body: { error, error_description: `AADSTS${code}: simulated.` } })
  }
})

const permissionMissing = {
  graph: answer(403, "Authorization_RequestDenied", {
    message: "Insufficient privileges to complete the operation."
  }),
  arm: answer(403, "AuthorizationFailed")
}

/** Of Entra ID's token endpoint, with codes that pass and codes that need someone. */
const tokenAnswers: ReadonlyArray<LastingAnswer> = [
  token("400, transient", "passes", 400, "invalid_request", 90033),
  token("400", "credentials", 400, "unauthorized_client", 700016),
  token("401", "credentials", 401, "invalid_client", 7000215),
  token("429", "passes", 429, "invalid_request", 90055),
  token("503", "passes", 503, "temporarily_unavailable", 90033)
]

/** Every answer that may last, of a service that isn't our own store. */
export const lastingAnswersOf = ({ step, surface }: StepCall): ReadonlyArray<LastingAnswer> => [
  call("400", "request", answer(400)),
  call("401", "credentials", answer(401)),
  call("403", surface === "arm" ? "permission" : "request", answer(403)),
  call("403: permission missing", "permission", permissionMissing[surface === "arm" ? "arm" : "graph"]),
  // Of a single incident it says that it was deleted: then its team is archived for good.
  ...(step === "FollowMerge: incident" || step === "Observe" ? [] : [call("404", "request", answer(404))]),
  ...(step === "AddMembers"
    ? [{ name: "404: an account in the body", cause: "account", what: { _tag: "Account" } } as const]
    : []),
  call("409", "request", answer(409)),
  call("412", "passes", answer(412)),
  call("423", "passes", answer(423, "Locked")),
  call("429", "passes", answer(429)),
  call("500", "passes", answer(500)),
  call("503", "passes", answer(503)),
  call("reset", "passes", { kind: "reset" }),
  call("no answer", "passes", { kind: "hold" }),
  ...tokenAnswers
]

/** What may last of our own store. */
export const storeAnswers: ReadonlyArray<LastingAnswer> = [
  { name: "full", cause: "store: full", what: { _tag: "Store", ailment: "full" } },
  { name: "read-only", cause: "store: read-only", what: { _tag: "Store", ailment: "read-only" } },
  { name: "gone", cause: "store: gone", what: { _tag: "Store", ailment: "gone" } }
]
