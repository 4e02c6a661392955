import type { Problem } from "@incident-teams/api/problems/Problem"

/** How to solve a problem with commands, where the server's own remedy speaks of requests. */
export const remedies: { readonly [Type in Problem["type"]]?: string } = {
  "/problems/unauthenticated": "Sign in again: incident-teams login. Or set INCIDENT_TEAMS_TOKEN to a valid token.",
  "/problems/claims-challenge":
    "Sign in again: incident-teams login. It asks for what the policy demands. Or set INCIDENT_TEAMS_TOKEN to a token that was requested with these claims.",
  "/problems/unknown-workspace": "List the workspaces: incident-teams whoami.",
  "/problems/incident-not-found":
    "The incident may have been deleted. List the incidents: incident-teams incidents list.",
  "/problems/incident-closed": "Reopen the incident first: incident-teams incidents reopen.",
  "/problems/precondition-failed": "Read it again, and use its new ETag.",
  "/problems/team-not-found": "Create the team: incident-teams team create.",
  "/problems/team-exists": "Show the team: incident-teams team show. Add more people: incident-teams team add.",
  "/problems/incident-served": "Show the team that serves it: incident-teams team show.",
  "/problems/incident-not-served": "List the team's incidents: incident-teams team show.",
  "/problems/founding-incident-stays": "Make another incident the lead instead: incident-teams team link --lead.",
  "/problems/no-merge-to-decide": "See how the incident continues: incident-teams team show.",
  "/problems/team-merged": "Use the team that it was merged into: incident-teams team show.",
  "/problems/team-lost":
    "Restore it within 30 days (incident-teams team restore), or recreate it (incident-teams team recreate).",
  "/problems/team-not-lost": "Show it: incident-teams team show.",
  "/problems/nothing-to-keep-open": "If it is archived already, reopen the incident: incident-teams incidents reopen.",
  "/problems/too-late-to-restore": "Recreate the team: incident-teams team recreate.",
  "/problems/nothing-to-restore": "Recreate the team: incident-teams team recreate.",
  "/problems/unknown-people": "Find people by name: incident-teams people search.",
  "/problems/unknown-groups": "Find groups by name: incident-teams people search.",
  "/problems/unknown-principal": "Find them by name: incident-teams people search.",
  "/problems/group-too-large": "Use a smaller group, or add the people individually.",
  "/problems/already-in-team": "Open the team by its link: incident-teams team show.",
  "/problems/access-request-not-found": "List the pending requests: incident-teams access list.",
  "/problems/too-many-requests": "Wait a moment. To follow changes with a single request: incident-teams team watch."
}
