import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { isolated } from "@incident-teams/domain/text/visibleText"
import type { TeamSummary } from "../teams/TeamSummary.ts"
import { durationText } from "./phrase.ts"

/** Said of an incident that was only seen to be closed, so that its team has `millis` left. */
export const graceText = (millis: number): string =>
  `The team is archived in ${durationText(millis)}, unless the incident is reopened or someone keeps the team open.`

/** Said of a team that someone keeps open. */
export const keptOpenText =
  "The team stays open although its incidents are closed, until someone archives it or an incident is reopened and closed again."

/** A sentence with a time in it, which each client writes in its own way. */
export interface Timed {
  readonly before: string
  readonly at: Timestamp
  readonly after: string
}

/** Why a team is open although its incidents are closed, and until when; undefined where it isn't so. */
export const whyStillOpen = ({
  archivesAt,
  keptOpen
}: Pick<TeamSummary, "archivesAt" | "keptOpen">): Timed | undefined => {
  if (keptOpen !== undefined) {
    const { by, since } = keptOpen
    const who = by.kind === "system" ? "Incident Teams" : isolated(by.name)
    return {
      before: `${who} has kept the team open since `,
      at: since,
      after: `. ${keptOpenText}`
    }
  }
  return archivesAt === undefined
    ? undefined
    : { before: "The team is archived at ", at: archivesAt, after: ", unless an incident is reopened before." }
}
