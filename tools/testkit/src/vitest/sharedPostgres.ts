import type { TestProject } from "vitest/node"
import { postgresPrograms, startPostgres } from "../PostgresServer.ts"
import { noServer, type ServerForTests } from "./ServerForTests.ts"

/** A database for tests that there is already, instead of one that is started for them. */
const given = "POSTGRES_TEST_URL"

/** Where the test files of a package find PostgreSQL. */
export type ProvidedPostgres = ServerForTests

declare module "vitest" {
  interface ProvidedContext {
    readonly postgres: ProvidedPostgres
  }
}

/** Vitest's `globalSetup`: one PostgreSQL server for a package's run, unless one is given. */
export const setup = async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  const url = process.env[given]
  if (url !== undefined && url !== "") {
    project.provide("postgres", { url })
    return undefined
  }
  if (postgresPrograms() === undefined) {
    const reason = `PostgreSQL's server isn't installed. Install it, or set ${given} to a database that tests may write to.`
    project.provide("postgres", noServer(reason))
    return undefined
  }
  const server = await startPostgres()
  project.provide("postgres", { url: server.url })
  return server.remove
}
