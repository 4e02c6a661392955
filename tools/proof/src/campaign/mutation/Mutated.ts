import { application } from "./explained/application.ts"
import { domain } from "./explained/domain.ts"
import type { Explanation } from "./explained/Explanation.ts"
import { rest } from "./explained/rest.ts"
import { sqlite } from "./explained/sqlite.ts"

/** A package, or the part of it whose rules matter most, and the tests that have to notice what is wrong in it. */
export interface Mutated {
  readonly name: string
  /** What a page calls it. */
  readonly title: string
  readonly folder: string
  /** Globs below `src` of `folder`. */
  readonly files: ReadonlyArray<string>
  /** Globs from the root, without commas. Quick ones: hundreds of mutants may each run most of them. None starts a process. */
  readonly tests: ReadonlyArray<string>
  readonly explained: ReadonlyArray<Explanation>
}

export const packages = [
  {
    name: "domain",
    title: "the domain",
    folder: "packages/domain",
    files: ["**/*.ts"],
    tests: ["packages/domain/src/**/!(*.exhaustive).test.ts"],
    explained: domain
  },
  {
    name: "application",
    title: "the application's feed, worker and authorization",
    folder: "packages/application",
    files: [
      "feed/*.ts",
      "reconcile/*.ts",
      "use-cases/allowedCreation.ts",
      "use-cases/directoryAccess.ts",
      "use-cases/standing.ts",
      "use-cases/teamAccess.ts"
    ],
    tests: [
      "packages/application/src/**/*.test.ts",
      "tools/proof/src/use-cases/*.test.ts",
      "tools/proof/src/reconcile/!(*.exhaustive).test.ts",
      "tools/proof/src/links/links.test.ts",
      "tools/proof/src/merges/*.test.ts"
    ],
    explained: application
  },
  {
    name: "sqlite",
    title: "the store on SQLite",
    folder: "packages/adapters/sqlite",
    files: ["**/*.ts"],
    tests: ["packages/adapters/sqlite/src/!(*.exhaustive|*.integration).test.ts"],
    explained: sqlite
  },
  {
    name: "rest",
    title: "the server's authentication, authorization, admission and rate limit",
    folder: "apps/rest",
    files: ["authentication/*.ts", "admission/*.ts", "rate/*.ts"],
    tests: [
      "apps/rest/src/authentication/*.test.ts",
      "apps/rest/src/admission/*.test.ts",
      "apps/rest/src/rate/*.test.ts",
      "apps/rest/src/authorization.test.ts",
      "apps/rest/src/remembered.test.ts"
    ],
    explained: rest
  }
] as const satisfies ReadonlyArray<Mutated>
