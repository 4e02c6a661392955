import type { TeamSummary } from "@incident-teams/api/teams/TeamSummary"
import { whyStillOpen } from "@incident-teams/api/words/closing"
import { momentOf } from "./agoOf.ts"

/** Why a team is open although its incidents are closed, and until when. */
export const stillOpenText = (team: TeamSummary): string | undefined => {
  const why = whyStillOpen(team)
  return why && `${why.before}${momentOf(why.at)}${why.after}`
}
