import type { Tenant } from "./Tenant.ts"

/**
 * Returns the ids of all direct and nested members of a group, each once, even with cycles. `unindexed`: so many of the
 * latest members of each group are left out.
 */
export const transitiveMemberIds = (tenant: Tenant, groupId: string, unindexed = 0): ReadonlyArray<string> => {
  const found = new Set<string>()
  const visited = new Set<string>()
  const open = [groupId]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (visited.has(id)) continue
    visited.add(id)
    const members = tenant.group(id)?.members ?? []
    for (const member of members.slice(0, Math.max(members.length - unindexed, 0))) {
      found.add(member)
      if (tenant.state.groups[member]) open.push(member)
    }
  }
  return [...found]
}

/** Returns the ids of all groups that contain the object, directly or through other groups. */
export const transitiveGroupIds = (tenant: Tenant, objectId: string): ReadonlyArray<string> => {
  const holders = new Map<string, Array<string>>()
  for (const group of Object.values(tenant.state.groups)) {
    if (group.deletedAt !== null) continue
    for (const member of group.members) {
      if (member !== objectId && !tenant.state.groups[member]) continue
      const list = holders.get(member)
      if (list) list.push(group.id)
      else holders.set(member, [group.id])
    }
  }
  const found = new Set<string>()
  const open = [...(holders.get(objectId) ?? [])]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue
    found.add(id)
    open.push(...(holders.get(id) ?? []))
  }
  return [...found]
}

export const isTransitiveMember = (tenant: Tenant, groupId: string, objectId: string): boolean =>
  transitiveGroupIds(tenant, objectId).includes(groupId.toLowerCase())
