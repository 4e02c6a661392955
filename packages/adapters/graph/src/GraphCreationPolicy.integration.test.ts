import { CreationPolicy } from "@incident-teams/application/ports/CreationPolicy"
import { creationPolicyContract } from "@incident-teams/application/testing/creationPolicyContract"
import { PolicyStage } from "@incident-teams/application/testing/PolicyStage"
import { timeScale } from "@incident-teams/testkit/Simulator"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { Effect, Layer } from "effect"
import { expect, it } from "vitest"
import * as GraphCreationPolicy from "./GraphCreationPolicy.ts"
import { graphOn } from "./testing/graphOn.ts"

const on = (tenant: Tenant) => GraphCreationPolicy.layer.pipe(Layer.provide(graphOn(tenant)))

const stage = (tenant: Tenant) =>
  Layer.succeed(PolicyStage, {
    none: Effect.asVoid(Effect.promise(() => tenant.control("DELETE", "/group-policy"))),
    set: ({ allowed, pattern, blockedWords }) =>
      Effect.asVoid(
        Effect.promise(() =>
          tenant.control("PATCH", "/group-policy", {
            EnableGroupCreation: "false",
            GroupCreationAllowedGroupId: allowed ?? "",
            PrefixSuffixNamingRequirement: pattern,
            CustomBlockedWordsList: blockedWords.join(",")
          })
        )
      ),
    forget: Effect.sleep(GraphCreationPolicy.rememberedMillis / timeScale + 50)
  })

const onSimulator = Layer.unwrap(
  Effect.map(
    Effect.promise(() => newTenant()),
    (tenant) => Layer.mergeAll(on(tenant), stage(tenant))
  )
)

creationPolicyContract("Graph on the simulator", onSimulator)

it("asks once for a while, however many ask, and at once again after a failure", async () => {
  const tenant = await newTenant()
  await tenant.inject({ method: "GET", path: "/groupSettings", times: 2, fault: { kind: "answer", status: 503 } })
  const read = CreationPolicy.use((policy) => policy.read())
  const outcome = await Effect.runPromise(
    Effect.gen(function* () {
      const failure = yield* Effect.flip(read)
      yield* Effect.flip(read)
      yield* Effect.all(
        Array.from({ length: 8 }, () => read),
        { concurrency: "unbounded" }
      )
      return failure
    }).pipe(Effect.provide(on(tenant)))
  )
  expect(outcome._tag).toBe("DirectoryUnavailable")
  expect(await tenant.calls("graph")).toHaveLength(3)
})

it("says what a naming policy that holds applications has against a name and a mail nickname", async () => {
  const tenant = await newTenant()
  await tenant.behave({ namingPolicyForApplications: "held" })
  await tenant.control("PATCH", "/group-policy", {
    PrefixSuffixNamingRequirement: "GRP_[GroupName]",
    CustomBlockedWordsList: "ceo"
  })
  const validate = (name: string, nickname: string) =>
    Effect.runPromise(
      CreationPolicy.use((policy) => policy.validate({ name, nickname })).pipe(Effect.provide(on(tenant)))
    )
  expect(await validate("GRP_The CEO", "room")).toEqual([
    { of: "name", why: "blockedWord" },
    { of: "nickname", why: "affixes", suggested: "GRP_room" }
  ])
  expect(await validate("GRP_Room", "GRP_room")).toEqual([])
})
