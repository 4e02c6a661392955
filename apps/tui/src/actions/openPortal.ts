import { step } from "../console/Step.ts"
import type { Action } from "./Action.ts"

export const openPortal: Action = (state, { url }) => ({
  keys: ["P"],
  does: "open the incident in the Azure portal",
  group: "Incident",
  word: "portal",
  press: () => step(state, { _tag: "Open", url, what: "the incident" })
})
