import { lastingOrigin, withFreshOrigin } from "@incident-teams/application/tracing/Origin"
import { ConfigProvider, Effect, Layer } from "effect"
import { expect, it } from "vitest"
import { startCollector } from "../../testing/collector.ts"
import { tracing } from "./tracing.ts"

const originUnder = (env: Record<string, string>) =>
  Effect.runPromise(
    withFreshOrigin("Sweep")(lastingOrigin).pipe(
      Effect.provide(tracing),
      Effect.provide(Layer.succeed(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env })))
    )
  )

it("records nothing, and leaves no trace to go on, unless it is asked for", async () => {
  expect(await originUnder({})).not.toHaveProperty("span")
  const collector = await startCollector()
  const traced = await originUnder({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint })
  expect(traced?.span).toMatchObject({ sampled: true })
  expect(collector.received).toHaveLength(1)
  await collector.stop()
})
