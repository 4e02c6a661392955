import { describe } from "vitest"
import { type ServerForTests, serverAt } from "./ServerForTests.ts"

/** Declares tests that need this server; skipped with the reason where there is none. */
export const onServer = (server: ServerForTests, tests: (url: string) => void): void => {
  const url = "url" in server ? server.url : undefined
  const but = "missing" in server ? `, but ${server.missing}` : ""
  describe.skipIf(url === undefined)(`on a server${but}`, () => {
    tests(url ?? "")
  })
}

/** Declares tests that need the server whose address `variable` has, as `onServer` does. */
export const onServerAt = (variable: string, tests: (url: string) => void): void => onServer(serverAt(variable), tests)
