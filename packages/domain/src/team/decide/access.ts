import { defined } from "../../defined.ts"
import { inLines } from "../../text/visibleText.ts"
import { pendingAccessRequests, type Team } from "../Team.ts"
import type { CommandOf } from "../TeamCommand.ts"
import { NoSuchAccessRequest, TeamIsLost, TooManyAccessRequests } from "../TeamRejection.ts"
import { type Decision, happens, nothingHappens, refuse } from "./Decision.ts"
import { inChunks } from "./people.ts"

/** At most one request of a person waits at a time; a second one changes nothing. */
export const requestAccess = (command: CommandOf<"RequestAccess">, team: Team): Decision => {
  if (team.phase === "lost") return refuse(new TeamIsLost())
  const { request, person } = command
  const { accessRequests } = team.people
  if (accessRequests.some((other) => other.person.id === person.id)) return nothingHappens
  if (accessRequests.length >= pendingAccessRequests) {
    return refuse(new TooManyAccessRequests({ limit: pendingAccessRequests }))
  }
  return happens({ _tag: "AccessRequested", request, person, reason: inLines(command.reason) })
}

/** Approved: the person is added like anyone else. A decided request doesn't wait any more. */
export const decideAccess = (command: CommandOf<"DecideAccess">, team: Team): Decision => {
  const { request, approve, by } = command
  const reason = command.reason === undefined ? undefined : inLines(command.reason)
  const waiting = team.people.accessRequests.find((other) => other.id === request)
  if (waiting === undefined) return refuse(new NoSuchAccessRequest({ request }))
  if (approve && team.phase === "lost") return refuse(new TeamIsLost())
  const { person } = waiting
  return happens(
    { _tag: "AccessDecided", ...defined({ request, person, approved: approve, reason, by }) },
    ...(approve ? inChunks(team.people.nextChunk, "add", [person], by) : [])
  )
}
