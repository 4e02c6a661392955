import { quoted } from "./asCurl.ts"
import type { Request, RequestOf } from "./Request.ts"

/** The words after the server: undefined where there is no command for it. */
const wordsOf = (request: Request): ReadonlyArray<string> | undefined => {
  switch (request._tag) {
    case "Me":
      return ["whoami"]
    case "ListIncidents":
      return [
        "incidents",
        "list",
        "--workspace",
        request.workspace,
        ...request.statuses.flatMap((status) => ["--status", status]),
        "--all"
      ]
    case "ReadIncident":
    case "ReadDetails":
      return ["incidents", "show", request.incidentId]
    case "ReadTeam":
      return ["team", "show", request.teamId]
    case "ReadTimeline":
      return ["team", "timeline", request.teamId]
    case "ReadAccessRequests":
      return ["access", "list", request.teamId]
    case "DraftTeam":
      return ["team", "draft", request.incidentId]
    case "ReadFavorites":
      return ["favorites", "list"]
    case "SearchPeople":
      return ["people", "search", request.search, ...(request.teamId === undefined ? [] : ["--team", request.teamId])]
    case "SizeGroup":
      return undefined
    case "ChangeIncident":
      return changeOf(request)
    case "CreateTeam": {
      const { name, description, announce, ...who } = request.team
      return [
        "team",
        "create",
        request.incidentId,
        ...option("name", name),
        ...option("description", description),
        ...(announce === false ? ["--no-announce"] : []),
        ...whoOf(who)
      ]
    }
    case "RenameTeam":
      return ["team", "rename", request.seen.value.id, "--name", request.name, "--description", request.description]
    case "AddPeople":
      return ["team", "add", request.teamId, ...whoOf(request.who)]
    case "RemovePeople":
      return ["team", "remove", request.teamId, ...whoOf(request.who)]
    case "RetryTeam":
      return ["team", "retry", request.teamId]
    case "RestoreTeam":
      return ["team", "restore", request.teamId]
    case "RemakeTeam":
      return ["team", "remake", request.teamId]
    case "AskAccess":
      return ["access", "request", request.teamId, "--reason", request.reason]
    case "DecideAccess": {
      const { verdict, teamId, requestId, reason } = request
      return ["access", verdict, teamId, requestId, ...option("reason", reason === "" ? undefined : reason)]
    }
    case "Star":
    case "Unstar": {
      const { kind, id } = request.principal
      return ["favorites", request._tag === "Star" ? "add" : "remove", `--${kind}`, id]
    }
  }
}

const option = (name: string, value: string | undefined): ReadonlyArray<string> =>
  value === undefined ? [] : [`--${name}`, value]

const whoOf = ({ people, groups }: RequestOf<"AddPeople">["who"]): ReadonlyArray<string> => [
  ...(people ?? []).flatMap((id) => ["--person", id]),
  ...(groups ?? []).flatMap((id) => ["--group", id])
]

/** Closing and reopening are commands; severity and owner aren't. */
const changeOf = ({ seen, change }: RequestOf<"ChangeIncident">): ReadonlyArray<string> | undefined => {
  const { status, classification, classificationReason, classificationComment, severity, owner } = change
  if (severity !== undefined || owner !== undefined) return undefined
  if (status === "Closed") {
    return [
      "incidents",
      "close",
      seen.id,
      ...option("classification", classification),
      ...option("reason", classificationReason),
      ...option("comment", classificationComment),
      "--if-match",
      seen.etag
    ]
  }
  if (seen.status !== "Closed") return undefined
  return ["incidents", "reopen", seen.id, ...(status === "New" ? ["--status", "New"] : [])]
}

/** The same as a command of incident-teams; undefined where there is none. */
export const asCommand = (server: string, request: Request): string | undefined => {
  const words = wordsOf(request)
  return words && ["incident-teams", ...words, "--server", server].map(quoted).join(" ")
}
