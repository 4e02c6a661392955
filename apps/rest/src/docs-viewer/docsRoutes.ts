import { Hono } from "hono"
import { compress } from "hono/compress"
import { etag, RETAINED_304_HEADERS } from "hono/etag"
import type { PublishedDocument } from "../openapi/openApiRoutes.ts"
import { viewerFile, viewerVersion } from "./viewerFiles.ts"
import { signedInPage, viewerPage, viewerStart, viewerStyle } from "./viewerPage.ts"

export const docsPath = "/docs"

/**
 * Only our own files run, and only this server and Entra's token endpoint are asked. Swagger UI draws its icons from
 * `data:` images.
 */
const policyOf = (tokenUrl: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${new URL(tokenUrl).origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'"
  ].join("; ")

const changing = "no-cache"
const forGood = "public, max-age=31536000, immutable"

/** `/docs`: the document of `/openapi.json` to read and to try out, in Swagger UI, for anybody. */
export const docsRoutes = (document: () => Promise<PublishedDocument>): Hono => {
  const app = new Hono()
  app.use(`${docsPath}/*`, compress(), etag({ retainedHeaders: [...RETAINED_304_HEADERS, "content-security-policy"] }))

  const page = async (text: string): Promise<Response> =>
    new Response(text, {
      headers: {
        "cache-control": changing,
        "content-security-policy": policyOf((await document()).tokenUrl),
        "content-type": "text/html; charset=utf-8"
      }
    })
  const ours = (text: string, contentType: string): Response =>
    new Response(text, { headers: { "cache-control": changing, "content-type": contentType } })

  app.get(docsPath, () => page(viewerPage))
  app.get(`${docsPath}/signed-in`, () => page(signedInPage))
  app.get(`${docsPath}/start.js`, () => ours(viewerStart, "text/javascript; charset=utf-8"))
  app.get(`${docsPath}/page.css`, () => ours(viewerStyle, "text/css; charset=utf-8"))
  app.get(`${docsPath}/files/${viewerVersion}/:name`, async (c) => {
    const file = await viewerFile(c.req.param("name"))
    if (file === undefined) return c.notFound()
    return c.body(file.bytes, 200, { "cache-control": forGood, "content-type": file.contentType })
  })
  return app
}
