import { pendingAccessRequests, type Team } from "../Team.ts"
import type { CommandOf } from "../TeamCommand.ts"
import { NoSuchAccessRequest, TeamIsLost, TooManyAccessRequests } from "../TeamRejection.ts"
import { chunks } from "./chunks.ts"
import { alreadySo, type Decision, happens, refuse } from "./Decision.ts"

/** One request per person waits at a time; asking again while it waits changes nothing. */
export const requestAccess = (command: CommandOf<"RequestAccess">, team: Team): Decision => {
  if (team.phase === "lost") return refuse(new TeamIsLost())
  const { request, person, reason, at } = command
  if (team.accessRequests.some((other) => other.person.id === person.id)) return alreadySo
  if (team.accessRequests.length >= pendingAccessRequests) {
    return refuse(new TooManyAccessRequests({ limit: pendingAccessRequests }))
  }
  return happens({ _tag: "AccessRequested", request, person, reason, at })
}

/** Approved: the person is added like anybody else. Decided is decided: the request doesn't wait any more. */
export const decideAccess = (command: CommandOf<"DecideAccess">, team: Team): Decision => {
  const { request, approve, by, at } = command
  const asked = team.accessRequests.find((other) => other.id === request)
  if (asked === undefined) return refuse(new NoSuchAccessRequest({ request }))
  if (approve && team.phase === "lost") return refuse(new TeamIsLost())
  return happens(
    {
      _tag: "AccessDecided",
      request,
      person: asked.person,
      approved: approve,
      ...(command.reason === undefined ? {} : { reason: command.reason }),
      by,
      at
    },
    ...(approve ? chunks(team.nextChunk, "add", [asked.person], by, at) : [])
  )
}
