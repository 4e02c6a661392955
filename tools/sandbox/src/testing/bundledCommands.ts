import { bundleFiles, commandOf } from "@incident-teams/testkit/programs"
import { setup as bundlePrograms } from "@incident-teams/testkit/vitest/bundledPrograms"
import type { TestProject } from "vitest/node"
import { bundled, type Command, sourceOf } from "./processes.ts"

/**
 * Vitest's `globalSetup`, after `sharedSandbox.ts`, which starts from the sources as npm does: the tests' own commands, and
 * the server, simulator and commands of incident-teams that these start, are bundles, which take a quarter of the processor time to load.
 */
export const setup = async (project: TestProject): Promise<void> => {
  await bundlePrograms(project)
  // Nothing is bundled while vitest watches.
  if (commandOf("server").endsWith(".ts")) return
  const commands: ReadonlyArray<Command> = ["start", "demo", "doctor", "merge", "token", "cli", "tui"]
  const files = Object.fromEntries(commands.map((command) => [command, sourceOf(command)]))
  const made = await bundleFiles(files, ["server", "simulator", "console"])
  for (const command of commands) process.env[bundled(command)] = made.get(command)
}
