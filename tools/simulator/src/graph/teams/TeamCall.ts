import type { OperationFault } from "../../platform/Fault.ts"
import type { Channel, OperationDeviation, Team } from "../../platform/Team.ts"
import type { GraphContext } from "../GraphEnv.ts"
import { GraphFailure, teamNotFound } from "../GraphFailure.ts"

/** Returns the team of a call: 404 until it is provisioned, and after it was deleted. */
export const teamOf = (c: GraphContext, access: "read" | "change" = "read"): Team => {
  const tenant = c.get("tenant")
  const id = c.req.param("team") ?? ""
  const team = tenant.team(id)
  const now = tenant.clock.now()
  if (!team || team.provisionedAt > now) throw teamNotFound(id)
  if (team.createdAt + tenant.clock.real(tenant.state.behavior.teamReadLagMillis) > now) throw teamNotFound(id)
  const caller = c.get("caller")
  if (caller.kind === "user") {
    const member = team.members.find(({ userId }) => userId === caller.objectId)
    if (!member || (access === "change" && !member.roles.includes("owner"))) {
      throw new GraphFailure(403, "Forbidden", "The signed-in user isn't an owner or member of the team.")
    }
    if (tenant.state.users[caller.objectId]?.teamsLicense === false) {
      throw new GraphFailure(403, "UserLicenseNotPresentForbidden", "User Login. Teams is disabled in user licenses")
    }
  }
  return team
}

export const channelOf = (c: GraphContext, team: Team): Channel => {
  const id = decodeURIComponent(c.req.param("channel") ?? "")
  const channel = team.channels.find((candidate) => candidate.id === id)
  if (!channel) {
    throw new GraphFailure(404, "NotFound", "Channel not found.", {
      inner: { code: "ItemNotFound", message: "Channel not found." }
    })
  }
  return channel
}

/** Returns how the latest matching fault changes the operation that this call starts. */
export const operationDeviation = (
  c: GraphContext
): {
  readonly deviation: (Partial<OperationDeviation> & { readonly millis?: number }) | null
  readonly zeroId: boolean
} => {
  const fault = c.get("faults").findLast((candidate): candidate is OperationFault => candidate.kind === "operation")
  if (!fault) return { deviation: null, zeroId: false }
  const { kind: _kind, zeroId, ...deviation } = fault
  return { deviation, zeroId: zeroId === true }
}

export const zeroOperationId = "00000000-0000-0000-0000-000000000000"

/** The usual form of Location and Content-Location: relative to the version, keys in quotes. */
export const operationLocation = (teamId: string, operationId: string): string =>
  `/teams('${teamId}')/operations('${operationId}')`
