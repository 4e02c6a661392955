import { globSync, readFileSync } from "node:fs"
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
const notOurs = ["**/node_modules", "**/dist", "**/.*", "tools/toolchain"]

/** Reads every package below `root`, found by its package.json wherever it is: a new folder can't escape. */
export const readWorkspace = (root: string): Workspace => {
  const read = (path: string) => readFileSync(join(root, path), "utf8")
  const find = (pattern: string) =>
    globSync(pattern, { cwd: root, exclude: notOurs })
      .map((path) => path.replaceAll("\\", "/"))
      .toSorted()

  return find("*/**/package.json").map((path): Package => {
    const folder = dirname(path)
    const inPackage = (file: string) => file.slice(folder.length + 1)
    const manifest = decodeManifest(read(path))
    const tag = manifest.nx?.tags?.find((candidate) => candidate.startsWith("layer:"))
    return {
      name: manifest.name,
      folder,
      layer: layers.find((layer) => tag === `layer:${layer}`),
      dependencies: dependencyFields.flatMap((field) =>
        Object.keys(manifest[field] ?? {}).map((name) => ({ name, field }))
      ),
      references: find(`${folder}/tsconfig*.json`).flatMap((file) =>
        (decodeTsconfig(read(file)).references ?? []).map((reference) => ({
          file: inPackage(file),
          target: join(folder, reference.path)
        }))
      ),
      sources: find(`${folder}/**/*.{ts,tsx}`).map((file) => ({
        file: inPackage(file),
        imports: readImports(file, read(file))
      }))
    }
  })
}
