import type { html } from "hono/html"

/** A piece of a page. Whatever is put into one as text is escaped; only another piece goes in as it is. */
export type Html = ReturnType<typeof html>
