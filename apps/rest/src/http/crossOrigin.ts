import { Config, Schema, SchemaTransformation } from "effect"
import type { MiddlewareHandler } from "hono"
import { cors } from "hono/cors"

const isOrigin = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/u.test(new URL(text).protocol) && new URL(text).origin === text

const Origins = Schema.String.pipe(
  Schema.decodeTo(
    Schema.Array(Schema.String).check(
      Schema.makeFilter((all) => all.every(isOrigin), {
        expected: "origins such as https://portal.example.org, separated by commas"
      })
    ),
    SchemaTransformation.transform({
      decode: (text): ReadonlyArray<string> =>
        text
          .split(",")
          .map((one) => one.trim())
          .filter((one) => one !== ""),
      encode: (all: ReadonlyArray<string>) => all.join(",")
    })
  )
)

/** CORS_ORIGINS: the sites whose scripts may call the API in a browser. Default: none but this server's own. */
export const crossOriginSetting = Config.schema(Origins, "CORS_ORIGINS").pipe(
  Config.withDefault<ReadonlyArray<string>>([])
)

/**
 * Lets scripts of these sites call the API and read its responses (Fetch standard, CORS protocol). Callers prove who they are
 * by a token that their script holds, never by a cookie, so no site can act as someone who merely visits it.
 */
export const crossOrigin = (origins: ReadonlyArray<string>): MiddlewareHandler =>
  cors({
    origin: [...origins],
    allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    allowHeaders: [
      "accept",
      "authorization",
      "client-request-id",
      "content-type",
      "idempotency-key",
      "if-match",
      "if-none-match",
      "last-event-id",
      "traceparent",
      "x-ms-client-request-id",
      "x-request-id"
    ],
    exposeHeaders: [
      "etag",
      "idempotency-replayed",
      "location",
      "operation-location",
      "ratelimit-limit",
      "ratelimit-remaining",
      "ratelimit-reset",
      "retry-after",
      "www-authenticate",
      "x-ms-request-id",
      "x-request-id"
    ],
    // Seconds; what browsers keep at most.
    maxAge: 7_200
  })
