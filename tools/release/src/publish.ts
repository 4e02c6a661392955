import { spawnSync } from "node:child_process"
import type { Packed } from "./packAll.ts"
import { run } from "./run.ts"

/** Publishes a packed package unless its version is published already. Answers with what was done. */
export const publish = ({ manifest: { name, version }, tarball, unpacked }: Packed, dryRun: boolean): string => {
  if (isPublished(name, version)) return `${name}@${version} is published already`
  run(unpacked, "npm", "publish", tarball, "--access=public", ...(dryRun ? ["--dry-run"] : []))
  return `${name}@${version} ${dryRun ? "would be published" : "is published"}`
}

/** What can't be asked is taken for not published: publishing it again is refused by the registry. */
const isPublished = (name: string, version: string): boolean => {
  const { status, stdout } = spawnSync("npm", ["view", `${name}@${version}`, "version"], {
    encoding: "utf8",
    shell: process.platform === "win32"
  })
  return status === 0 && stdout.trim() === version
}
