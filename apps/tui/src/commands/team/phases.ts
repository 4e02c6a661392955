import { PhaseView } from "@incident-teams/api/teams/TeamSummary"

export const phases = PhaseView.literals
