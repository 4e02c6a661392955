import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"

/** What people call the incident's owner; undefined where it has none. */
export const ownerName = ({ owner }: IncidentView): string | undefined =>
  owner?.name ?? owner?.userPrincipalName ?? owner?.email ?? owner?.id
