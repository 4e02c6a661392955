/**
 * Puts Swagger UI's files into what is published. As a dependency the package would bring another one that reports each
 * installation to somebody else's server.
 */
import { cpSync, mkdirSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { contentTypes } from "./src/docs-viewer/viewerFiles.ts"

const from = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"))
const to = join(import.meta.dirname, "dist/docs-viewer/swagger-ui")

mkdirSync(to, { recursive: true })
for (const name of [...Object.keys(contentTypes), "package.json", "NOTICE", "swagger-ui-bundle.js.LICENSE.txt"]) {
  cpSync(join(from, name), join(to, name))
}
// Under its own name pnpm would take it for the license of the whole, and leave ours out.
cpSync(join(from, "LICENSE"), join(to, "swagger-ui.LICENSE.txt"))
