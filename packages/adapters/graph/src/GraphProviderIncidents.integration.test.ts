import { ProviderIncidents } from "@incident-teams/application/ports/ProviderIncidents"
import { providerIncidentsContract } from "@incident-teams/application/testing/providerIncidentsContract"
import { ProviderStage } from "@incident-teams/application/testing/ProviderStage"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { ConfigProvider, Effect, Layer, Schema } from "effect"
import { expect, it } from "vitest"
import * as GraphProviderIncidents from "./GraphProviderIncidents.ts"
import { graphOn } from "./testing/graphOn.ts"

const on = (tenant: Tenant, environment: Readonly<Record<string, string>> = {}) =>
  GraphProviderIncidents.layer.pipe(
    Layer.provide(graphOn(tenant)),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment)))
  )

const incidents = "/arm/workspaces/soc-prod/incidents"
const Added = Schema.Struct({ name: Schema.String, providerIncidentId: Schema.String })

const added = (tenant: Tenant) =>
  Effect.map(
    Effect.promise(() => tenant.control("POST", incidents, { title: "A part of an attack", fromDefender: true })),
    Schema.decodeUnknownSync(Added)
  )

const stage = (tenant: Tenant) => {
  const names = new Map<string, string>()
  return Layer.succeed(ProviderStage, {
    add: Effect.map(added(tenant), ({ name, providerIncidentId }) => {
      names.set(providerIncidentId, name)
      return providerIncidentId
    }),
    merge: (id, into) =>
      Effect.asVoid(
        Effect.promise(() => tenant.control("POST", `${incidents}/${names.get(id)}/merge`, { into: names.get(into) }))
      ),
    deny: Effect.promise(() => tenant.behave({ defenderProvisioned: false })),
    allow: Effect.promise(() => tenant.behave({ defenderProvisioned: true }))
  })
}

const onSimulator = Layer.unwrap(
  Effect.map(
    Effect.promise(() => newTenant()),
    (tenant) => Layer.merge(on(tenant), stage(tenant))
  )
)

providerIncidentsContract("Graph on the simulator", onSimulator)

const readOn = async (tenant: Tenant, environment: Readonly<Record<string, string>> = {}) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const { providerIncidentId } = yield* added(tenant)
      const { read } = yield* ProviderIncidents
      return yield* Effect.result(read(providerIncidentId))
    }).pipe(Effect.provide(on(tenant, environment)))
  )

it("can't be asked without the permission, and names it", async () => {
  const tenant = await newTenant()
  await tenant.control("PUT", "/applications/server", { roles: { graph: ["Team.Create"] } })
  expect(await readOn(tenant)).toMatchObject({
    success: { _tag: "CantBeAsked", remedy: expect.stringContaining("SecurityIncident.Read.All") }
  })
})

it("isn't asked at all if that is turned off", async () => {
  const tenant = await newTenant()
  expect(await readOn(tenant, { DEFENDER_INCIDENTS: "off" })).toMatchObject({
    success: { _tag: "CantBeAsked", remedy: expect.stringContaining("DEFENDER_INCIDENTS=auto") }
  })
  expect(await tenant.calls("graph")).toEqual([])
})

it.each([
  ["throttled", { status: 429, retryAfter: 2 }, "ProviderUnavailable"],
  ["down", { status: 503 }, "ProviderUnavailable"],
  ["not accepting the application's token", { status: 401 }, "InstallationTrouble"]
])("says that Defender may answer later when Graph is %s", async (_, answer, failure) => {
  const tenant = await newTenant()
  await tenant.inject({ path: "/security/incidents/{id}", fault: { kind: "answer", ...answer } })
  expect(await readOn(tenant)).toMatchObject({ failure: { _tag: failure } })
})
