import type { Problem } from "@incident-teams/api/problems/Problem"

/** What to do about it with commands, where the server's own words tell it in requests. */
export const remedies: { readonly [Type in Problem["type"]]?: string } = {
  "/problems/unauthenticated":
    "Sign in again: incident-teams login. Or set INCIDENT_TEAMS_TOKEN to a token that holds.",
  "/problems/unknown-workspace": "See which there are: incident-teams whoami.",
  "/problems/incident-not-found": "See which there are: incident-teams incidents list. It may have been deleted.",
  "/problems/incident-closed": "Reopen the incident first: incident-teams incidents reopen.",
  "/problems/precondition-failed": "Look at it again, and name its new ETag.",
  "/problems/team-not-found": "Create one: incident-teams team create.",
  "/problems/team-exists": "See it: incident-teams team show. Add more people: incident-teams team add.",
  "/problems/team-lost":
    "Restore it within 30 days (incident-teams team restore), or make it anew (incident-teams team remake).",
  "/problems/too-late-to-restore": "Make it anew: incident-teams team remake.",
  "/problems/nothing-to-restore": "Make it anew: incident-teams team remake.",
  "/problems/unknown-people": "Find people by name: incident-teams people search.",
  "/problems/unknown-groups": "Find groups by name: incident-teams people search.",
  "/problems/unknown-principal": "Find them by name: incident-teams people search.",
  "/problems/group-too-large": "Name a smaller group, or people one by one.",
  "/problems/already-in-team": "Open it by its link: incident-teams team show.",
  "/problems/access-request-not-found": "See who waits: incident-teams access list.",
  "/problems/too-many-requests": "Wait a moment. To follow changes, incident-teams team watch costs one request."
}
