import { randomUUID } from "node:crypto"
import type { DirectoryGroup } from "../../platform/Directory.ts"
import type { UncheckedObject } from "../../platform/json.ts"
import type { Tenant } from "../../platform/Tenant.ts"
import type { GraphCaller } from "../GraphEnv.ts"
import { badRequest, GraphFailure, resourceNotFound } from "../GraphFailure.ts"
import { boundKey, textOf, textsOf } from "../jsonBody.ts"
import { checkGroupCreation } from "./groupSettings.ts"

const nicknamePattern = /^[\x21-\x7e]{1,64}$/
const nicknameForbidden = /[@()\\[\]";:<>,\s]/

const userOf = (tenant: Tenant, bind: string): string => {
  const key = boundKey(bind, "users", "directoryObjects")
  if (key === undefined) throw badRequest(`Invalid value '${bind}' specified for a reference property.`)
  const user = tenant.user(key)
  if (!user) throw resourceNotFound(key)
  return user.id
}

/** Checks the texts of a write; throws 400 for invalid ones. */
export const checkGroupText = (
  body: UncheckedObject
): { displayName: string | undefined; description: string | undefined } => {
  const displayName = textOf(body, "displayName")
  if (displayName !== undefined && (displayName.trim() === "" || displayName.length > 256)) {
    throw badRequest("Invalid value specified for property 'displayName' of resource 'Group'.")
  }
  const description = textOf(body, "description")
  if (description !== undefined && description.length > 1_024) {
    throw badRequest("Invalid value specified for property 'description' of resource 'Group'.")
  }
  return { displayName, description }
}

const flag = (body: UncheckedObject, name: string): boolean => {
  const value = body[name]
  if (typeof value !== "boolean") throw badRequest(`A value is required for property '${name}' of resource 'Group'.`)
  return value
}

/** Refuses a mailNickname that is missing, malformed or taken. */
export const checkNickname = (tenant: Tenant, mailNickname: string | undefined): string => {
  if (mailNickname === undefined)
    throw badRequest("A value is required for property 'mailNickname' of resource 'Group'.")
  if (!nicknamePattern.test(mailNickname) || nicknameForbidden.test(mailNickname)) {
    throw badRequest("Invalid value specified for property 'mailNickname' of resource 'Group'.")
  }
  // Unique over soft-deleted groups too: they keep their proxy address for 30 days.
  const taken = Object.values(tenant.state.groups).some(
    (group) => group.mailNickname.toLowerCase() === mailNickname.toLowerCase()
  )
  if (taken) {
    const { nicknameConflict } = tenant.state.behavior
    throw new GraphFailure(
      400,
      "Request_BadRequest",
      "Another object with the same value for property mailNickname already exists.",
      {
        ...(nicknameConflict === "innerError" ? { inner: { code: "ObjectConflict" } } : {}),
        ...(nicknameConflict === "details" ? { details: [{ target: "mailNickname", code: "ObjectConflict" }] } : {})
      }
    )
  }
  return mailNickname
}

/** What Graph documents (groups-overview, resource behaviors). */
const knownBehaviors: ReadonlySet<string> = new Set([
  "AllowOnlyMembersToPost",
  "CalendarMemberReadOnly",
  "ConnectorsDisabled",
  "HideGroupInOutlook",
  "SubscribeMembersToCalendarEventsDisabled",
  "SubscribeNewGroupMembers",
  "WelcomeEmailDisabled"
])

const checkBehaviors = (tenant: Tenant, options: ReadonlyArray<string>): void => {
  const refused = tenant.state.behavior.resourceBehaviorOptions === "refuse" && options.length > 0
  if (refused || options.some((option) => !knownBehaviors.has(option))) {
    throw badRequest("Invalid value specified for property 'resourceBehaviorOptions' of resource 'Group'.")
  }
}

/** Creates a group from a create or upsert request (group-post-groups, group-upsert). Throws before anything changes. */
export const newGroup = (
  tenant: Tenant,
  caller: GraphCaller,
  body: UncheckedObject,
  uniqueName: string | null
): DirectoryGroup => {
  const { displayName, description } = checkGroupText(body)
  if (displayName === undefined) throw badRequest("A value is required for property 'displayName' of resource 'Group'.")
  const mailEnabled = flag(body, "mailEnabled")
  const securityEnabled = flag(body, "securityEnabled")
  const groupTypes = [...textsOf(body, "groupTypes")]
  if (groupTypes.some((type) => type !== "Unified" && type !== "DynamicMembership")) {
    throw badRequest("Invalid value specified for property 'groupTypes' of resource 'Group'.")
  }
  const unified = groupTypes.includes("Unified")
  if (mailEnabled !== unified) throw badRequest("The service does not currently support writes of mail-enabled groups.")
  const visibility = textOf(body, "visibility") ?? (unified ? "Public" : null)
  if (visibility !== null && !["private", "public", "hiddenmembership"].includes(visibility.toLowerCase())) {
    throw badRequest("Invalid value specified for property 'visibility' of resource 'Group'.")
  }
  const resourceBehaviorOptions = [...textsOf(body, "resourceBehaviorOptions")]
  checkBehaviors(tenant, resourceBehaviorOptions)
  const mailNickname = checkNickname(tenant, textOf(body, "mailNickname"))
  const binds = { owners: textsOf(body, "owners@odata.bind"), members: textsOf(body, "members@odata.bind") }
  if (binds.owners.length + binds.members.length > 20) {
    throw badRequest("The number of relationships in the request exceeds the maximum of 20.")
  }
  for (const list of Object.values(binds)) {
    if (new Set(list).size !== list.length) throw badRequest("Duplicate references in the request.")
  }
  if (caller.kind === "application" && binds.owners.length + binds.members.length > 0) {
    const names = [
      "User.Read.All",
      "User.ReadWrite.All",
      "Directory.Read.All",
      "Directory.ReadWrite.All",
      "Group.ReadWrite.All"
    ]
    if (!names.some((name) => caller.permissions.has(name))) {
      throw new GraphFailure(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
    }
  }
  if (caller.kind === "application" && !caller.permissions.has("Group.ReadWrite.All") && binds.owners.length === 0) {
    throw badRequest("An owner must be named when a group is created with Group.Create.")
  }
  const owners = binds.owners.map((bind) => userOf(tenant, bind))
  const members = binds.members.map((bind) => userOf(tenant, bind))
  if (unified) checkGroupCreation(tenant, caller, { displayName, mailNickname })
  if (caller.kind === "user" && owners.length === 0) owners.push(caller.objectId)
  const { behavior } = tenant.state
  const group: DirectoryGroup = {
    id: randomUUID(),
    displayName,
    description: description ?? null,
    mail: mailEnabled ? `${mailNickname}@${tenant.state.domain}` : null,
    mailEnabled,
    mailNickname,
    securityEnabled,
    groupTypes,
    visibility: visibility === null ? null : visibility.charAt(0).toUpperCase() + visibility.slice(1),
    ...(resourceBehaviorOptions.length > 0 ? { resourceBehaviorOptions } : {}),
    uniqueName,
    owners,
    members,
    createdAt: tenant.clock.now(),
    replicatedAt: tenant.after(behavior.groupReplicationMillis),
    indexedAt: tenant.after(behavior.indexLagMillis),
    ...(caller.kind === "application" ? { createdByApplication: caller.appId } : {}),
    deletedAt: null,
    boundAtCreation: [...members]
  }
  tenant.state.groups[group.id] = group
  tenant.changed()
  return group
}
