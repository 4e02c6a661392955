import type { MiddlewareHandler } from "hono"

/** Nothing of the API is a page: it is neither framed, nor run, nor kept. */
export const securityHeaders = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY"
} as const

/** On every answer of these routes, unless a route says otherwise. */
export const secured: MiddlewareHandler = async (c, next) => {
  await next()
  // Pages that may be framed list the sites in their policy; this header can't hold a list.
  const framed = /frame-ancestors (?!'none')/u.test(c.res.headers.get("content-security-policy") ?? "")
  for (const [name, value] of Object.entries(securityHeaders)) {
    if (!c.res.headers.has(name) && !(framed && name === "x-frame-options")) c.res.headers.set(name, value)
  }
}
