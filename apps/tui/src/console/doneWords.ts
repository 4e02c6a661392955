import type { Answer } from "../requests/Request.ts"

/** What there is to say once something was changed; nothing after a read. */
export const doneWords = (answer: Answer): string | undefined => {
  switch (answer._tag) {
    case "ChangeIncident": {
      const { number, status, severity, owner } = answer.told.value
      const { change } = answer.asked
      if (change.status === "Closed") return `Incident ${number} is closed.`
      if (change.owner !== undefined) return `Incident ${number} is ${owner?.name ?? "yours"}'s, and ${status}.`
      if (change.severity !== undefined) return `Incident ${number} has severity ${severity}.`
      return `Incident ${number} is ${status}.`
    }
    case "CreateTeam":
      return "The team is being made."
    case "RenameTeam":
      return `The team is to be called "${answer.asked.name}".`
    case "AddPeople":
      return "They are being added."
    case "RemovePeople":
      return "They are being removed."
    case "RetryTeam":
      return "It is tried again."
    case "RestoreTeam":
      return "The team is being brought back."
    case "RemakeTeam":
      return "Another team is being made."
    case "AskAccess":
      return answer.told.status === "approved" ? "You are let in." : "You have asked: an owner of the team decides."
    case "DecideAccess":
      return answer.told.status === "approved" ? "They are let in." : "They aren't let in."
    case "Star":
      return `${answer.asked.principal.name} is a favorite: preselected for new teams.`
    case "Unstar":
      return `${answer.asked.principal.name} is no favorite any more.`
    case "Me":
    case "ListIncidents":
    case "ReadIncident":
    case "ReadDetails":
    case "ReadTeam":
    case "ReadTimeline":
    case "ReadAccessRequests":
    case "DraftTeam":
    case "ReadFavorites":
    case "SearchPeople":
    case "SizeGroup":
      return undefined
  }
}
