import type { Trouble } from "@incident-teams/api/words/troubles"
import { momentOf } from "../../look/agoOf.ts"
import type { Entry } from "./sheet.ts"

const commands: Readonly<Record<Trouble["actions"][number], (incident: number) => string>> = {
  retry: (incident) => `team retry ${incident}`,
  restore: (incident) => `team restore ${incident}`,
  recreate: (incident) => `team recreate ${incident}`,
  decideMerge: (incident) => `team merge ${incident} --into <incident>`
}

/** A trouble in one line. */
export const troubleText = ({ what, why }: Trouble): string => (why === undefined ? what : `${what} ${why}`)

/** What went wrong with an incident's team, each with what to do about it and with which commands. */
export const troubleEntries = (troubles: ReadonlyArray<Trouble>, lead: number): ReadonlyArray<Entry> =>
  troubles.flatMap(({ what, why, whatToDo, actions, incident = lead, tries, retryAt }): ReadonlyArray<Entry> => [
    [
      "Problem",
      [what, why, retryAt === undefined ? undefined : `Attempts: ${tries ?? 1}, the next at ${momentOf(retryAt)}.`]
        .filter((part) => part !== undefined)
        .join(" ")
    ],
    ["What to do", [whatToDo, ...actions.map((one) => `incident-teams ${commands[one](incident)}`)].join("\n")]
  ])
