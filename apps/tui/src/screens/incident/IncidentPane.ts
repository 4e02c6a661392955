import type { IncidentId } from "../../requests/Request.ts"

export const sections = ["Overview", "Team", "Access", "Alerts", "Entities", "Comments", "Timeline"] as const
export type Section = (typeof sections)[number]

/** Everything about one incident, a section at a time. */
export interface IncidentPane {
  readonly _tag: "IncidentPane"
  readonly incidentId: IncidentId
  readonly section: Section
  /** In a list: where the cursor is. In a text: the first line to be seen. */
  readonly at: number
}
