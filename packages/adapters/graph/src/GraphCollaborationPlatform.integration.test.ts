import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import { collaborationPlatformContract } from "@incident-teams/application/testing/collaborationPlatformContract"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { Effect, Layer } from "effect"
import { GraphClient } from "./GraphClient.ts"
import * as GraphCollaborationPlatform from "./GraphCollaborationPlatform.ts"
import * as GraphDirectory from "./GraphDirectory.ts"
import { graphOn } from "./testing/graphOn.ts"
import { platformStage } from "./testing/platformStage.ts"

const platform = Layer.effect(
  CollaborationPlatform,
  Effect.map(GraphClient, (client) => GraphCollaborationPlatform.make(client, "7a1e0000-0000-4000-8000-000000000901"))
)

const onSimulator = Layer.unwrap(
  Effect.map(
    Effect.promise(() => newTenant()),
    (tenant) =>
      Layer.mergeAll(platform, platformStage(tenant)).pipe(
        Layer.provide(GraphDirectory.layer),
        Layer.provide(graphOn(tenant))
      )
  )
)

collaborationPlatformContract("Graph on the simulator", onSimulator)
