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

export const recreateTeam = onTeam({
  sends: "RecreateTeam",
  keys: ["M"],
  does: "recreate a team that was deleted in Teams",
  word: "recreate",
  refusal: (state, incident) => first(noTeam(incident), notLost(incident), notChangeable(state, incident)),
  confirms: ({ number }) => ({
    title: "Recreate the team",
    words: [
      `The team of incident ${number} was deleted in Teams.`,
      "A new team is created in its place, with the same people but without the conversations of the deleted team. To keep those, restore the deleted team instead (R, within 30 days)."
    ],
    does: "recreate the team"
  })
})
