import type { Incident } from "../incident/Incident.ts"
import { onOneLine } from "../text/visibleText.ts"
import { shortenTo } from "./graphemes.ts"
import { maximumDescriptionCharacters, TeamDescription } from "./TeamDescription.ts"

/**
 * The default description of a team: the incident's number, severity, title and
 * description, on one line and cut to what the platform takes. Always valid.
 *
 * `neutral`: the number alone, as every member of the tenant may read a group's description.
 */
export const defaultTeamDescription = (
  incident: Pick<Incident, "number" | "title" | "description" | "severity">,
  neutral = false
): TeamDescription => {
  const start = `Microsoft Sentinel incident ${incident.number}`
  if (neutral) return TeamDescription.make(start)
  const severity = `severity ${incident.severity}`
  const about = [severity, incident.title, incident.description ?? ""].map(onOneLine).filter((text) => text !== "")
  return TeamDescription.make(shortenTo(`${start}, ${about.join(". ")}`, maximumDescriptionCharacters))
}
