/**
 * Refuses every dependency that points the wrong way.
 *
 *     node tools/boundaries/src/main.ts [root of a workspace]
 */
import { resolve } from "node:path"
import process from "node:process"
import { findViolations, formatViolation } from "./findViolations.ts"
import { readWorkspace } from "./readWorkspace.ts"

const root = resolve(process.argv[2] ?? `${import.meta.dirname}/../../..`)
const workspace = readWorkspace(root)
const violations = findViolations(workspace)

for (const violation of violations) console.error(formatViolation(violation))
if (workspace.length === 0) console.error(`${root} has no packages: is it the root of the workspace?`)
else console.log(`boundaries: ${workspace.length} packages, ${violations.length} wrong edges`)
process.exitCode = violations.length > 0 || workspace.length === 0 ? 1 : 0
