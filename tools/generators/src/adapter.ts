import { spawnSync } from "node:child_process"
import { Result, Schema } from "effect"
import type { Tree } from "nx/src/generators/tree"
import { format } from "oxfmt"
import { readKit } from "./kit/Kit.ts"
import type { Workspace } from "./kit/Workspace.ts"
import type { PlannedFile } from "./Plan.ts"
import { type AdapterRequest, planAdapter } from "./planAdapter.ts"

const Options = Schema.fromJsonString(Schema.Record(Schema.String, Schema.Json))

/** The file as `npm run format` would leave it. */
const formatted = async (workspace: Workspace, { path, text }: PlannedFile): Promise<PlannedFile> => {
  // Markdown is written by hand here, also in what is generated.
  if (path.endsWith(".md")) return { path, text }
  const options = Schema.decodeUnknownSync(Options)(workspace.read(".oxfmtrc.json"))
  const { code, errors } = await format(path, text, options)
  const [error] = errors
  if (error) throw new Error(`What is generated as ${path} can't be formatted: ${error.message}`)
  return { path, text: code }
}

/**
 * nx's entry: `npm run nx -- g @incident-teams/generators:adapter --port=TeamStore --technology=mariadb`. nx writes what
 * is in the tree unless this fails or it was asked for a dry run, and then calls what this answers with.
 */
export const adapter = async (tree: Tree, request: AdapterRequest): Promise<() => void> => {
  const workspace: Workspace = {
    read: (path) => tree.read(path, "utf8") ?? undefined,
    names: (folder) => tree.children(folder)
  }
  const { files, isNew, technology } = Result.getOrThrow(planAdapter(workspace, readKit(workspace), request))
  for (const { path, text } of await Promise.all(files.map((file) => formatted(workspace, file))))
    tree.write(path, text)
  return () => {
    if (isNew) install(tree.root)
    console.log(`
Write one method after the other. What is still to be written, and which tests wait for it, says

    npm run nx -- test ${technology.packageName}

Say in ${technology.folder}/README.md what it needs, and how it behaves.`)
  }
}

/** So that the package finds what it imports, and the lockfile names it; on a build machine pnpm would leave that alone. */
const install = (root: string): void => {
  const { status } = spawnSync("pnpm", ["install", "--no-frozen-lockfile"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32"
  })
  if (status !== 0) throw new Error('The package is written, but "pnpm install" failed: see above, and run it again.')
}
