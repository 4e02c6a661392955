import { Config, Effect, Redacted, Schema } from "effect"
import { version } from "../version.ts"

/** Where traces are sent, and how. */
export interface TracingSettings {
  /** Whole: `http://127.0.0.1:4318/v1/traces`. */
  readonly url: string
  readonly protocol: "http/json" | "http/protobuf"
  /** What a collector asks for, such as a key. */
  readonly headers: Redacted.Redacted<Readonly<Record<string, string>>>
  readonly compression: "gzip" | "none"
  /** One export may take so long, in milliseconds. */
  readonly timeoutMillis: number
  /** Between two exports, in milliseconds. */
  readonly everyMillis: number
  /** Spans in one export. */
  readonly batch: number
  /** Who we are in the traces. */
  readonly service: { readonly name: string; readonly version: string }
}

const Address = Schema.String.check(
  Schema.makeFilter((text) =>
    URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol) ? undefined : "Expected an http or https address"
  )
)

/** `name=value,name=value`, values percent-encoded, as the OpenTelemetry specification has them. */
const pairsIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text.split(",").flatMap((pair) => {
      const [name = "", ...value] = pair.split("=")
      return name.trim() === "" ? [] : [[name.trim(), decodeURIComponent(value.join("=").trim())]]
    })
  )

const isPairs = (text: string): boolean => {
  try {
    // As strict as HTTP is about headers.
    return [...new Headers(pairsIn(text))].length > 0
  } catch {
    return false
  }
}

const Pairs = Schema.String.check(
  Schema.makeFilter((text) =>
    isPairs(text) ? undefined : "Expected name=value, several separated by commas, values percent-encoded"
  )
)

const From = (minimum: number) => Schema.FiniteFromString.check(Schema.isInt(), Schema.isGreaterThanOrEqualTo(minimum))

/** Undefined where it is left out or empty. */
const setting = Effect.fnUntraced(function* <A>(name: string, schema: Schema.Codec<A, string>) {
  const text = yield* Config.withDefault(Config.String(name), "")
  return text.trim() === "" ? undefined : yield* Config.schema(schema, name)
})

/** The variable for traces alone, else this one for every signal. */
const otlp = Effect.fnUntraced(function* <A>(name: string, schema: Schema.Codec<A, string>) {
  const own = yield* setting(name.replace("_OTLP_", "_OTLP_TRACES_"), schema)
  return own ?? (yield* setting(name, schema))
})

const endpoint = Effect.gen(function* () {
  const own = yield* setting("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", Address)
  const common = yield* setting("OTEL_EXPORTER_OTLP_ENDPOINT", Address)
  return own ?? (common === undefined ? undefined : `${common.replace(/\/$/u, "")}/v1/traces`)
})

/**
 * OpenTelemetry's own variables; undefined if tracing is off: without an endpoint, with
 * OTEL_SDK_DISABLED=true, or OTEL_TRACES_EXPORTER=none.
 */
export const tracingSettings = Effect.gen(function* () {
  const url = yield* endpoint
  const disabled = yield* setting("OTEL_SDK_DISABLED", Schema.Literals(["true", "false"]))
  const exporter = yield* setting("OTEL_TRACES_EXPORTER", Schema.Literals(["otlp", "none"]))
  if (url === undefined || disabled === "true" || exporter === "none") return undefined
  const resource = pairsIn((yield* setting("OTEL_RESOURCE_ATTRIBUTES", Pairs)) ?? "")
  const settings: TracingSettings = {
    url,
    // gRPC is the specification's third; every collector takes one of these beside it.
    protocol:
      (yield* otlp("OTEL_EXPORTER_OTLP_PROTOCOL", Schema.Literals(["http/json", "http/protobuf"]))) ?? "http/protobuf",
    headers: Redacted.make(pairsIn((yield* otlp("OTEL_EXPORTER_OTLP_HEADERS", Pairs)) ?? ""), { label: "headers" }),
    compression: (yield* otlp("OTEL_EXPORTER_OTLP_COMPRESSION", Schema.Literals(["gzip", "none"]))) ?? "none",
    timeoutMillis: (yield* otlp("OTEL_EXPORTER_OTLP_TIMEOUT", From(1))) ?? 10_000,
    everyMillis: (yield* setting("OTEL_BSP_SCHEDULE_DELAY", From(1))) ?? 5_000,
    batch: (yield* setting("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", From(1))) ?? 512,
    service: {
      name: (yield* setting("OTEL_SERVICE_NAME", Schema.String)) ?? resource["service.name"] ?? "incident-teams-server",
      version: resource["service.version"] ?? version
    }
  }
  return settings
})
