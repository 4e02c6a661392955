import { isolated } from "@incident-teams/domain/text/visibleText"
import type { TeamView } from "../teams/TeamView.ts"
import { countedPeople, namesOf } from "./phrase.ts"

type Served = TeamView["incidents"][number]

/** `#4120 Phishing in finance` */
export const incidentName = ({ number, title }: Pick<Served, "number" | "title">): string =>
  `#${number} ${isolated(title)}`

/** What makes an incident of a team differ from one that is open and served. */
export const servedNote = ({ state, closed, gone, merge }: Served): string | undefined => {
  if (state === "joining") return "Being linked"
  if (state === "leaving") return "Being unlinked"
  if (gone) return "Deleted in Microsoft Sentinel"
  if (merge === undefined) return closed ? "Closed" : undefined
  const into = merge.into === undefined ? undefined : `#${merge.into.number}`
  switch (merge.status) {
    case "followed":
      return `Merged into ${into ?? "another incident"} by Microsoft Defender; the team continues there`
    case "searching":
      return `Merged by Microsoft Defender; ${into === undefined ? "looking for the incident that continues it" : `${into} is going to continue it`}`
    case "dismissed":
      return "Merged by Microsoft Defender; no incident continues it"
  }
}

/** What linking an incident does to the people: those of its own team who aren't in this one yet would come in. */
export const comersText = (
  team: { readonly name: string; readonly people: ReadonlyArray<{ readonly name: string }> } | undefined
): string => {
  if (team === undefined) return "It has no team, so no one else is added."
  const { name, people } = team
  const added =
    people.length === 0
      ? "Everyone in it is in this one already."
      : `${countedPeople(people.length)} would be added: ${namesOf(people.map((person) => person.name))}.`
  return `Its team "${isolated(name)}" is merged into this one and archived. ${added}`
}

/** An incident of a team in one line: `#4111 Phishing in finance (Closed)`. */
export const servedText = (incident: Served): string => {
  const note = servedNote(incident)
  return note === undefined ? incidentName(incident) : `${incidentName(incident)} (${note})`
}
