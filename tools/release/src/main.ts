/**
 * Publishes what the last commit holds:
 *
 *     npm run release -- [--dry-run]
 *
 * From a clean checkout of it every publishable package is built, packed and looked at; if nothing speaks against any of
 * them, those whose version isn't published yet are published. With --dry-run npm only says what it would do; changes
 * that aren't committed are then taken along, so that they can be tried before.
 */
import { rmSync } from "node:fs"
import { join } from "node:path"
import process from "node:process"
import { checkout, commitOf } from "./checkout.ts"
import { findFaults } from "./findFaults.ts"
import { packAll, packSandbox } from "./packAll.ts"
import { publish } from "./publish.ts"
import { CommandFailed, run } from "./run.ts"

const workspace = join(import.meta.dirname, "../../..")
const into = join(workspace, "reports/release")

const main = async (args: ReadonlyArray<string>): Promise<number> => {
  const unknown = args.find((argument) => argument !== "--dry-run")
  if (unknown !== undefined) {
    console.error(`There is no option "${unknown}". Usage: npm run release -- [--dry-run]`)
    return 2
  }
  const dryRun = args.length > 0
  if (!dryRun && run(workspace, "git", "status", "--porcelain") !== "") {
    console.error("There are changes that aren't committed. Commit them, or try them with --dry-run.")
    return 1
  }

  const folder = checkout(workspace, commitOf(workspace, dryRun))
  try {
    const packages = packAll(folder, into)
    packSandbox(folder, into)
    const faults = await Promise.all(packages.map(findFaults))
    for (const [index, { manifest }] of packages.entries()) {
      for (const fault of faults[index] ?? []) console.error(`${manifest.name}: ${fault}`)
    }
    if (faults.flat().length > 0) return 1
    console.log(`${packages.length} packages are right; they are in ${into}`)
    for (const packed of packages) console.log(publish(packed, dryRun))
    return 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof CommandFailed)) throw error
  console.error(error.message)
  process.exitCode = 1
}
