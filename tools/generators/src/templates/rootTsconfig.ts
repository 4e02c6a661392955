import { Schema } from "effect"
import type { Workspace } from "../kit/Workspace.ts"
import type { PlannedFile } from "../Plan.ts"
import type { Technology } from "../Technology.ts"

const path = "tsconfig.json"
const Solution = Schema.fromJsonString(
  Schema.Struct({
    files: Schema.Array(Schema.String),
    references: Schema.Array(Schema.Struct({ path: Schema.String }))
  })
)

/** The root's tsconfig, with the package among the adapters. */
export const rootTsconfigWith = (workspace: Workspace, { folder }: Technology): PlannedFile => {
  const { files, references } = Schema.decodeUnknownSync(Solution)(workspace.read(path))
  const after = references.findLastIndex((reference) => reference.path.startsWith("packages/adapters/"))
  return {
    path,
    text: JSON.stringify({ files, references: references.toSpliced(after + 1, 0, { path: folder }) }, undefined, 2)
  }
}
