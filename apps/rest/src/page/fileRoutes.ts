import { Effect, type ManagedRuntime } from "effect"
import { Hono } from "hono"
import { compress } from "hono/compress"
import type { Env } from "../restApp.ts"
import type { Services } from "../Services.ts"
import { PageFiles } from "./PageFiles.ts"

/** What pages ask for beside themselves. */
export const fileRoutes = <E>(runtime: ManagedRuntime.ManagedRuntime<Services, E>): Hono<Env> => {
  const app = new Hono<Env>()
  app.use("/page/*", compress())
  app.get("/page/:version/:name", async (c) => {
    const files = await runtime.runPromise(Effect.service(PageFiles))
    const file = files.file(c.req.param("version"), c.req.param("name"))
    if (file === undefined) return c.notFound()
    return c.body(file.bytes, 200, {
      "cache-control": "public, max-age=31536000, immutable",
      "content-type": file.type
    })
  })
  return app
}
