import { globSync } from "node:fs"
import type { Packed } from "./packAll.ts"

/** The subpaths (`./ids/TeamId`) that others may import of a package whose `exports` are patterns. */
export const entrypoints = ({ manifest, unpacked }: Packed): ReadonlyArray<string> => {
  if (manifest.exports === undefined) return []
  const sealed = Object.entries(manifest.exports).flatMap(([pattern, target]) =>
    target === null ? [pattern.slice(0, pattern.indexOf("*"))] : []
  )
  return globSync("**/*.js", { cwd: `${unpacked}/dist` })
    .map((file) => `./${file.replaceAll("\\", "/").slice(0, -".js".length)}`)
    .filter((subpath) => !sealed.some((prefix) => subpath.startsWith(prefix)))
    .toSorted()
}
