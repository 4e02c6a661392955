import { readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path/posix"
import { Schema } from "effect"
import { readImports } from "./readImports.ts"
import { layers } from "./rules.ts"
import type { Package, Workspace } from "./Workspace.ts"

const Dependencies = Schema.optionalKey(Schema.Record(Schema.String, Schema.String))
const Manifest = Schema.Struct({
  name: Schema.String,
  nx: Schema.optionalKey(Schema.Struct({ tags: Schema.optionalKey(Schema.Array(Schema.String)) })),
  dependencies: Dependencies,
  devDependencies: Dependencies,
  peerDependencies: Dependencies,
  optionalDependencies: Dependencies
})
const Tsconfig = Schema.Struct({
  references: Schema.optionalKey(Schema.Array(Schema.Struct({ path: Schema.String })))
})
const decodeManifest = Schema.decodeUnknownSync(Schema.fromJsonString(Manifest))
const decodeTsconfig = Schema.decodeUnknownSync(Schema.fromJsonString(Tsconfig))

const dependencyFields = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"] as const

/** The toolchain is npm's, not the workspace's: it holds nothing but Node and pnpm. */
const notOurs = new Set(["node_modules", "dist", "tools/toolchain"])

/** Every file below a folder, as paths from the root. */
const filesBelow = (root: string, folder: string): ReadonlyArray<string> =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.name.startsWith(".") || notOurs.has(entry.name) || notOurs.has(path)) return []
    return entry.isDirectory() ? filesBelow(root, path) : [path]
  })

/** Reads every package below `root`, found by its package.json wherever it is: a new folder can't escape. */
export const readWorkspace = (root: string): Workspace => {
  const read = (path: string) => readFileSync(join(root, path), "utf8")
  const files = filesBelow(root, "").toSorted()

  return files
    .filter((path) => path.includes("/") && path.endsWith("/package.json"))
    .map((path): Package => {
      const folder = dirname(path)
      const inPackage = (file: string) => file.slice(folder.length + 1)
      const own = files.filter((file) => file.startsWith(`${folder}/`))
      const manifest = decodeManifest(read(path))
      const tag = manifest.nx?.tags?.find((candidate) => candidate.startsWith("layer:"))
      return {
        name: manifest.name,
        folder,
        layer: layers.find((layer) => tag === `layer:${layer}`),
        dependencies: dependencyFields.flatMap((field) =>
          Object.keys(manifest[field] ?? {}).map((name) => ({ name, field }))
        ),
        references: own
          .filter((file) => /^tsconfig[^/]*\.json$/u.test(inPackage(file)))
          .flatMap((file) =>
            (decodeTsconfig(read(file)).references ?? []).map((reference) => ({
              file: inPackage(file),
              target: join(folder, reference.path)
            }))
          ),
        sources: own
          .filter((file) => /\.tsx?$/u.test(file))
          .map((file) => ({ file: inPackage(file), imports: readImports(file, read(file)) }))
      }
    })
}
