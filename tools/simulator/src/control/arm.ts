import { randomUUID } from "node:crypto"
import { type Context, Hono } from "hono"
import { findByName } from "../arm/ArmCall.ts"
import { ArmError, badRequest } from "../arm/ArmError.ts"
import { readIncident } from "../arm/incidents/incidentChange.ts"
import { incidentId } from "../arm/incidents/incidentResource.ts"
import { generatedIncident, newIncident } from "../arm/newIncident.ts"
import { readDenyAssignment, readRole, readRoleAssignment } from "../arm/rbac/readAssignment.ts"
import { type ArmState, type IncidentRecord, touch, type Workspace } from "../platform/ArmState.ts"
import { checkArmBehavior } from "../platform/Behavior.ts"
import { isObject, type UncheckedObject } from "../platform/json.ts"
import { isFromDefender, mergeEffects, nextDefenderId, settleMerges } from "../platform/merge.ts"

interface ArmControlAccess {
  /** `undefined` for an unknown tenant. */
  tenant(tenantId: string): { readonly arm: ArmState; changed(): void } | undefined
  now(): Date
  /** The moment after so many milliseconds of platform time, in milliseconds since the epoch. */
  after(platformMillis: number): number
}

/** The most incidents that one request creates. */
const maximumAtOnce = 50_000

const workspacePath = "/control/tenants/:tenant/arm/workspaces/:workspace"
const incidentPath = `${workspacePath}/incidents/:incident`

/** The body's JSON object; `{}` for an empty body. */
const objectOf = async (c: Context): Promise<UncheckedObject> => {
  const text = await c.req.text()
  if (text === "") return {}
  try {
    const body: unknown = JSON.parse(text)
    if (isObject(body)) return body
  } catch {
    // Refused below, like JSON that isn't an object.
  }
  throw badRequest("The body must be a JSON object.")
}

/** Changes that people make in the Azure portal. Errors have ARM's envelope. All paths are under `…/arm`. */
export const armControl = (access: ArmControlAccess): Hono => {
  const control = new Hono()

  control.onError((error) => {
    if (error instanceof ArmError) return error.toResponse()
    throw error
  })

  const tenantOf = (c: Context) => {
    const id = c.req.param("tenant") ?? ""
    const tenant = access.tenant(id)
    if (tenant === undefined) throw new ArmError(404, "NotFound", `There is no tenant '${id}'.`)
    if (settleMerges(tenant.arm, access.now().getTime())) tenant.changed()
    return tenant
  }
  const workspaceOf = (c: Context): Workspace => {
    const name = c.req.param("workspace") ?? ""
    const workspace = findByName(tenantOf(c).arm.workspaces, name)
    if (workspace === undefined) throw new ArmError(404, "NotFound", `There is no workspace '${name}'.`)
    return workspace
  }
  const incidentOf = (c: Context): IncidentRecord => {
    const name = c.req.param("incident") ?? ""
    const incident = findByName(workspaceOf(c).incidents, name)
    if (incident === undefined) throw new ArmError(404, "NotFound", `There is no incident '${name}'.`)
    return incident
  }
  const answer = (c: Context, incident: IncidentRecord, status: 200 | 201 = 200) =>
    c.json({ id: incidentId(workspaceOf(c), incident), ...incident }, status)

  /** A change as the portal makes it: members given replace, the others stay; etag and lastModifiedTimeUtc move. */
  const change = (c: Context, incident: IncidentRecord, given: UncheckedObject) => {
    const tenant = tenantOf(c)
    const { arm } = tenant
    incident.written = readIncident({ ...incident.written, ...given }, incident.written, arm)
    touch(arm, incident, access.now())
    tenant.changed()
    return answer(c, incident)
  }

  /** Everything that Azure Resource Manager knows. */
  control.get("/control/tenants/:tenant/arm", (c) => c.json(tenantOf(c).arm))

  control.patch("/control/tenants/:tenant/arm/behavior", async (c) => {
    const tenant = tenantOf(c)
    const { arm } = tenant
    const given = await objectOf(c)
    const invalid = checkArmBehavior(given)
    if (invalid !== undefined) throw badRequest(invalid)
    Object.assign(arm.behavior, given)
    tenant.changed()
    return c.json(arm.behavior)
  })

  control.get(`${workspacePath}/incidents`, (c) => c.json({ value: workspaceOf(c).incidents }))
  control.get(incidentPath, (c) => answer(c, incidentOf(c)))

  // One incident with the given properties, or `{"count": n}` generated ones. `"fromDefender": true`: made by Defender.
  control.post(`${workspacePath}/incidents`, async (c) => {
    const tenant = tenantOf(c)
    const { arm } = tenant
    const workspace = workspaceOf(c)
    const { count, name, fromDefender = false, ...given } = await objectOf(c)
    if (typeof fromDefender !== "boolean") throw badRequest("'fromDefender' must be true or false.")
    if (name !== undefined && typeof name !== "string") throw badRequest("'name' must be a string.")
    if (count === undefined) {
      if (name !== undefined && findByName(workspace.incidents, name) !== undefined) {
        throw badRequest(`The incident '${name}' already exists.`)
      }
      const defaults = { title: "An incident", severity: "Medium", status: "New" }
      const written = readIncident({ ...defaults, ...given }, undefined, arm)
      const defenderId = fromDefender ? nextDefenderId(arm) : undefined
      const incident = newIncident(arm, workspace, written, access.now(), name, defenderId)
      tenant.changed()
      return answer(c, incident, 201)
    }
    if (!Number.isInteger(count) || Number(count) < 1 || Number(count) > maximumAtOnce) {
      throw badRequest(`'count' must be a whole number from 1 to ${maximumAtOnce}.`)
    }
    const firstDefenderId = fromDefender ? nextDefenderId(arm) : undefined
    const added = Array.from({ length: Number(count) }, (_, index) =>
      newIncident(
        arm,
        workspace,
        generatedIncident(workspace.lastIncidentNumber + 1),
        access.now(),
        undefined,
        firstDefenderId === undefined ? undefined : firstDefenderId + index
      )
    )
    tenant.changed()
    return c.json({ names: added.map((incident) => incident.name) }, 201)
  })

  control.patch(incidentPath, async (c) => change(c, incidentOf(c), await objectOf(c)))

  control.post(`${incidentPath}/close`, async (c) => {
    const given = await objectOf(c)
    return change(c, incidentOf(c), {
      status: "Closed",
      classification: "TruePositive",
      classificationReason: "SuspiciousActivity",
      ...given
    })
  })

  /**
   * As Defender's correlation does. `into`: the other incident's name. `after`: when each effect occurs, in milliseconds of
   * platform time; what isn't named occurs at once. Unlike Defender, the simulator also merges closed incidents, in chains
   * and in cycles.
   */
  control.post(`${incidentPath}/merge`, async (c) => {
    const { into, after = {} } = await objectOf(c)
    const [tenant, workspace, source] = [tenantOf(c), workspaceOf(c), incidentOf(c)]
    const target = typeof into === "string" ? findByName(workspace.incidents, into) : undefined
    if (target === undefined) throw badRequest("'into' must be the name of an incident of the workspace.")
    if (!isFromDefender(source) || !isFromDefender(target)) {
      throw badRequest("Defender merges only incidents that it knows. Add them with 'fromDefender'.")
    }
    const delays: ReadonlyArray<readonly [string, unknown]> = isObject(after) ? Object.entries(after) : [["after", ""]]
    for (const [effect, millis] of delays) {
      if (!mergeEffects.some((known) => known === effect) || typeof millis !== "number" || !(millis >= 0)) {
        throw badRequest(`'after' must name milliseconds of these effects: ${mergeEffects.join(", ")}.`)
      }
    }
    const millisOf = new Map(delays)
    for (const effect of mergeEffects) {
      tenant.arm.mergeSteps.push({
        at: access.after(Number(millisOf.get(effect) ?? 0)),
        effect,
        workspace: workspace.name,
        source: source.name,
        target: target.name
      })
    }
    settleMerges(tenant.arm, access.now().getTime())
    tenant.changed()
    return answer(c, source)
  })

  // As the portal does: the classification goes with the closed status.
  control.post(`${incidentPath}/reopen`, (c) =>
    change(c, incidentOf(c), {
      status: "Active",
      classification: undefined,
      classificationReason: undefined,
      classificationComment: undefined
    })
  )

  control.delete(incidentPath, (c) => {
    const workspace = workspaceOf(c)
    workspace.incidents.splice(workspace.incidents.indexOf(incidentOf(c)), 1)
    tenantOf(c).changed()
    return c.body(null, 204)
  })

  control.post("/control/tenants/:tenant/arm/role-definitions", async (c) => {
    const tenant = tenantOf(c)
    const { arm } = tenant
    const role = readRole(await objectOf(c), randomUUID())
    arm.customRoleDefinitions.push(role)
    tenant.changed()
    return c.json(role, 201)
  })

  control.post("/control/tenants/:tenant/arm/role-assignments", async (c) => {
    const tenant = tenantOf(c)
    const { arm } = tenant
    const assignment = readRoleAssignment(arm, await objectOf(c), randomUUID())
    arm.roleAssignments.push(assignment)
    tenant.changed()
    return c.json(assignment, 201)
  })

  // By the assignment's name, or all of a principal (`?principalId=`).
  control.delete("/control/tenants/:tenant/arm/role-assignments/:name?", (c) => {
    const tenant = tenantOf(c)
    const { arm } = tenant
    const name = c.req.param("name")
    const principalId = c.req.query("principalId")
    if (name === undefined && principalId === undefined) throw badRequest("Set a name in the path, or ?principalId=.")
    arm.roleAssignments = arm.roleAssignments.filter(
      (assignment) => assignment.name !== name && assignment.principalId !== principalId
    )
    tenant.changed()
    return c.body(null, 204)
  })

  control.put("/control/tenants/:tenant/arm/deny-assignments", async (c) => {
    const tenant = tenantOf(c)
    const { arm } = tenant
    const given: unknown = await c.req.json().catch(() => undefined)
    if (!Array.isArray(given)) throw badRequest("An array of deny assignments is expected.")
    arm.denyAssignments = given.map((deny) => readDenyAssignment(deny, randomUUID()))
    tenant.changed()
    return c.json({ value: arm.denyAssignments })
  })

  return control
}
