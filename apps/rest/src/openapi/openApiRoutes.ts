import { createHash } from "node:crypto"
import { Deployment } from "@incident-teams/application/deployment/Deployment"
import { Effect } from "effect"
import { Hono } from "hono"
import { compress } from "hono/compress"
import { etag, RETAINED_304_HEADERS } from "hono/etag"
import { TokenVerifier } from "../authentication/TokenVerifier.ts"
import { openApiDocument } from "./openApiDocument.ts"

export const openApiPath = "/openapi.json"

/** The document as it goes over the wire, and the name of this version of it. */
export interface PublishedDocument {
  readonly text: string
  readonly etag: string
  /** Of Entra, for who signs in from the reference. */
  readonly tokenUrl: string
}

/** Made of what this server was started with, so the same until it ends. */
export const publishedDocument: Effect.Effect<PublishedDocument, never, Deployment | TokenVerifier> = Effect.gen(
  function* () {
    const { publicUrl } = yield* Deployment
    const { signInUrl, tokens } = yield* TokenVerifier
    const text = JSON.stringify(openApiDocument({ publicUrl, signInUrl, tokens }))
    return {
      text,
      etag: `"${createHash("sha256").update(text).digest("hex").slice(0, 32)}"`,
      tokenUrl: tokens.tokenUrl
    }
  }
)

/** Not to be left out of a 304 either: a browser that asks from another origin goes by them. */
const alwaysTold = ["access-control-allow-origin", "cross-origin-resource-policy"]

/** `/openapi.json`: for anyone: it contains nothing that isn't in the source. */
export const openApiRoutes = (document: () => Promise<PublishedDocument>): Hono => {
  const app = new Hono()
  // It changes with the next version only, but then at once: kept, and asked for again after five minutes.
  app.get(openApiPath, compress(), etag({ retainedHeaders: [...RETAINED_304_HEADERS, ...alwaysTold] }), async (c) => {
    const published = await document()
    return c.body(published.text, 200, {
      "access-control-allow-origin": "*",
      "cache-control": "public, max-age=300",
      "content-type": "application/json",
      "cross-origin-resource-policy": "cross-origin",
      etag: published.etag
    })
  })
  return app
}
