import { access } from "./explained/access.ts"
import { authorization } from "./explained/authorization.ts"
import { cosmos } from "./explained/cosmos.ts"
import { domain } from "./explained/domain.ts"
import { entra } from "./explained/entra.ts"
import type { Explanation } from "./explained/Explanation.ts"
import { feed } from "./explained/feed.ts"
import { graph } from "./explained/graph.ts"
import { postgres } from "./explained/postgres.ts"
import { rest } from "./explained/rest.ts"
import { sentinel } from "./explained/sentinel.ts"
import { sqlite } from "./explained/sqlite.ts"
import { worker } from "./explained/worker.ts"

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
    name: "feed",
    title: "the application's feed",
    folder: "packages/application",
    files: ["feed/*.ts"],
    tests: ["packages/application/src/feed/*.test.ts"],
    explained: feed
  },
  {
    name: "access",
    title: "the application's authorization",
    folder: "packages/application",
    files: [
      "use-cases/allowedCreation.ts",
      "use-cases/directoryAccess.ts",
      "use-cases/standing.ts",
      "use-cases/teamAccess.ts"
    ],
    tests: [
      "packages/application/src/use-cases/*.test.ts",
      "tools/proof/src/use-cases/access.test.ts",
      "tools/proof/src/use-cases/creationRefused.test.ts",
      "tools/proof/src/use-cases/people.test.ts",
      "tools/proof/src/use-cases/permissions.test.ts"
    ],
    explained: access
  },
  {
    name: "worker",
    title: "the application's worker",
    folder: "packages/application",
    files: ["reconcile/*.ts"],
    tests: ["packages/application/src/reconcile/*.test.ts"],
    explained: worker
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
    name: "cosmos",
    title: "the store on Azure Cosmos DB: errors, retries, cursors, settings",
    folder: "packages/adapters/cosmos",
    files: ["CosmosSettings.ts", "feedCursor.ts", "wire/!(cosmosCalls).ts"],
    tests: [
      "packages/adapters/cosmos/src/CosmosSettings.test.ts",
      "packages/adapters/cosmos/src/feedCursor.test.ts",
      "packages/adapters/cosmos/src/wire/*.test.ts"
    ],
    explained: cosmos
  },
  {
    name: "postgres",
    title: "the settings of the store on PostgreSQL",
    folder: "packages/adapters/postgres",
    files: ["PostgresSettings.ts"],
    tests: ["packages/adapters/postgres/src/PostgresSettings.test.ts"],
    explained: postgres
  },
  {
    name: "graph",
    title: "the adapter of Microsoft Graph: errors, retries, throttling",
    folder: "packages/adapters/graph",
    files: ["throttle/*.ts", "wire/!(sdk).ts", "GraphSettings.ts"],
    tests: [
      "packages/adapters/graph/src/throttle/!(paceTrials).test.ts",
      "packages/adapters/graph/src/wire/*.test.ts",
      "packages/adapters/graph/src/GraphSettings.test.ts"
    ],
    explained: graph
  },
  {
    name: "sentinel",
    title: "the adapter of Microsoft Sentinel: tokens, errors, paging, rights, writes",
    folder: "packages/adapters/sentinel",
    files: [
      "arm/*.ts",
      "ArmAzureRightsSource.ts",
      "IncidentContinuation.ts",
      "incidentWrite.ts",
      "oDataFilter.ts",
      "wire/WireRights.ts"
    ],
    tests: ["packages/adapters/sentinel/src/**/!(*.integration).test.ts"],
    explained: sentinel
  },
  {
    name: "entra",
    title: "the adapter of Entra ID: errors, claims, shared requests, settings",
    folder: "packages/adapters/entra",
    files: ["CredentialsUnavailable.ts", "EntraSettings.ts", "RecentlyUsed.ts", "claimsRequest.ts", "singleFlight.ts"],
    tests: ["packages/adapters/entra/src/!(*.integration).test.ts"],
    explained: entra
  },
  {
    name: "authorization",
    title: "the server's authorization",
    folder: "apps/rest",
    files: ["arm/answerArm.ts", "contract/answer.ts", "http/challenge.ts", "http/untilExpiry.ts", "page/reader.ts"],
    tests: [
      "apps/rest/src/arm/answerArm.test.ts",
      "apps/rest/src/contract/answer.test.ts",
      "apps/rest/src/http/challenge.test.ts",
      "apps/rest/src/http/untilExpiry.test.ts",
      "apps/rest/src/page/reader.test.ts"
    ],
    explained: authorization
  },
  {
    name: "rest",
    title: "the server's authentication, admission and rate limit",
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
