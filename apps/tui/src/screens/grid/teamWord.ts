import type { TeamSummary } from "@incident-teams/api/teams/TeamSummary"

/** The state of an incident's team in a word of at most nine letters; `none` where there is none. */
export const teamWord = (team: TeamSummary | undefined): string => {
  if (team === undefined) return "none"
  if (team.blocked !== undefined) return "blocked"
  switch (team.phase) {
    case "requested":
      return "asked for"
    case "provisioning":
      return "making"
    case "open":
    case "archived":
    case "archiving":
    case "reopening":
    case "lost":
      return team.phase
  }
}

/** Something is being done about it. */
export const isMoving = (team: TeamSummary | undefined): boolean =>
  team !== undefined &&
  team.blocked === undefined &&
  ["requested", "provisioning", "archiving", "reopening"].includes(team.phase)
