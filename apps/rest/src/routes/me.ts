import type { Me, PermissionView } from "@incident-teams/api/me/Me"
import { whoAmI } from "@incident-teams/application/use-cases/whoAmI"
import type { Permission } from "@incident-teams/domain/permissions/Permissions"
import { Effect, Result } from "effect"
import type { HandlersOf } from "../contract/Handlers.ts"
import { notAllowedProblem } from "../problems/problemOf.ts"

const permissionView = (permission: Permission): PermissionView =>
  Result.match(permission, {
    onSuccess: () => ({ allowed: true }),
    onFailure: (refusal) => {
      const { detail, needs, remedy } = notAllowedProblem(refusal)
      return { allowed: false, detail, needs, remedy }
    }
  })

export const me: HandlersOf<"me"> = {
  get: Effect.fnUntraced(function* ({ session }) {
    const { caller, permissions } = yield* whoAmI(session)
    const workspaces = permissions.map(({ workspace, readIncidents, changeIncidents, createTeams }) => ({
      alias: workspace,
      readIncidents: permissionView(readIncidents),
      changeIncidents: permissionView(changeIncidents),
      createTeams: permissionView(createTeams)
    }))
    const answer: Me =
      caller._tag === "User"
        ? { kind: "person", id: caller.id, name: caller.name, workspaces }
        : { kind: "application", id: caller.id, name: caller.name, workspaces }
    return answer
  })
}
