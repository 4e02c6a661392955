import { directionOf } from "../Step.ts"
import type { Task, Team } from "../Team.ts"
import type { CommandOf } from "../TeamCommand.ts"
import { NothingToRestore, NothingToRetry, TeamIsNotLost, TooLateToRestore } from "../TeamRejection.ts"
import type { Timing } from "../Timing.ts"
import { chunks, distinct } from "./chunks.ts"
import { alreadySo, type Decision, happens, refuse } from "./Decision.ts"
import { attemptGivenUp } from "./operation.ts"

/** Somebody opened the team here: it is looked at, unless it just was or is about to be. */
export const checkTeam = (command: CommandOf<"CheckTeam">, team: Team, timing: Timing): Decision => {
  const [next] = team.verifyDue
  return team.link === undefined ||
    (team.verifiedAt !== undefined && command.at - team.verifiedAt < timing.verifyOnOpen) ||
    (next !== undefined && next <= command.at)
    ? alreadySo
    : happens({ _tag: "CheckDue", at: command.at })
}

/** Starts whatever is blocked, waiting or refused afresh. An operation that doesn't end is given up. */
export const retryTeam = (command: CommandOf<"RetryTeam">, team: Team, timing: Timing): Decision => {
  const refused = [
    team.app,
    team.page,
    team.announcement,
    team.rename,
    team.restore,
    ...team.groups.map((group) => group.expansion)
  ]
  const stuck = team.blocked !== undefined || team.waits.length > 0 || refused.some(isRefused)
  if (!stuck) return refuse(new NothingToRetry())
  const { standbyOwners, by, at } = command
  const endless =
    team.blocked !== undefined && team.inFlight !== undefined && directionOf(team.inFlight.step._tag) !== undefined
      ? [attemptGivenUp(team.inFlight, at, timing)]
      : []
  return happens({ _tag: "Retried", standbyOwners: distinct(standbyOwners), by, at }, ...endless)
}

const isRefused = (task: Task): boolean => task._tag === "Refused"

/** Within the time that the platform keeps what was deleted. */
export const restoreTeam = (command: CommandOf<"RestoreTeam">, team: Team, timing: Timing): Decision => {
  if (team.phase !== "lost") return refuse(new TeamIsNotLost())
  if (team.platformTeamId === undefined) return refuse(new NothingToRestore())
  if (team.lostAt !== undefined && command.at - team.lostAt > timing.restorableFor)
    return refuse(new TooLateToRestore())
  return team.restore._tag === "Pending"
    ? alreadySo
    : happens({ _tag: "RestoreRequested", by: command.by, at: command.at })
}

/** Another team under another key, for the same incident and everybody who was meant to be in the lost one. */
export const recreateTeam = (command: CommandOf<"RecreateTeam">, team: Team): Decision => {
  if (team.phase !== "lost") return refuse(new TeamIsNotLost())
  const { by, at } = command
  const bound = new Set([...team.owners, ...team.standbyOwners].map((person) => person.id))
  const people = distinct(command.people).filter((person) => !bound.has(person.id))
  return happens(
    { _tag: "TeamRecreated", incarnation: team.incarnation + 1, by, at },
    ...chunks(team.nextChunk, "add", people, by, at)
  )
}
