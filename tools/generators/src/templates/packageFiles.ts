import { Schema } from "effect"
import type { Workspace } from "../kit/Workspace.ts"
import type { PlannedFile } from "../Plan.ts"
import type { Technology } from "../Technology.ts"
import type { SettingsKind } from "./settings.ts"

const Manifest = Schema.fromJsonString(Schema.Struct({ version: Schema.String, license: Schema.String }))

/** What makes a folder a package of adapters: the same for each of them. All packages have one version. */
export const packageFiles = (
  workspace: Workspace,
  technology: Technology,
  kind: SettingsKind
): ReadonlyArray<PlannedFile> => {
  const { folder, name, packageName, title } = technology
  const { license, version } = Schema.decodeUnknownSync(Manifest)(workspace.read("packages/application/package.json"))
  const file = (path: string, content: object): PlannedFile => ({
    path: `${folder}/${path}`,
    text: JSON.stringify(content, undefined, 2)
  })
  const layersBelow = ["application", "domain"].map((layer) => ({ path: `../../${layer}/tsconfig.lib.json` }))
  // It has the rule for tests that need a server.
  const needsServer = kind === "url"
  return [
    file("package.json", {
      name: packageName,
      version,
      description: `Incident Teams on ${title}.`,
      license,
      files: ["dist", "src", "!**/*.test.*", "!dist/*.tsbuildinfo", "!*/testing"],
      type: "module",
      exports: { "./testing/*": null, "./*": "./src/*.ts" },
      publishConfig: {
        exports: { "./testing/*": null, "./*": { types: "./dist/*.d.ts", default: "./dist/*.js" } },
        access: "public"
      },
      scripts: {
        build: "tsc -b tsconfig.lib.json",
        typecheck: "tsc -p tsconfig.spec.json",
        lint: "oxlint --type-aware --deny-warnings .",
        test: "vitest run"
      },
      dependencies: {
        "@incident-teams/application": "workspace:*",
        "@incident-teams/domain": "workspace:*"
      },
      devDependencies: {
        ...(needsServer ? { "@incident-teams/testkit": "workspace:*" } : {}),
        "@types/node": "catalog:",
        effect: "catalog:",
        "fast-check": "catalog:",
        vitest: "catalog:"
      },
      peerDependencies: { effect: "^4.1.0" },
      engines: { node: ">=24" },
      nx: { tags: ["layer:adapter"] }
    }),
    file("tsconfig.json", {
      files: [],
      references: [{ path: "../../../tsconfig.check.json" }, { path: "./tsconfig.lib.json" }]
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
      references: [...layersBelow, ...(needsServer ? [{ path: "../../../tools/testkit/tsconfig.lib.json" }] : [])]
    }),
    {
      path: `${folder}/vitest.config.ts`,
      text: `
import { oneProcess, project } from "../../../vitest.project.ts"

export default project("adapter-${name}", oneProcess)
`
    }
  ]
}
