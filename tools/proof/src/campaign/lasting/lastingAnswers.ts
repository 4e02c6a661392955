import type { StepCall } from "../faults/steps.ts"
import { answer } from "../faults/Trouble.ts"

/** What one call is answered every time, for as long as it lasts. */
export interface LastingAnswer {
  readonly name: string
  readonly fault: Readonly<Record<string, unknown>>
  /** It says nothing about the person or the team that was asked for: nothing and no one may be recorded as refused. */
  readonly ours: boolean
}

const permissionMissing = {
  graph: answer(403, "Authorization_RequestDenied", {
    message: "Insufficient privileges to complete the operation."
  }),
  arm: answer(403, "AuthorizationFailed")
}

/** Every answer that may last, of a service that isn't our own store. */
export const lastingAnswersOf = ({ surface }: StepCall): ReadonlyArray<LastingAnswer> => [
  { name: "400", fault: answer(400), ours: false },
  { name: "401", fault: answer(401), ours: true },
  { name: "403", fault: answer(403), ours: surface === "arm" },
  { name: "403: permission missing", fault: permissionMissing[surface === "arm" ? "arm" : "graph"], ours: true },
  { name: "404", fault: answer(404), ours: false },
  { name: "409", fault: answer(409), ours: false },
  { name: "423", fault: answer(423, "Locked"), ours: true },
  { name: "429", fault: answer(429), ours: true },
  { name: "503", fault: answer(503), ours: true },
  { name: "reset", fault: { kind: "reset" }, ours: true }
]
