import { Schema } from "effect"
import type { Workspace } from "../kit/Workspace.ts"
import type { PlannedFile } from "../Plan.ts"
import type { Technology } from "../Technology.ts"

const Solution = Schema.fromJsonString(
  Schema.StructWithRest(Schema.Struct({ references: Schema.Array(Schema.Struct({ path: Schema.String })) }), [
    Schema.Record(Schema.String, Schema.Json)
  ])
)
const Manifest = Schema.fromJsonString(
  Schema.StructWithRest(Schema.Struct({ dependencies: Schema.Record(Schema.String, Schema.String) }), [
    Schema.Record(Schema.String, Schema.Json)
  ])
)

/** What knows each package of adapters: the root, and the server, whose `main.ts` chooses among them. */
export const dependentsWith = (workspace: Workspace, technology: Technology): ReadonlyArray<PlannedFile> => [
  referencing(workspace, "tsconfig.json", "packages/adapters/", technology.folder),
  ...["tsconfig.lib.json", "tsconfig.spec.json"].map((name) =>
    referencing(
      workspace,
      `apps/rest/${name}`,
      "../../packages/adapters/",
      `../../${technology.folder}/tsconfig.lib.json`
    )
  ),
  depending(workspace, "apps/rest/package.json", technology.packageName)
]

const referencing = (workspace: Workspace, path: string, adapters: string, added: string): PlannedFile => {
  const { references, ...others } = Schema.decodeUnknownSync(Solution)(workspace.read(path))
  const after = references.findLastIndex((reference) => reference.path.startsWith(adapters))
  return json(path, { ...others, references: references.toSpliced(after + 1, 0, { path: added }) })
}

const depending = (workspace: Workspace, path: string, added: string): PlannedFile => {
  const manifest = Schema.decodeUnknownSync(Manifest)(workspace.read(path))
  const dependencies = { ...manifest.dependencies, [added]: "workspace:*" }
  const sorted = Object.entries(dependencies).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return json(path, { ...manifest, dependencies: Object.fromEntries(sorted) })
}

const json = (path: string, content: object): PlannedFile => ({ path, text: JSON.stringify(content, undefined, 2) })
