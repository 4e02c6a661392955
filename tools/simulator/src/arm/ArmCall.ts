import type { Context, Hono } from "hono"
import {
  type ClientInfo,
  type IncidentRecord,
  type Subscription,
  type Workspace,
  workspaceId
} from "../platform/ArmState.ts"
import { type UncheckedObject, isObject } from "../platform/json.ts"
import type { ArmCaller } from "./ArmCaller.ts"
import {
  ArmError,
  authorizationFailed,
  badRequest,
  resourceGroupNotFound,
  resourceNotFound,
  subscriptionNotFound
} from "./ArmError.ts"
import { isAllowed } from "./rbac/effectiveRights.ts"

/** Context variables of all routes. */
export interface ArmEnvironment {
  Variables: {
    caller: ArmCaller
    apiVersion: string
    now: () => Date
  }
}

export type ArmContext = Context<ArmEnvironment>
export type ArmRoutes = Hono<ArmEnvironment>

const equalsIgnoringCase = (left: string, right: string | undefined): boolean =>
  left.toLowerCase() === right?.toLowerCase()

/** Returns the subscription; throws 404 unless the caller's tenant has it. */
export const subscriptionOf = (c: ArmContext, id: string): Subscription => {
  const found = c.var.caller.arm.subscriptions.find((subscription) => equalsIgnoringCase(subscription.id, id))
  if (found === undefined) throw subscriptionNotFound(id)
  return found
}

/** Throws 403 unless the caller's roles grant `action` at `scope`, and no deny assignment blocks it. */
export const authorize = (c: ArmContext, action: string, scope: string): void => {
  const { caller } = c.var
  if (isAllowed(caller.arm, caller, action, scope)) return
  const name = caller.userPrincipalName ?? caller.objectId
  throw authorizationFailed({ name, objectId: caller.objectId }, action, scope)
}

/** Returns the path's segments as sent, unescaped: routes see the path in lower case. */
export const writtenSegments = (c: ArmContext): Array<string> =>
  new URL(c.req.url).pathname.split("/").filter(Boolean).map(decodeSegment)

export const pathOf = (c: ArmContext): string => writtenSegments(c).reduce((path, segment) => `${path}/${segment}`, "")

const decodeSegment = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw badRequest(`'${segment}' is not properly escaped.`)
  }
}

/** Returns the path's workspace for a caller who may do `action` there: ARM authorizes before it checks existence. */
export const workspaceFor = (c: ArmContext, action: string): Workspace => {
  const { arm } = c.var.caller
  const [, subscriptionId = "", , resourceGroup = "", , , , name = ""] = writtenSegments(c)
  const subscription = subscriptionOf(c, subscriptionId)
  const found = arm.workspaces.find(
    (workspace) =>
      equalsIgnoringCase(workspace.subscriptionId, subscriptionId) &&
      equalsIgnoringCase(workspace.resourceGroup, resourceGroup) &&
      equalsIgnoringCase(workspace.name, name)
  )
  authorize(c, action, workspaceId(found ?? { subscriptionId, resourceGroup, name }))
  if (!subscription.resourceGroups.some((group) => equalsIgnoringCase(group, resourceGroup))) {
    throw resourceGroupNotFound(resourceGroup)
  }
  if (found === undefined) throw resourceNotFound("Microsoft.OperationalInsights/workspaces", name, resourceGroup)
  return found
}

/** Index of the path segments with the incident's and the child's name. */
const incidentSegment = 11
const childSegment = 13

const resourceName = (c: ArmContext, index: number): string => {
  const name = writtenSegments(c)[index] ?? ""
  // ARM's rule for names of extension resources, as far as it matters here.
  if (!/^[\w.()-]{1,260}$/.test(name)) throw badRequest(`'${name}' is not a valid resource name.`)
  return name
}

export const incidentName = (c: ArmContext): string => resourceName(c, incidentSegment)
export const childName = (c: ArmContext): string => resourceName(c, childSegment)

/** Finds an item by name, ignoring case. */
export const findByName = <Item extends { readonly name: string }>(
  items: ReadonlyArray<Item>,
  name: string
): Item | undefined => items.find((item) => equalsIgnoringCase(item.name, name))

export const notFound = (c: ArmContext, what: string, name: string): ArmError =>
  new ArmError(404, c.var.caller.arm.behavior.missingIncident, `${what} '${name}' was not found.`)

/** Returns the path's incident and its workspace for a caller who may do `action` there. */
export const incidentFor = (c: ArmContext, action: string): { workspace: Workspace; incident: IncidentRecord } => {
  const workspace = workspaceFor(c, action)
  const name = incidentName(c)
  const incident = findByName(workspace.incidents, name)
  if (incident === undefined) throw notFound(c, "Incident", name)
  return { workspace, incident }
}

/** Reads the request's body and its `properties`; throws ARM's 415 or 400 for anything else. */
export const bodyOf = async (c: ArmContext): Promise<{ etag: string | undefined; properties: UncheckedObject }> => {
  const type = c.req.header("content-type")
  if (type === undefined || !/^(application|text)\/json\s*(;|$)/i.test(type)) {
    throw new ArmError(
      415,
      "UnsupportedMediaType",
      `The content media type '${type ?? "<null>"}' is not supported. Only 'application/json' is supported.`
    )
  }
  let body: unknown
  try {
    body = JSON.parse(await c.req.text())
  } catch (error) {
    throw new ArmError(
      400,
      "InvalidRequestContent",
      `The request content was invalid and could not be deserialized: '${error instanceof Error ? error.message : ""}'.`
    )
  }
  if (!isObject(body)) throw badRequest("The request content must be a JSON object.")
  const { etag, properties } = body
  if (!isObject(properties)) throw badRequest("The request content must have 'properties'.")
  if (etag !== undefined && etag !== null && typeof etag !== "string") throw badRequest("'etag' must be a string.")
  return { etag: typeof etag === "string" ? etag : undefined, properties }
}

/** The caller as author of comments and tasks. */
export const clientInfo = (c: ArmContext): ClientInfo => {
  const { objectId, displayName, email, userPrincipalName } = c.var.caller
  return {
    objectId,
    name: displayName,
    ...(email !== undefined && { email }),
    ...(userPrincipalName !== undefined && { userPrincipalName })
  }
}

export const isGuid = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)
