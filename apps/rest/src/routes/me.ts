import type { Me, PermissionView } from "@incident-teams/api/me/Me"
import { type TeamToReport, whoAmI } from "@incident-teams/application/use-cases/whoAmI"
import type { Permission } from "@incident-teams/domain/permissions/Permissions"
import { Effect, Result } from "effect"
import type { HandlersOf } from "../contract/Handlers.ts"
import { notAllowedProblem } from "../problems/problemOf.ts"
import { accessView } from "../views/accessView.ts"

const permissionView = (permission: Permission): PermissionView =>
  Result.match(permission, {
    onSuccess: () => ({ allowed: true }),
    onFailure: (refusal) => {
      const { detail, needs, remedy } = notAllowedProblem(refusal)
      return { allowed: false, detail, needs, remedy }
    }
  })

const accessRequestsOf = (teams: ReadonlyArray<TeamToReport>): Me["accessRequests"] => {
  const named = ({ stored: { id, team } }: TeamToReport) => ({
    teamId: id,
    incidentId: team.incident.id,
    name: team.name
  })
  return {
    toDecide: teams.flatMap((one) => {
      const pending = one.stored.team.people.accessRequests.length
      return one.access.decides && pending > 0 ? [{ ...named(one), pending }] : []
    }),
    own: teams.flatMap((one): Me["accessRequests"]["own"] => {
      const { denied } = accessView(one.access)
      if (one.access.asked !== undefined) return [{ ...named(one), status: "pending" }]
      return denied === undefined ? [] : [{ ...named(one), status: "denied", denied }]
    })
  }
}

export const me: HandlersOf<"me"> = {
  get: Effect.fnUntraced(function* ({ session }) {
    const { caller, permissions, teams } = yield* whoAmI(session)
    const workspaces = permissions.map(({ workspace, readIncidents, changeIncidents, createTeams }) => ({
      alias: workspace,
      readIncidents: permissionView(readIncidents),
      changeIncidents: permissionView(changeIncidents),
      createTeams: permissionView(createTeams)
    }))
    const accessRequests = accessRequestsOf(teams)
    const answer: Me =
      caller._tag === "User"
        ? { kind: "person", id: caller.id, name: caller.name, workspaces, accessRequests }
        : { kind: "application", id: caller.id, name: caller.name, workspaces, accessRequests }
    return answer
  })
}
