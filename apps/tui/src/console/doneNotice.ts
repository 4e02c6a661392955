import type { Answer } from "../requests/Request.ts"

/** The notice after a change; undefined after a read. */
export const doneNotice = (answer: Answer): string | undefined => {
  switch (answer._tag) {
    case "ChangeIncident": {
      const { number, status, severity, owner } = answer.result.value
      const { change } = answer.request
      if (change.status === "Closed") return `Incident ${number} is closed.`
      if (change.owner !== undefined) return `Incident ${number} is ${status} and assigned to ${owner?.name ?? "you"}.`
      if (change.severity !== undefined) return `The severity of incident ${number} is now ${severity}.`
      return `The status of incident ${number} is now ${status}.`
    }
    case "CreateTeam":
      return "The team is being created."
    case "RenameTeam":
      return answer.request.name === answer.request.seen.value.name
        ? "The team's description is being changed."
        : `The team is being renamed to "${answer.request.name}".`
    case "AddPeople":
      return "The selected people and groups are being added."
    case "RemovePeople":
      return "Removal started."
    case "RetryTeam":
      return "Retry started."
    case "RestoreTeam":
      return "The team is being restored."
    case "RemakeTeam":
      return "A new team is being created."
    case "AskAccess":
      return answer.result.status === "approved"
        ? "You are being added to the team."
        : "Access requested. An owner of the team decides."
    case "DecideAccess":
      return answer.result.status === "approved" ? "Access approved." : "Access denied."
    case "Star":
      return `${answer.request.principal.name} is now a favorite and will be preselected for new teams.`
    case "Unstar":
      return `${answer.request.principal.name} is no longer a favorite.`
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
