import type { TestProject } from "vitest/node"
import { postgresPrograms, startPostgres } from "../PostgresServer.ts"

/** A database for tests that there is already, instead of one that is started for them. */
const given = "POSTGRES_TEST_URL"

/** Where the test files of a package find PostgreSQL, or why they don't. */
export type ProvidedPostgres = { readonly url: string } | { readonly missing: string }

declare module "vitest" {
  interface ProvidedContext {
    readonly postgres: ProvidedPostgres
  }
}

/**
 * Vitest's `globalSetup`: one PostgreSQL server for a package's run. Where its programs aren't installed, tests are skipped
 * with the reason; in CI that is a failure.
 */
export const setup = async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  const url = process.env[given]
  if (url !== undefined && url !== "") {
    project.provide("postgres", { url })
    return undefined
  }
  if (postgresPrograms() === undefined) {
    const missing = `PostgreSQL's server isn't installed; install it, or set ${given} to a database that tests may write to.`
    if (process.env["CI"] === "true") throw new Error(missing)
    project.provide("postgres", { missing })
    return undefined
  }
  const server = await startPostgres()
  project.provide("postgres", { url: server.url })
  return server.remove
}
