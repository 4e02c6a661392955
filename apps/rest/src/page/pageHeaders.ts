import type { PageSettings } from "./PageSettings.ts"

/**
 * Only our own files run, and only this server is asked and sent forms. Teams, or the configured sites, may frame
 * it. `x-frame-options` is left out: it knows no list, and browsers that know `frame-ancestors` pass it over.
 */
export const pageHeaders = ({ frameAncestors }: PageSettings["Service"]): Readonly<Record<string, string>> => ({
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${frameAncestors.join(" ")}`
  ].join("; "),
  "cross-origin-resource-policy": "same-site",
  // With less, browsers say of a form of ours that it comes from nowhere (Fetch, "append a request `Origin` header").
  "referrer-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()"
})
