import type { TestProject } from "vitest/node"
import { bundlePrograms, commandOf } from "../programs.ts"

const isBundled = (): boolean => commandOf("server").endsWith(".mjs")

/**
 * Vitest's `globalSetup` for packages whose tests start the server more than once. Does nothing while vitest watches: the
 * server that a test starts is then made of the sources as they are.
 */
export const setup = async (project: TestProject): Promise<void> => {
  if (!project.config.watch && !isBundled()) await bundlePrograms()
}
