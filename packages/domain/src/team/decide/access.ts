import { defined } from "../../defined.ts"
import { plus, type Timestamp } from "../../ids/Timestamp.ts"
import { inLines } from "../../text/visibleText.ts"
import { pendingAccessRequests, type Team } from "../Team.ts"
import type { CommandOf } from "../TeamCommand.ts"
import { AccessDeniedRecently, NoSuchAccessRequest, TeamIsLost, TooManyAccessRequests } from "../TeamRejection.ts"
import { type Decision, happens, nothingHappens, refuse } from "./Decision.ts"
import { inChunks } from "./people.ts"

/**
 * At most one request of a person waits at a time; a second one changes nothing. A person who was denied access waits
 * before asking again.
 */
export const requestAccess = (command: CommandOf<"RequestAccess">, team: Team): Decision => {
  if (team.phase === "lost") return refuse(new TeamIsLost())
  const { request, person } = command
  const { accessRequests } = team.people
  if (accessRequests.some((other) => other.person.id === person.id)) return nothingHappens
  const denied = recentDenial(command, team)
  if (denied !== undefined) return refuse(denied)
  if (accessRequests.length >= pendingAccessRequests) {
    return refuse(new TooManyAccessRequests({ limit: pendingAccessRequests }))
  }
  return happens({ _tag: "AccessRequested", request, person, reason: inLines(command.reason) })
}

const recentDenial = (
  { person, at }: CommandOf<"RequestAccess">,
  { people }: Team
): AccessDeniedRecently | undefined => {
  const denial = people.denials?.find((one) => one.person === person.id)
  if (denial === undefined || denial.askAgainAt <= at) return undefined
  const { by, reason, deniedAt, askAgainAt } = denial
  return new AccessDeniedRecently({ by, ...defined({ reason }), deniedAt, askAgainAt, afterMillis: askAgainAt - at })
}

/** Approved: the person is added like anyone else. A decided request doesn't wait any more. */
export const decideAccess = (command: CommandOf<"DecideAccess">, team: Team): Decision => {
  const { request, approve, pauseMillis, by, at } = command
  const reason = command.reason === undefined ? undefined : inLines(command.reason)
  const waiting = team.people.accessRequests.find((other) => other.id === request)
  if (waiting === undefined) return refuse(new NoSuchAccessRequest({ request }))
  if (approve && team.phase === "lost") return refuse(new TeamIsLost())
  const { person } = waiting
  const askAgainAt: Timestamp | undefined = approve ? undefined : plus(at, pauseMillis)
  return happens(
    { _tag: "AccessDecided", ...defined({ request, person, approved: approve, reason, askAgainAt, by }) },
    ...(approve ? inChunks(team.people.nextChunk, "add", [person], by) : [])
  )
}
