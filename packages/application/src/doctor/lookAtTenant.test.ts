import { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { Effect, Layer } from "effect"
import { expect, it } from "vitest"
import { CreationPolicy } from "../ports/CreationPolicy.ts"
import { Directory, DirectoryUnavailable } from "../ports/Directory.ts"
import { InstallationTrouble } from "../ports/InstallationTrouble.ts"
import { deploymentWith } from "../testing/deploymentWith.ts"
import { lookAtPolicy, lookAtStandbyOwners } from "./lookAtTenant.ts"

const standbyOwner = PersonId.make("00000000-0000-4000-8000-000000000001")

const foundWhile = (failure: DirectoryUnavailable) =>
  Effect.runPromise(
    Effect.all([lookAtPolicy, lookAtStandbyOwners]).pipe(
      Effect.map((found) => found.flat()),
      Effect.provide(
        Layer.mergeAll(
          Layer.mock(CreationPolicy)({ read: () => Effect.fail(failure) }),
          Layer.mock(Directory)({ people: () => Effect.fail(failure) }),
          deploymentWith({ standbyOwners: [standbyOwner] })
        )
      )
    )
  )

const trouble = new InstallationTrouble({
  kind: "permission",
  reason: "Microsoft Graph rejected the request.",
  remedy: "Grant the application the Microsoft Graph permission User.Read.All."
})

it.each([
  [
    "mends the installation, where that is why",
    new DirectoryUnavailable({ reason: trouble.reason, trouble, cause: trouble }),
    trouble.remedy
  ],
  [
    "is to look again, where it may pass",
    new DirectoryUnavailable({ reason: "Microsoft Graph throttled the request.", cause: 429 }),
    "Run doctor again later. If the problem persists, check the network, the proxy settings and GRAPH_URL."
  ]
])("the remedy for a directory that can't be asked %s", async (_, failure, remedy) => {
  expect(await foundWhile(failure)).toEqual([
    {
      about: "Group creation",
      state: "problem",
      found: `The tenant's policies can't be read: ${failure.reason}`,
      remedy
    },
    { about: "Standby owners", state: "problem", found: `People can't be read: ${failure.reason}`, remedy }
  ])
})
