import { Directory } from "@incident-teams/application/ports/Directory"
import { directoryContract } from "@incident-teams/application/testing/directoryContract"
import { DirectoryStage } from "@incident-teams/application/testing/DirectoryStage"
import { GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import { sample } from "@incident-teams/testkit/sample"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { Effect, Layer } from "effect"
import { describe, expect, it } from "vitest"
import * as GraphDirectory from "./GraphDirectory.ts"
import { graphOn } from "./testing/graphOn.ts"
import { ana, greta, hugo, itOperations } from "./testing/platformStage.ts"

const socTier2 = GroupId.make(sample.group.tier2)
const socAll = GroupId.make(sample.group.all)

const on = (tenant: Tenant) => GraphDirectory.layer.pipe(Layer.provide(graphOn(tenant)))

/** Who is in the sample's group of groups, by the control API. */
const peopleOf = async (tenant: Tenant, ...keys: ReadonlyArray<string>): Promise<ReadonlyArray<PersonId>> => {
  const groups = await Promise.all(keys.map((key) => tenant.control("GET", `/groups/${key}`)))
  return groups
    .flatMap((group) => (group as { readonly members: ReadonlyArray<string> }).members)
    .map((id) => PersonId.make(id))
}

const stage = (tenant: Tenant) =>
  Layer.effect(
    DirectoryStage,
    Effect.map(
      Effect.promise(() => peopleOf(tenant, "soc-tier1", "soc-tier2")),
      (people) => ({
        person: { ...ana, userPrincipalName: "ana@woodgrove.example", mail: "ana@woodgrove.example" },
        guest: greta,
        disabled: hugo,
        unlicensed: { id: PersonId.make(sample.person.farid), name: "Farid Sample" },
        nested: { id: socAll, name: "SOC All", people, inner: socTier2 },
        large: { id: itOperations, count: 420 }
      })
    )
  )

const onSimulator = Layer.unwrap(
  Effect.map(
    Effect.promise(() => newTenant()),
    (tenant) => Layer.mergeAll(on(tenant), stage(tenant))
  )
)

directoryContract("Graph on the simulator", onSimulator)

describe("GraphDirectory", () => {
  const asked = async <A, E>(tenant: Tenant, body: Effect.Effect<A, E, Directory>): Promise<A> =>
    Effect.runPromise(Effect.provide(body, on(tenant)))

  it("reads a group of thousands page by page, an empty page among them", async () => {
    const tenant = await newTenant()
    await tenant.inject({
      method: "GET",
      path: "/groups/{id}/transitiveMembers",
      times: 1,
      fault: { kind: "emptyPage" }
    })
    const { people, refused } = await asked(
      tenant,
      Directory.use((directory) => directory.membersOf(GroupId.make(sample.group.thousands)))
    )
    expect(people.length + refused.length).toBe(3_600)
    // The empty page and four full ones, whatever was asked before.
    expect((await tenant.calls("graph")).filter(({ path }) => path.includes("transitiveMembers"))).toHaveLength(5)
  })

  it("asks for one page only while somebody types", async () => {
    const tenant = await newTenant()
    const found = await asked(
      tenant,
      Directory.use((directory) => directory.searchPeople("a", 10))
    )
    expect(found).toHaveLength(10)
    expect(await tenant.calls("graph")).toHaveLength(1)
  })

  it("reads and counts people who joined a minute ago, whom the index of advanced queries doesn't have (bad day 18)", async () => {
    const tenant = await newTenant()
    const group = GroupId.make(sample.group.itOperations)
    const members = Directory.use((directory) => directory.membersOf(group))
    const before = await asked(tenant, members)
    await tenant.control("PUT", `/groups/${group}/members/dev`)
    await tenant.behave({ unindexedMembers: 1 })
    const after = await asked(tenant, members)
    expect(after.people).toHaveLength(before.people.length + 1)
    expect(after.people.map(({ id }) => id)).toContain(sample.person.dev)
    const count = Directory.use((directory) => directory.memberCount(group))
    expect(await asked(tenant, count)).toBe(after.people.length + after.refused.length)
  })

  it("leaves out what isn't a person", async () => {
    const tenant = await newTenant()
    const device = (await tenant.control("PUT", "/things/laptop", { type: "device" })) as { readonly id: string }
    await tenant.control("PUT", "/groups/7a1e0000-0000-4000-8000-0000000002aa", {
      displayName: "Mixed",
      members: [ana.id, device.id]
    })
    const { people, refused } = await asked(
      tenant,
      Directory.use((directory) => directory.membersOf(GroupId.make("7a1e0000-0000-4000-8000-0000000002aa")))
    )
    expect(people).toEqual([ana])
    expect(refused).toEqual([])
  })

  it("names the missing permission", async () => {
    const tenant = await newTenant()
    await tenant.control("PUT", "/applications/server", { roles: { graph: [] } })
    const failure = await asked(tenant, Effect.flip(Directory.use((directory) => directory.searchPeople("ana", 5))))
    expect(failure).toMatchObject({
      _tag: "DirectoryUnavailable",
      trouble: { kind: "permission", remedy: expect.stringContaining("User.Read.All") }
    })
  })
})
