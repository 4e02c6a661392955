import type { Task } from "@incident-teams/domain/team/Task"
import type { Refusal, Team } from "@incident-teams/domain/team/Team"

/** What the team's view says of work that isn't done: what blocks it, what waits, what was refused. */
export const toldOf = (team: Team): ReadonlyArray<string> => [
  ...(team.work.blocked === undefined ? [] : [withRemedy(team.work.blocked)]),
  ...team.work.waits.map(({ reason, remedy }) => (remedy === undefined ? reason : withRemedy({ reason, remedy }))),
  ...[...Object.values(team.chores), team.rename, ...team.people.groups.map(({ expansion }) => expansion)].flatMap(
    refusalOf
  ),
  ...(team.loss === undefined ? [] : ["The team was deleted in Teams.", ...refusalOf(team.loss.restore)]),
  ...(team.expiration?.refusal === undefined ? [] : [withRemedy(team.expiration.refusal)])
]

const withRemedy = ({ reason, remedy }: Refusal): string => `${reason} ${remedy}`

const refusalOf = (task: Task): ReadonlyArray<string> => (task._tag === "Refused" ? [task.reason] : [])
