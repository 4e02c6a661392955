import { globSync } from "node:fs"
import { dirname, join } from "node:path"
import { type Manifest, manifestIn } from "./Manifest.ts"

export interface Publishable {
  /** From the workspace's root. */
  readonly folder: string
  readonly manifest: Manifest
}

/** The packages and apps that don't say that they are private, each after those that it depends on. Tools never are. */
export const publishable = (workspace: string): ReadonlyArray<Publishable> =>
  dependenciesFirst(
    globSync(["packages/*/package.json", "packages/adapters/*/package.json", "apps/*/package.json"], { cwd: workspace })
      .toSorted()
      .map((path) => ({ folder: dirname(path), manifest: manifestIn(join(workspace, dirname(path))) }))
      .filter(({ manifest }) => manifest.private !== true)
  )

const dependenciesFirst = (packages: ReadonlyArray<Publishable>): ReadonlyArray<Publishable> => {
  const waiting = new Set(packages)
  const ordered: Array<Publishable> = []
  const waitsFor = ({ manifest }: Publishable) =>
    [...waiting].some((other) => manifest.dependencies?.[other.manifest.name] !== undefined)
  while (waiting.size > 0) {
    const next = [...waiting].find((one) => !waitsFor(one))
    if (next === undefined)
      throw new Error(`These depend on each other: ${[...waiting].map(({ folder }) => folder).join(", ")}`)
    waiting.delete(next)
    ordered.push(next)
  }
  return ordered
}
