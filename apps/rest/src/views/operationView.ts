import type { OperationView } from "@incident-teams/api/operations/OperationView"
import { type OperationState, operationState } from "@incident-teams/domain/team/operationState"
import type { Team } from "@incident-teams/domain/team/Team"

/** Seconds between two looks at an operation that runs. */
export const pollSeconds = 2

export const operationPath = (team: Team, generation: number = team.generation): string =>
  `/v1/operations/${team.id}.${generation}`

export const operationView = (team: Team, generation: number, state: OperationState): OperationView => ({
  id: `${team.id}.${generation}`,
  status: state._tag,
  teamId: team.id,
  incidentId: team.incident.id,
  ...(state._tag === "Failed" ? { reason: state.reason, remedy: state.remedy } : {})
})

/** The operation toward the current desired state. */
export const currentOperation = (team: Team): OperationView =>
  operationView(team, team.generation, operationState(team, team.generation) ?? { _tag: "Running" })
