import type { OperationView } from "@incident-teams/api/operations/OperationView"
import type { OperationName } from "@incident-teams/application/use-cases/getOperation"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { OperationState } from "@incident-teams/domain/team/operationState"
import type { Team } from "@incident-teams/domain/team/Team"

/** Seconds between two reads of a running operation. */
export const pollSeconds = 2

/** `<team id>-<number>`, or `<team id>.<generation>`. */
export const operationId = (team: TeamId, name: OperationName): string =>
  "number" in name ? `${team}-${name.number}` : `${team}.${name.generation}`

/** The inverse, of an id that the contract accepts. */
export const parseOperationId = (id: string): { readonly team: TeamId; readonly name: OperationName } => {
  const [team = "", digits = ""] = id.split(/[-.]/u)
  const number = Number(digits)
  return { team: TeamId.make(team), name: id.includes(".") ? { generation: number } : { number } }
}

export const operationView = (team: Team, name: OperationName, state: OperationState): OperationView => ({
  id: operationId(team.id, name),
  status: state._tag,
  teamId: team.id,
  incidentId: team.incident.id,
  ...wordsOf(state)
})

const wordsOf = (state: OperationState): Pick<OperationView, "reason" | "remedy" | "error"> => {
  switch (state._tag) {
    case "Running":
      return state.waitsFor ?? {}
    case "Succeeded":
      return {}
    case "Failed": {
      const { reason, remedy } = state
      return { reason, remedy, error: { code: "ActionNeeded", message: `${reason} ${remedy}` } }
    }
    case "Canceled":
      return { reason: state.reason }
  }
}
