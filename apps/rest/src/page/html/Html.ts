import type { html } from "hono/html"

/** A piece of a page. Text that is put into a piece is escaped; another piece is inserted unchanged. */
export type Html = ReturnType<typeof html>
