import { Schema } from "effect"
import type { Workspace } from "../kit/Workspace.ts"
import type { PlannedFile } from "../Plan.ts"
import type { Technology } from "../Technology.ts"

const Manifest = Schema.fromJsonString(Schema.Struct({ version: Schema.String, license: Schema.String }))

/** What makes a folder a package of adapters: the same for each of them. */
export const packageFiles = (workspace: Workspace, technology: Technology): ReadonlyArray<PlannedFile> => {
  const { folder, name, packageName, title } = technology
  const { license, version } = Schema.decodeUnknownSync(Manifest)(workspace.read("package.json"))
  const file = (path: string, content: object): PlannedFile => ({
    path: `${folder}/${path}`,
    text: JSON.stringify(content, undefined, 2)
  })
  const layersBelow = ["application", "domain"].map((layer) => ({ path: `../../${layer}/tsconfig.lib.json` }))
  return [
    file("package.json", {
      name: packageName,
      version,
      description: `Incident Teams on ${title}.`,
      license,
      files: ["dist"],
      type: "module",
      exports: { "./*": "./src/*.ts" },
      publishConfig: { exports: { "./*": { types: "./dist/*.d.ts", default: "./dist/*.js" } }, access: "public" },
      scripts: {
        build: "tsc -b tsconfig.lib.json",
        typecheck: "tsc -p tsconfig.spec.json",
        lint: "oxlint --type-aware --deny-warnings .",
        test: "vitest run"
      },
      dependencies: {
        "@incident-teams/application": "workspace:*",
        "@incident-teams/domain": "workspace:*",
        effect: "catalog:"
      },
      devDependencies: { "@types/node": "catalog:", "fast-check": "catalog:", vitest: "catalog:" },
      nx: { tags: ["layer:adapter"] }
    }),
    file("tsconfig.json", {
      files: [],
      references: [{ path: "./tsconfig.lib.json" }, { path: "./tsconfig.spec.json" }]
    }),
    file("tsconfig.lib.json", {
      extends: "../../../tsconfig.base.json",
      compilerOptions: {
        rootDir: "src",
        outDir: "dist",
        tsBuildInfoFile: "dist/tsconfig.lib.tsbuildinfo",
        types: ["node"]
      },
      include: ["src/**/*.ts"],
      exclude: ["src/**/*.test.ts", "src/testing/**"],
      references: layersBelow
    }),
    file("tsconfig.spec.json", {
      extends: "../../../tsconfig.base.json",
      compilerOptions: {
        composite: false,
        declaration: false,
        declarationMap: false,
        noEmit: true,
        incremental: true,
        rewriteRelativeImportExtensions: false,
        tsBuildInfoFile: "node_modules/.cache/tsconfig.spec.tsbuildinfo",
        types: ["node"]
      },
      include: ["src/**/*.ts", "vitest.config.ts"],
      references: layersBelow
    }),
    {
      path: `${folder}/vitest.config.ts`,
      text: `
import { project } from "../../../vitest.project.ts"

export default project("adapter-${name}")
`
    }
  ]
}
