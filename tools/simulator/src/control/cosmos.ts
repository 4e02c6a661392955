import { randomUUID } from "node:crypto"
import { Hono } from "hono"
import { builtInDataRoles } from "../cosmos/access/dataRoles.ts"
import { itemsOf } from "../cosmos/documents/itemsOf.ts"
import { partitionKeyRanges } from "../cosmos/partition/PartitionKeyRange.ts"
import { checkCosmosBehavior } from "../platform/Behavior.ts"
import type { ContainerRecord, DataRole, DataRoleAssignment } from "../platform/CosmosState.ts"
import type { World } from "../platform/World.ts"
import { bodyOf, ControlFailure, optionalText, requiredText, tenantOf, textList } from "./ControlFailure.ts"

/**
 * What tests and the sandbox ask of a Cosmos DB account instead of the portal. All paths are under
 * `/tenants/{tid}/cosmos`.
 */
export const cosmosControl = (world: World): Hono => {
  const app = new Hono()
  const base = "/tenants/:tenant/cosmos"

  const containerView = (container: ContainerRecord) => ({
    id: container.id,
    partitionKey: container.partitionKey,
    indexingPolicy: container.indexingPolicy,
    defaultTtl: container.defaultTtl ?? null,
    throughput: container.throughput ?? null,
    ranges: partitionKeyRanges.map(({ id }, range) => {
      const items = itemsOf(container, { range }, world.clock)
      return {
        id,
        lsn: container.lsn[range] ?? 0,
        items: items.length,
        bytes: items.reduce((sum, { bytes }) => sum + bytes, 0)
      }
    })
  })

  // Address, key and actual state; `?items=true`: with every item that hasn't expired.
  app.get(base, (c) => {
    const { cosmos } = tenantOf(world, c).state
    const withItems = c.req.query("items") === "true"
    return c.json({
      endpoint: world.base,
      key: cosmos.primaryKey,
      behavior: cosmos.behavior,
      databases: cosmos.databases.map(({ id, containers }) => ({
        id,
        containers: containers.map((container) => ({
          ...containerView(container),
          ...(withItems
            ? {
                items: partitionKeyRanges.flatMap((_, range) =>
                  itemsOf(container, { range }, world.clock).map(({ document }) => document)
                )
              }
            : {})
        }))
      })),
      roles: [...builtInDataRoles, ...cosmos.roles],
      roleAssignments: cosmos.roleAssignments
    })
  })

  app.patch(`${base}/behavior`, async (c) => {
    const tenant = tenantOf(world, c)
    const change = await bodyOf(c)
    const invalid = checkCosmosBehavior(change)
    if (invalid !== undefined) throw new ControlFailure(400, invalid)
    Object.assign(tenant.state.cosmos.behavior, change)
    tenant.changed()
    return c.json(tenant.state.cosmos.behavior)
  })

  // {"roleName": "Reads only", "dataActions": ["Microsoft.DocumentDB/databaseAccounts/readMetadata", …]}
  app.post(`${base}/roles`, async (c) => {
    const tenant = tenantOf(world, c)
    const body = await bodyOf(c)
    const role: DataRole = {
      id: optionalText(body, "id") ?? randomUUID(),
      roleName: requiredText(body, "roleName"),
      dataActions: textList(body["dataActions"], "dataActions")
    }
    tenant.state.cosmos.roles.push(role)
    tenant.changed()
    return c.json(role, 201)
  })

  // {"principalId": "…", "role": "Cosmos DB Built-in Data Reader", "scope": "/dbs/incident-teams"}
  app.post(`${base}/role-assignments`, async (c) => {
    const tenant = tenantOf(world, c)
    const { cosmos } = tenant.state
    const body = await bodyOf(c)
    const requested = requiredText(body, "role")
    const role = [...builtInDataRoles, ...cosmos.roles].find(
      ({ id, roleName }) => id === requested || roleName === requested
    )
    if (!role) throw new ControlFailure(404, `There is no data role '${requested}'.`)
    const assignment: DataRoleAssignment = {
      id: randomUUID(),
      principalId: requiredText(body, "principalId"),
      roleId: role.id,
      scope: optionalText(body, "scope") ?? "/"
    }
    cosmos.roleAssignments.push(assignment)
    tenant.changed()
    return c.json(assignment, 201)
  })

  // One assignment by its id, or all.
  app.delete(`${base}/role-assignments/:id?`, (c) => {
    const tenant = tenantOf(world, c)
    const { cosmos } = tenant.state
    const id = c.req.param("id")
    cosmos.roleAssignments = id === undefined ? [] : cosmos.roleAssignments.filter((assignment) => assignment.id !== id)
    tenant.changed()
    return c.body(null, 204)
  })

  return app
}
