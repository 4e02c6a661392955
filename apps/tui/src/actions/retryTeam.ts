import { onTeam } from "./onTeam.ts"
import { notChangeable } from "./teamRefusals.ts"

export const retryTeam = onTeam({
  sends: "RetryTeam",
  keys: ["t"],
  does: "retry everything that is blocked, waiting or refused",
  word: "retry",
  refusal: notChangeable
})
