import { Effect, Layer, References } from "effect"
import { type TracingSettings, tracingSettings } from "./tracingSettings.ts"
import { withoutWords } from "./withoutWords.ts"

/** Loaded only if tracing is on. */
const exported = async (settings: TracingSettings) => {
  const { OtlpSerialization, OtlpTracer } = await import("effect/observability")
  const { collectorClient } = await import("./collectorClient.ts")
  const { layerJson, layerProtobuf } = OtlpSerialization
  const scrubbing = Layer.effect(
    OtlpSerialization.OtlpSerialization,
    Effect.map(OtlpSerialization.OtlpSerialization, (inner) => ({
      ...inner,
      traces: (data) => inner.traces(withoutWords(data))
    }))
  ).pipe(Layer.provide(settings.protocol === "http/json" ? layerJson : layerProtobuf))
  return OtlpTracer.layer({
    url: settings.url,
    resource: { serviceName: settings.service.name, serviceVersion: settings.service.version },
    compression: settings.compression,
    exportInterval: settings.everyMillis,
    maxBatchSize: settings.batch
  }).pipe(Layer.provide(scrubbing), Layer.provide(collectorClient(settings)))
}

/**
 * Traces of requests, steps and calls over OTLP, where OpenTelemetry's variables name an endpoint; otherwise nothing is
 * recorded.
 */
export const tracing = Layer.unwrap(
  Effect.flatMap(tracingSettings, (settings) =>
    settings === undefined
      ? Effect.succeed(Layer.succeed(References.TracerEnabled, false))
      : Effect.promise(() => exported(settings))
  )
)
