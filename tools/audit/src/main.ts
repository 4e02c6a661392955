/**
 * Asks the registry for advisories on everything that the lockfiles hold. Ends with 1 on one that is high or critical.
 * A registry that serves none is no reason to fail, and is named.
 *
 *     node tools/audit/src/main.ts [--registry=<address>]
 */
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import process from "node:process"
import { verdictOf } from "./Verdict.ts"

const root = join(import.meta.dirname, "../../..")
const options = process.argv.slice(2)

/** The tools that come first are locked apart from the workspace, by npm. */
const lockfiles = [
  { name: "pnpm-lock.yaml", command: "pnpm", args: ["audit", "--json"], cwd: root },
  {
    name: "tools/toolchain/package-lock.json",
    command: "npm",
    args: ["audit", "--package-lock-only", "--json"],
    cwd: join(root, "tools/toolchain")
  }
]

for (const { name, command, args, cwd } of lockfiles) {
  const { stdout, stderr, error } = spawnSync(command, [...args, ...options], { cwd, encoding: "utf8" })
  const verdict = verdictOf(stdout ?? "", error === undefined ? (stderr ?? "") : error.message)
  if (verdict._tag === "NotAsked") {
    console.error(`audit: ${name}: NOT AUDITED, the registry couldn't be asked for advisories: ${verdict.reason}`)
    continue
  }
  console.log(`audit: ${name}: ${verdict.serious.length} high or critical, ${verdict.lesser} lesser`)
  for (const line of verdict.serious) console.error(`audit: ${name}: ${line}`)
  if (verdict.serious.length > 0) process.exitCode = 1
}
