import type { Incident } from "./Incident.ts"

/**
 * The id by which Microsoft Defender knows an incident; undefined for one that Sentinel made itself, whose
 * `providerIncidentId` is only its number.
 */
export const defenderIdOf = ({
  providerName,
  providerIncidentId
}: Pick<Incident, "providerName" | "providerIncidentId">): string | undefined =>
  providerName === undefined || providerName === "Azure Sentinel" ? undefined : providerIncidentId
