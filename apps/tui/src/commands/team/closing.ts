import { closingSteps } from "@incident-teams/api/words/closing"
import { onTeam } from "./rescue.ts"

export const archiveNow = onTeam("archive-now", closingSteps.archiveNow.sentence, (teams, request) =>
  teams.archiveNow(request)
)

export const keepOpen = onTeam("keep-open", closingSteps.keepOpen.sentence, (teams, request) => teams.keepOpen(request))
