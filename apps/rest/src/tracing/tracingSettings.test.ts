import { ConfigProvider, Effect, Redacted, Result } from "effect"
import { describe, expect, it } from "vitest"
import { tracingSettings } from "./tracingSettings.ts"

const given = (env: Record<string, string>) =>
  Effect.runSync(
    Effect.result(
      Effect.provideService(tracingSettings, ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env }))
    )
  )
const read = (env: Record<string, string>) => Result.getOrThrow(given(env))

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" }

describe("the settings of tracing", () => {
  it.each([
    {},
    { OTEL_EXPORTER_OTLP_ENDPOINT: "" },
    { ...endpoint, OTEL_SDK_DISABLED: "true" },
    { ...endpoint, OTEL_TRACES_EXPORTER: "none" }
  ])("are none for %j", (env) => {
    expect(read(env)).toBeUndefined()
  })

  it("are OpenTelemetry's own defaults where an endpoint is all that is told", () => {
    expect(read(endpoint)).toMatchObject({
      url: "http://collector:4318/v1/traces",
      protocol: "http/protobuf",
      compression: "none",
      timeoutMillis: 10_000,
      everyMillis: 5_000,
      batch: 512,
      service: { name: "incident-teams-server" }
    })
  })

  it("take what is told for traces alone before what is told for everything", () => {
    const settings = read({
      ...endpoint,
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "https://traces.example/ingest",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "http/json",
      OTEL_EXPORTER_OTLP_HEADERS: "api-key=everything",
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: "api-key=only%20traces, x-team = soc",
      OTEL_RESOURCE_ATTRIBUTES: "service.name=by-attribute,service.version=7",
      OTEL_SERVICE_NAME: "by-name"
    })
    expect(settings).toMatchObject({
      url: "https://traces.example/ingest",
      protocol: "http/json",
      service: { name: "by-name", version: "7" }
    })
    expect(Redacted.value(settings!.headers)).toEqual({ "api-key": "only traces", "x-team": "soc" })
    expect(JSON.stringify(settings)).not.toContain("only")
  })

  it.each([
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317"],
    ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "/v1/traces"],
    ["OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"],
    ["OTEL_EXPORTER_OTLP_COMPRESSION", "zstd"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "a key=1"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "key=%zz"],
    ["OTEL_EXPORTER_OTLP_TIMEOUT", "soon"],
    ["OTEL_BSP_SCHEDULE_DELAY", "0"],
    ["OTEL_TRACES_EXPORTER", "jaeger"],
    ["OTEL_RESOURCE_ATTRIBUTES", "a=%"],
    ["OTEL_SDK_DISABLED", "maybe"]
  ])("name what can't be used: %s=%s", (name, value) => {
    const refused = given({ ...endpoint, [name]: value })
    expect(Result.isFailure(refused)).toBe(true)
    expect(String(Result.isFailure(refused) ? refused.failure : "")).toContain(name)
  })
})
