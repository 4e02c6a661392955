import type { MembersFault } from "../../platform/Fault.ts"
import { isObject } from "../../platform/json.ts"
import type { Tenant } from "../../platform/Tenant.ts"
import type { GraphContext } from "../GraphEnv.ts"
import { GraphFailure } from "../GraphFailure.ts"
import { boundKey, textOf } from "../jsonBody.ts"
import type { Refusal } from "./roster.ts"

/** A person in a request: the key from its bind, and the object id if the user exists. */
export interface RequestedMember {
  readonly key: string
  readonly userId: string | undefined
  readonly owner: boolean
}

/** Reads an aadUserConversationMember. Throws 400 for anything else. */
export const readMember = (tenant: Tenant, value: unknown): RequestedMember => {
  const invalid = (detail: string) => new GraphFailure(400, "BadRequest", detail)
  if (!isObject(value)) throw invalid("A conversation member is expected.")
  const type = textOf(value, "@odata.type")
  if (type === undefined || !/^#?microsoft\.graph\.aadUserConversationMember$/i.test(type)) {
    throw invalid("The '@odata.type' of a member must be '#microsoft.graph.aadUserConversationMember'.")
  }
  const key = boundKey(textOf(value, "user@odata.bind") ?? "", "users")
  if (key === undefined) throw invalid("Bind requests expected: 'user@odata.bind' must reference a user.")
  const roles: unknown = value["roles"] ?? []
  if (!Array.isArray(roles) || roles.some((role) => typeof role !== "string" || role.toLowerCase() !== "owner")) {
    throw invalid("Invalid role specified for member.")
  }
  return { key, userId: tenant.user(key)?.id, owner: roles.length > 0 }
}

/** TeamMember.ReadWriteNonOwnerRole.All can't touch owners. */
export const checkOwnerRight = (c: GraphContext, owner: boolean): void => {
  if (owner && !c.get("caller").permissions.has("TeamMember.ReadWrite.All")) {
    throw new GraphFailure(403, "Forbidden", "TeamMember.ReadWrite.All is needed to add, change or remove owners.")
  }
}

/** Some tenants refuse a guest whom an application adds, without a reason. */
export const checkGuests = (c: GraphContext, requested: ReadonlyArray<RequestedMember>): void => {
  const { behavior, users } = c.get("tenant").state
  const guest = requested.some(({ userId }) => userId !== undefined && users[userId]?.userType === "Guest")
  if (guest && c.get("caller").kind === "application" && behavior.guestsByApplication === "refuse") {
    throw new GraphFailure(403, "Forbidden", "An unknown error has occurred.")
  }
}

export const membersFaults = (c: GraphContext): ReadonlyArray<MembersFault> =>
  c.get("faults").filter((fault): fault is MembersFault => fault.kind === "members")

/** Returns the refusal of this person by an injected fault, if any. */
export const refusalByFault = (c: GraphContext, userId: string | undefined): Refusal | undefined => {
  for (const fault of membersFaults(c)) {
    const refusal = (userId === undefined ? undefined : fault.refuse?.[userId]) ?? fault.refuseAll
    if (refusal) return { code: refusal.code, message: refusal.message ?? "" }
  }
  return undefined
}
