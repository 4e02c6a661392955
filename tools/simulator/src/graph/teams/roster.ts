import type { Team, TeamMember } from "../../platform/Team.ts"
import type { Tenant } from "../../platform/Tenant.ts"

/** Membership of a team: the rules that all routes which change it share. */

/** Graph: at most 25,000 people and 100 owners in a team. */
const maximumMembers = 25_000
const maximumOwners = 100

export interface Refusal {
  readonly code: string
  readonly message: string
}

/** The account doesn't exist or is disabled. */
export const isBadAccount = (tenant: Tenant, userId: string): boolean =>
  tenant.state.users[userId]?.accountEnabled !== true

/** Adds a person, or returns the refusal. A member becomes an owner if asked for; only PATCH demotes an owner. */
export const addPerson = (
  tenant: Tenant,
  team: Team,
  userId: string,
  owner: boolean,
  visibleAt: number
): TeamMember | Refusal => {
  const group = tenant.group(team.id)
  // A disabled account isn't told from one that isn't there (team-post-members), and neither in words (docs#15433).
  if (!group || isBadAccount(tenant, userId)) return { code: "NotFound", message: "" }
  const user = tenant.state.users[userId]
  if (owner && user?.userType === "Guest") return { code: "BadRequest", message: "A guest can't be an owner." }
  const existing = team.members.find((member) => member.userId === userId)
  if (existing) {
    if (tenant.state.behavior.alreadyMember === "refuse") {
      return { code: "BadRequest", message: "The user is already a member of the team." }
    }
    // Someone who is waiting for the slow sync becomes visible now.
    if (existing.visibleAt === null || existing.visibleAt > visibleAt) existing.visibleAt = visibleAt
    if (owner) setRole(tenant, team, existing, "owner")
    return existing
  }
  if (team.members.length >= maximumMembers)
    return { code: "Forbidden", message: `A team can't have more than ${maximumMembers} members.` }
  if (owner && team.members.filter(({ roles }) => roles.includes("owner")).length >= maximumOwners) {
    return { code: "Forbidden", message: `A team can't have more than ${maximumOwners} owners.` }
  }
  const member: TeamMember = {
    userId,
    roles: owner ? ["owner"] : user?.userType === "Guest" ? ["guest"] : [],
    addedAt: tenant.clock.now(),
    visibleAt
  }
  team.members.push(member)
  if (!group.members.includes(userId)) group.members.push(userId)
  if (owner && !group.owners.includes(userId)) group.owners.push(userId)
  return member
}

export const isRefusal = (result: TeamMember | Refusal): result is Refusal => "code" in result

export const setRole = (tenant: Tenant, team: Team, member: TeamMember, role: "owner" | "member"): void => {
  const group = tenant.group(team.id)
  if (!group || member.roles.includes("guest")) return
  member.roles = role === "owner" ? ["owner"] : []
  group.owners = group.owners.filter((id) => id !== member.userId)
  if (role === "owner") group.owners.push(member.userId)
}

export const isLastOwner = (team: Team, member: TeamMember): boolean =>
  member.roles.includes("owner") && team.members.filter(({ roles }) => roles.includes("owner")).length === 1

/** Removes a person from team and group; still listed until `hiddenAt`. */
export const removePerson = (tenant: Tenant, team: Team, member: TeamMember, hiddenAt: number): void => {
  team.members = team.members.filter((other) => other !== member)
  if (hiddenAt > tenant.clock.now()) team.removedMembers.push({ ...member, hiddenAt })
  const group = tenant.group(team.id)
  if (!group) return
  group.members = group.members.filter((id) => id !== member.userId)
  group.owners = group.owners.filter((id) => id !== member.userId)
}

/** Returns the members that GET members lists now. */
export const listedMembers = (tenant: Tenant, team: Team): ReadonlyArray<TeamMember> => {
  const now = tenant.clock.now()
  team.removedMembers = team.removedMembers.filter(({ hiddenAt }) => hiddenAt > now)
  const present = team.members.filter(({ visibleAt }) => visibleAt !== null && visibleAt <= now)
  const lagging = team.removedMembers.filter(
    ({ userId, visibleAt }) =>
      visibleAt !== null && visibleAt <= now && !present.some((member) => member.userId === userId)
  )
  return [...present, ...lagging]
}
