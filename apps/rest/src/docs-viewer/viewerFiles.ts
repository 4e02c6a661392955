import { existsSync, readFileSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { Schema } from "effect"

/** Where what is published has its copy of Swagger UI; see `prepack.ts`. */
const copy = fileURLToPath(new URL("./swagger-ui", import.meta.url))
const folder = existsSync(copy) ? copy : dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"))

/** Of Swagger UI's files those that a page of ours asks for; the others stay where they are. */
export const contentTypes: Readonly<Record<string, string>> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "oauth2-redirect.js": "text/javascript; charset=utf-8",
  "favicon-32x32.png": "image/png"
}

export interface ViewerFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly contentType: string
}

const files = new Map<string, Promise<ViewerFile>>()

const read = async (name: string, contentType: string): Promise<ViewerFile> => {
  const bytes = await readFile(join(folder, name))
  return { bytes: new Uint8Array(bytes), contentType }
}

/** A file of the viewer, read once, when it is first requested; undefined for any other name. */
export const viewerFile = async (name: string): Promise<ViewerFile | undefined> => {
  const contentType = Object.hasOwn(contentTypes, name) ? contentTypes[name] : undefined
  if (contentType === undefined) return undefined
  const file = files.get(name) ?? read(name, contentType)
  files.set(name, file)
  return file.catch((fault: unknown) => {
    files.delete(name)
    throw fault
  })
}

const Package = Schema.fromJsonString(Schema.Struct({ version: Schema.String }))

/** Stands in the files' addresses, so that a browser may keep them for good. */
export const viewerVersion: string = Schema.decodeUnknownSync(Package)(
  readFileSync(join(folder, "package.json"), "utf8")
).version
