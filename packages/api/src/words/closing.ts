import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { isolated } from "@incident-teams/domain/text/visibleText"
import type { TeamSummary } from "../teams/TeamSummary.ts"
import { durationText } from "./phrase.ts"

/** Said of an incident that was only seen to be closed, so that its team has `millis` left. */
export const graceText = (millis: number): string =>
  `The team is archived in ${durationText(millis)}, unless the incident is reopened or someone keeps the team open.`

/** Said of a team that someone keeps open. */
export const keptOpenText =
  "The team stays open until someone archives it now, or an incident is reopened and closed again."

/**
 * Why a team is open although its incidents are closed, and until when; undefined where it isn't so. `moment`: as the
 * reader is shown times.
 */
export const whyStillOpen = (
  { archivesAt, keptOpen }: Pick<TeamSummary, "archivesAt" | "keptOpen">,
  moment: (at: Timestamp) => string
): string | undefined => {
  if (keptOpen !== undefined) {
    const { by, since } = keptOpen
    const who = by.kind === "system" ? "Incident Teams" : isolated(by.name)
    return `${who} has kept the team open since ${moment(since)} although its incident is closed. ${keptOpenText}`
  }
  return archivesAt === undefined
    ? undefined
    : `The team is archived at ${moment(archivesAt)}, unless an incident is reopened before.`
}
