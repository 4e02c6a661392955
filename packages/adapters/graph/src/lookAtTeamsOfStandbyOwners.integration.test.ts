import { deploymentWith } from "@incident-teams/application/testing/deploymentWith"
import { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { sample } from "@incident-teams/testkit/sample"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { Effect, Layer } from "effect"
import { expect, it } from "vitest"
import * as GraphDirectory from "./GraphDirectory.ts"
import { lookAtTeamsOfStandbyOwners } from "./lookAtTeamsOfStandbyOwners.ts"
import { graphOn } from "./testing/graphOn.ts"

it.each([
  [{ status: 403, code: "Authorization_RequestDenied" }, /^Grant the application .* GroupMember\.Read\.All /u],
  [{ status: 503 }, /^Run doctor again later\./u]
])("doctor says what to do where Graph fails only to list a standby owner's groups: %o", async (answer, remedy) => {
  const tenant = await newTenant()
  await tenant.inject({
    method: "GET",
    path: "/users/{id}/transitiveMemberOf",
    times: 1,
    fault: { kind: "answer", ...answer }
  })
  const looked = Effect.provide(
    lookAtTeamsOfStandbyOwners,
    GraphDirectory.layer.pipe(
      Layer.provideMerge(graphOn(tenant)),
      Layer.merge(deploymentWith({ standbyOwners: [PersonId.make(sample.person.ines)] }))
    )
  )
  expect(await Effect.runPromise(looked)).toEqual([
    {
      about: "Standby owners",
      state: "warning",
      found: expect.stringMatching(/^The teams of the standby owners can't be counted: Microsoft Graph .*\)\.$/u),
      remedy: expect.stringMatching(remedy)
    }
  ])
  expect(await Effect.runPromise(looked)).toMatchObject([{ state: "ok" }])
})
