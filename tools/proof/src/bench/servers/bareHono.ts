/** The same bytes without any check, over bare Hono. Prints its port. */
import { serve } from "@hono/node-server"
import { Hono } from "hono"

const body = process.argv[2] ?? ""
const app = new Hono()
app.get("*", (c) => c.body(body, 200, { "content-type": "application/json" }))
serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => console.log(port))
