import { existsSync, globSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** A Markdown file of the workspace. `path` is relative to its root, with slashes on every system. */
export interface Document {
  readonly path: string
  readonly text: string
}

/** The documents, and whether a path that they link to exists. */
export interface Documents {
  readonly all: ReadonlyArray<Document>
  readonly exists: (path: string) => boolean
}

const notOurs = ["**/node_modules", "**/dist", "**/reports", "**/CHANGELOG.md"]

/** Reads every Markdown file below `root`, wherever it is: a new document can't escape. */
export const readDocuments = (root: string): Documents => ({
  all: [...globSync("**/*.md", { cwd: root, exclude: notOurs }), ".changeset/README.md"]
    .filter((path, position, paths) => paths.indexOf(path) === position && existsSync(join(root, path)))
    .map((path) => ({ path: path.replaceAll("\\", "/"), text: readFileSync(join(root, path), "utf8") }))
    .toSorted((one, other) => one.path.localeCompare(other.path)),
  exists: (path) => existsSync(join(root, path))
})
