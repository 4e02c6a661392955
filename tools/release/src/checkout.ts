import { mkdtempSync, realpathSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run } from "./run.ts"

/** The last commit; with the changes to it that aren't committed yet where `uncommitted` is asked for. */
export const commitOf = (workspace: string, uncommitted: boolean): string => {
  const stashed = uncommitted ? run(workspace, "git", "stash", "create").trim() : ""
  return stashed === "" ? run(workspace, "git", "rev-parse", "HEAD").trim() : stashed
}

/**
 * A commit's files in a folder of their own, with the locked dependencies: what is built there holds nothing that was left
 * over from another build, and nothing that isn't in the commit.
 */
export const checkout = (workspace: string, commit: string): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "incident-teams-release-")))
  const archive = join(folder, "commit.tar")
  run(workspace, "git", "archive", `--output=${archive}`, commit)
  run(folder, "tar", "--extract", `--file=${archive}`)
  run(folder, "pnpm", "install", "--frozen-lockfile", "--prefer-offline")
  return folder
}
