import { EntraCredentials } from "@incident-teams/adapter-entra/EntraCredentials"
import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import * as ArmConnection from "@incident-teams/adapter-sentinel/arm/ArmConnection"
import * as SentinelIncidentDocuments from "@incident-teams/adapter-sentinel/SentinelIncidentDocuments"
import * as SentinelIncidentSource from "@incident-teams/adapter-sentinel/SentinelIncidentSource"
import { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import { asSystem } from "@incident-teams/application/ports/Session"
import { incidentIdOf } from "@incident-teams/domain/ids/IncidentId"
import { IncidentName } from "@incident-teams/domain/ids/IncidentName"
import { sample as simulated } from "@incident-teams/testkit/sample"
import { timeScale } from "@incident-teams/testkit/Simulator"
import type { TokenRequest } from "@incident-teams/testkit/Tenant"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { ConfigProvider, Effect, Layer, Redacted, type Schema } from "effect"
import { decodeJwt } from "jose"
import { sample, workspace } from "./sampleCallers.ts"

const armName = "soc-prod"
const armWorkspace = simulated.workspace(armName)

/** The person of the sample callers whom a test's token names: the simulator knows them by the same name. */
const personOf = (assertion: Redacted.Redacted): string => {
  const { oid, name } = decodeJwt(Redacted.value(assertion))
  const found = Object.entries(sample).find(([, { id }]) => id === oid)?.[0]
  if (found === undefined || !(found in simulated.person))
    throw new Error(`The simulator doesn't know ${String(name)}.`)
  return found
}

/**
 * The sample workspace in a new tenant of the simulator, through the Sentinel adapter as in production. Only the tokens
 * are exchanged by the test: Azure sees a caller's namesake in the simulator.
 */
export const simulatedSentinel = async () => {
  const tenant = await newTenant()
  await tenant.control("PATCH", "/arm/behavior", { throttling: false })

  const tokens = new Map<string, Promise<string>>()
  const tokenOf = (request: TokenRequest): Promise<string> => {
    const key = JSON.stringify(request)
    const token = tokens.get(key) ?? tenant.token({ ...request, audience: "arm", scope: "user_impersonation" })
    tokens.set(key, token)
    return token
  }
  const credential = (request: () => TokenRequest) => ({
    getToken: async () => ({ token: await tokenOf(request()), expiresOnTimestamp: Date.now() + 3_600_000 })
  })
  const credentials = Layer.succeed(EntraCredentials, {
    application: credential(() => ({ application: "server" })),
    onBehalfOf: (assertion) => credential(() => ({ user: personOf(assertion) }))
  })

  const written: Array<Schema.Json> = []
  const recordWrites = Layer.effect(
    ArmConnection.ArmConnection,
    Effect.map(ArmConnection.ArmConnection, (arm) => ({
      ...arm,
      upsert: (...call: Parameters<typeof arm.upsert>) => {
        written.push(call[2])
        return arm.upsert(...call)
      }
    }))
  )

  /** New incidents come by the simulator's control; everything else of the hand dies. */
  const hand = Layer.unwrap(
    Effect.map(IncidentSource, (source) =>
      Layer.mock(IncidentHand, {
        add: (alias, incident = {}) =>
          Effect.promise(() => tenant.control("POST", `/arm/workspaces/${armName}/incidents`, incident)).pipe(
            Effect.flatMap(({ name }) => source.get(incidentIdOf(alias, IncidentName.make(name)), asSystem)),
            Effect.orDie
          )
      })
    )
  )

  const environment = {
    ...tenant.environment,
    SENTINEL_WORKSPACES: `${workspace}=${armWorkspace}`,
    PLATFORM_TIME_SCALE: String(timeScale)
  }
  return {
    tenant,
    /** The Sentinel-shaped routes of the workspace. */
    at: `${armWorkspace}/providers/Microsoft.SecurityInsights`,
    /** The documents that were put to Azure so far. */
    written,
    /** A document as Azure itself returns it to a person; `path` from the subscription on. */
    read: async (user: keyof typeof sample, path: string): Promise<unknown> => {
      const response = await fetch(`${tenant.base}${path}?api-version=2025-09-01`, {
        headers: { authorization: `Bearer ${await tokenOf({ user })}` }
      })
      return response.json()
    },
    layer: hand.pipe(
      Layer.provideMerge(
        Layer.mergeAll(SentinelIncidentSource.layerOnConnection, SentinelIncidentDocuments.layerOnConnection)
      ),
      Layer.provide(recordWrites),
      Layer.provide(ArmConnection.layer),
      Layer.provide(credentials),
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))),
      Layer.orDie
    )
  }
}
