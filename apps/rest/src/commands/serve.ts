import { feedTerms, incidentFeed } from "@incident-teams/application/feed/incidentFeed"
import { LiveChanges } from "@incident-teams/application/live/LiveChanges"
import type { WorkerHeartbeat } from "@incident-teams/application/monitoring/WorkerHeartbeat"
import type { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import type { WatermarkStore } from "@incident-teams/application/ports/WatermarkStore"
import { reconciler } from "@incident-teams/application/reconcile/reconciler"
import { workerTerms } from "@incident-teams/application/reconcile/workerTerms"
import { Config, Effect, type Layer, ManagedRuntime, Schema } from "effect"
import { crossOriginSetting } from "../http/crossOrigin.ts"
import { jsonLines } from "../jsonLogs.ts"
import { listen } from "../listen.ts"
import { metricsSetting } from "../metrics/metricsSetting.ts"
import { restApp } from "../restApp.ts"
import type { Role } from "../Role.ts"
import type { Services } from "../Services.ts"
import { tellFailure } from "../startFailure.ts"
import { tlsFiles } from "../tlsFiles.ts"

/** What serving takes: requests, workers, the feed. */
export type Serving = CollaborationPlatform | Services | WatermarkStore | WorkerHeartbeat

const Port = Schema.FiniteFromString.check(
  Schema.isInt(),
  Schema.isBetween({ minimum: 0, maximum: 65_535 }, { expected: "a port from 0 (any free port) to 65535" })
)

/** Where the server listens: HOST (default 127.0.0.1) and PORT (default 8080; 0: any that is free). */
const serverSettings = Config.all({
  host: Config.NonEmptyString("HOST").pipe(Config.withDefault("127.0.0.1")),
  port: Config.schema(Port, "PORT").pipe(Config.withDefault(8080))
})

/** What isn't read by anything behind a port. */
export const servingSettings = Effect.gen(function* () {
  const where = { ...(yield* serverSettings), tls: yield* tlsFiles }
  return {
    where,
    metrics: yield* metricsSetting(where.host),
    corsOrigins: yield* crossOriginSetting,
    worker: yield* workerTerms,
    feed: yield* feedTerms
  }
})

/** Stops in this order: live events and requests in progress, then the workers, which release their leases. */
const server = <E>(runtime: ManagedRuntime.ManagedRuntime<Serving, E>, role: Role) =>
  Effect.gen(function* () {
    const { where, metrics, corsOrigins, worker, feed } = yield* servingSettings
    const { stop } = yield* LiveChanges
    const { address, drain } = yield* listen(restApp(runtime, { metrics, role, corsOrigins }), where)
    if (role !== "api") {
      yield* Effect.forkScoped(reconciler(worker))
      yield* Effect.forkScoped(incidentFeed(feed))
      yield* Effect.logInfo(`Works on teams as ${worker.holder}`)
    }
    yield* Effect.addFinalizer(() =>
      Effect.logInfo("Incident Teams is stopping").pipe(Effect.andThen(stop), Effect.andThen(drain))
    )
    yield* Effect.logInfo(`Incident Teams listens on ${address}`)
    return yield* Effect.never
  })

/** Serves until it is interrupted, and logs why it can't start. */
export const serve = <E extends { readonly message: string }>(services: Layer.Layer<Serving, E>, role: Role) =>
  Effect.suspend(() => {
    const runtime = ManagedRuntime.make(services)
    return Effect.flatMap(runtime.contextEffect, (context) =>
      Effect.provideContext(Effect.scoped(server(runtime, role)), context)
    ).pipe(Effect.tapCause(tellFailure), Effect.ensuring(runtime.disposeEffect), Effect.provide(jsonLines))
  })
