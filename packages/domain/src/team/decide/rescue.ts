import { incidentsOf } from "../served.ts"
import { directionOf } from "../Step.ts"
import type { Task } from "../Task.ts"
import { linkOf, platformTeamIdOf, type Team } from "../Team.ts"
import type { CommandOf } from "../TeamCommand.ts"
import { NothingToRestore, NothingToRetry, TeamIsNotLost, TooLateToRestore } from "../TeamRejection.ts"
import { type Decision, happens, nothingHappens, refuse, type Situation } from "./Decision.ts"
import { giveUpEndless } from "./operation.ts"
import { distinct, inChunks } from "./people.ts"

/** Someone opened the team here: it is checked, unless it just was or is about to be. */
export const checkTeam = ({ team, at, timing }: Situation): Decision => {
  const { due, verifiedAt } = team.checks
  const [next] = due
  return linkOf(team) === undefined ||
    (verifiedAt !== undefined && at - verifiedAt < timing.verifyOnOpen) ||
    (next !== undefined && next <= at)
    ? nothingHappens
    : happens({ _tag: "CheckDue" })
}

/** Starts everything again that is blocked, waiting or refused. An operation that doesn't end is given up. */
export const retryTeam = (command: CommandOf<"RetryTeam">, situation: Situation): Decision => {
  const { team } = situation
  const { blocked, waits, inFlight } = team.work
  const tasks = [
    ...Object.values(team.chores),
    ...incidentsOf(team).flatMap(({ announcement }) => announcement ?? []),
    team.rename,
    ...(team.loss === undefined ? [] : [team.loss.restore]),
    ...team.people.groups.map((group) => group.expansion)
  ]
  const isRenewalRefused = team.expiration?.refusal !== undefined
  if (blocked === undefined && waits.length === 0 && !isRenewalRefused && !tasks.some(isRefused)) {
    return refuse(new NothingToRetry())
  }
  const { standbyOwners, by } = command
  const isEndless = blocked !== undefined && inFlight !== undefined && directionOf(inFlight.step._tag) !== undefined
  return happens(
    { _tag: "Retried", standbyOwners: distinct(standbyOwners), by },
    ...(isEndless ? giveUpEndless(inFlight, situation) : [])
  )
}

const isRefused = (task: Task): boolean => task._tag === "Refused"

/** Within the time for which the platform keeps what was deleted. */
export const restoreTeam = ({ by }: CommandOf<"RestoreTeam">, { team, at, timing }: Situation): Decision => {
  const { loss } = team
  if (team.phase !== "lost") return refuse(new TeamIsNotLost())
  if (platformTeamIdOf(team) === undefined) return refuse(new NothingToRestore())
  if (loss !== undefined && at - loss.since > timing.restorableFor) return refuse(new TooLateToRestore())
  const { running } = team.operations
  return loss?.restore._tag === "Pending" && running.some(({ tasks }) => tasks.includes("restoration"))
    ? nothingHappens
    : happens({ _tag: "RestoreRequested", by })
}

/** Another team under another key, for the same incident and everyone who should be in the lost one. */
export const recreateTeam = (
  { by, refused, standIns, ...command }: CommandOf<"RecreateTeam">,
  team: Team
): Decision => {
  if (team.phase !== "lost") return refuse(new TeamIsNotLost())
  const { owners, nextChunk } = team.people
  const bound = new Set([...owners.map((person) => person.id), ...standIns])
  const people = distinct(command.people).filter((person) => !bound.has(person.id))
  return happens(
    { _tag: "TeamRecreated", incarnation: team.incarnation + 1, standIns, by },
    ...inChunks(nextChunk, "add", people, by, { refused })
  )
}
