import type { Trouble } from "@incident-teams/api/words/troubles"
import { momentOf } from "../../look/agoOf.ts"
import type { Entry } from "./sheet.ts"

const commands: Readonly<Record<Trouble["actions"][number], string>> = {
  retry: "retry",
  restore: "restore",
  recreate: "remake"
}

/** A trouble in one line. */
export const troubleText = ({ what, why }: Trouble): string => (why === undefined ? what : `${what} ${why}`)

/** What went wrong with an incident's team, each with what to do about it and with which commands. */
export const troubleEntries = (troubles: ReadonlyArray<Trouble>, incident: number): ReadonlyArray<Entry> =>
  troubles.flatMap(({ what, why, whatToDo, actions, tries, retryAt }): ReadonlyArray<Entry> => [
    [
      "Problem",
      [what, why, retryAt === undefined ? undefined : `Attempts: ${tries ?? 1}, the next at ${momentOf(retryAt)}.`]
        .filter((part) => part !== undefined)
        .join(" ")
    ],
    ["What to do", [whatToDo, ...actions.map((one) => `incident-teams team ${commands[one]} ${incident}`)].join("\n")]
  ])
