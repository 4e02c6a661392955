import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import type { Directory } from "@incident-teams/application/ports/Directory"
import { Namespace } from "@incident-teams/domain/ids/Namespace"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { teamKeyOf } from "@incident-teams/domain/naming/TeamKey"
import { timeScale } from "@incident-teams/testkit/Simulator"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { Effect, Layer, Random } from "effect"
import { GraphClient } from "../GraphClient.ts"
import * as GraphCollaborationPlatform from "../GraphCollaborationPlatform.ts"
import * as GraphDirectory from "../GraphDirectory.ts"
import type { GraphSettings } from "../GraphSettings.ts"
import { graphOn } from "./graphOn.ts"
import { ana, ines } from "./platformStage.ts"

type Services = CollaborationPlatform | Directory | GraphClient

const services = (tenant: Tenant, settings: Partial<GraphSettings>): Layer.Layer<Services> =>
  Layer.mergeAll(
    Layer.effect(
      CollaborationPlatform,
      Effect.map(GraphClient, (client) => GraphCollaborationPlatform.make(client, undefined))
    ),
    GraphDirectory.layer
  ).pipe(Layer.provideMerge(graphOn(tenant, settings)))

/** Runs a test's body on a tenant of its own. */
export const onTenant = async (
  body: (tenant: Tenant) => Effect.Effect<void, unknown, Services>,
  settings: Partial<GraphSettings> = {}
): Promise<void> => {
  const tenant = await newTenant()
  return Effect.runPromise(Effect.provide(body(tenant), services(tenant, settings)))
}

/** Lets platform time pass. */
export const pass = (millis: number): Effect.Effect<void> => Effect.sleep(millis / timeScale + 25)

export const freshGroup = Effect.gen(function* () {
  const platform = yield* CollaborationPlatform
  const suffix = String(yield* Random.nextIntBetween(1, 1_000_000_000))
  const key = teamKeyOf(Namespace.make("faults"), TeamId.make("a".repeat(26)), Number(suffix))
  const { id } = yield* platform.ensureGroup({
    key,
    name: "INC-1042 Phishing",
    description: "Made by a test",
    // Twice, which Graph would refuse.
    owners: [ana, ines, ana],
    standbyOwners: [],
    lookFirst: false
  })
  yield* pass(3_000)
  return { key, id }
})

export const freshTeam: Effect.Effect<PlatformTeamId, unknown, CollaborationPlatform> = Effect.gen(function* () {
  const { id } = yield* freshGroup
  yield* (yield* CollaborationPlatform).ensureTeam(id)
  return id
})
