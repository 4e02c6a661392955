import { first } from "../console/rights.ts"
import { onTeam } from "./onTeam.ts"
import { noTeam, notChangeable, notLost } from "./teamRefusals.ts"

export const restoreTeam = onTeam({
  sends: "RestoreTeam",
  keys: ["R"],
  does: "restore a team that was deleted in Teams",
  word: "restore",
  refusal: (state, incident) => first(noTeam(incident), notLost(incident), notChangeable(state, incident))
})
