import { SimulatedTenant } from "@incident-teams/adapter-entra/testing/SimulatedTenant"
import { Directory } from "@incident-teams/application/ports/Directory"
import { directoryContract } from "@incident-teams/application/testing/directoryContract"
import { DirectoryStage } from "@incident-teams/application/testing/DirectoryStage"
import { GroupId } from "@incident-teams/domain/ids/GroupId"
import { PersonId } from "@incident-teams/domain/ids/PersonId"
import { Effect, Layer } from "effect"
import { describe, expect, it } from "vitest"
import * as GraphDirectory from "./GraphDirectory.ts"
import { graphOn } from "./testing/graphOn.ts"
import { ana, greta, hugo, itOperations } from "./testing/platformStage.ts"

const groupId = (number: number): GroupId =>
  GroupId.make(`7a1e0000-0000-4000-8000-0000000002${String(number).padStart(2, "0")}`)
const socTier2 = groupId(2)
const socAll = groupId(3)

const on = (tenant: SimulatedTenant) => GraphDirectory.layer.pipe(Layer.provide(graphOn(tenant)))

/** Who is in the sample's group of groups, by the control API. */
const peopleOf = async (tenant: SimulatedTenant, ...keys: ReadonlyArray<string>): Promise<ReadonlyArray<PersonId>> => {
  const groups = await Promise.all(keys.map((key) => tenant.send("GET", `/groups/${key}`)))
  return groups
    .flatMap((group) => (group as { readonly members: ReadonlyArray<string> }).members)
    .map((id) => PersonId.make(id))
}

const stage = (tenant: SimulatedTenant) =>
  Layer.effect(
    DirectoryStage,
    Effect.map(
      Effect.promise(() => peopleOf(tenant, "soc-tier1", "soc-tier2")),
      (people) => ({
        person: { ...ana, userPrincipalName: "ana@woodgrove.example", mail: "ana@woodgrove.example" },
        guest: greta,
        disabled: hugo,
        unlicensed: { id: PersonId.make("7a1e0000-0000-4000-8000-000000000106"), name: "Farid Sample" },
        nested: { id: socAll, name: "SOC All", people, inner: socTier2 },
        large: { id: itOperations, count: 420 }
      })
    )
  )

const onSimulator = Layer.unwrap(
  Effect.map(
    Effect.promise(() => SimulatedTenant.make()),
    (tenant) => Layer.mergeAll(on(tenant), stage(tenant))
  )
)

directoryContract("Graph on the simulator", onSimulator)

describe("GraphDirectory", () => {
  const asked = async <A, E>(tenant: SimulatedTenant, body: Effect.Effect<A, E, Directory>): Promise<A> =>
    Effect.runPromise(Effect.provide(body, on(tenant)))

  it("reads a group of thousands page by page, an empty page among them", async () => {
    const tenant = await SimulatedTenant.make()
    await tenant.inject({
      method: "GET",
      path: "/groups/{id}/transitiveMembers/{cast}",
      times: 1,
      fault: { kind: "emptyPage" }
    })
    const { people, refused } = await asked(
      tenant,
      Directory.use((directory) => directory.membersOf(groupId(8)))
    )
    expect(people.length + refused.length).toBe(3_600)
    // The empty page and four full ones, whatever was asked before.
    expect((await tenant.calls("graph")).filter(({ path }) => path.includes("transitiveMembers"))).toHaveLength(5)
  })

  it("asks for one page only while somebody types", async () => {
    const tenant = await SimulatedTenant.make()
    const found = await asked(
      tenant,
      Directory.use((directory) => directory.searchPeople("a", 10))
    )
    expect(found).toHaveLength(10)
    expect(await tenant.calls("graph")).toHaveLength(1)
  })

  it("leaves out what isn't a person", async () => {
    const tenant = await SimulatedTenant.make()
    const device = (await tenant.send("PUT", "/things/laptop", { type: "device" })) as { readonly id: string }
    await tenant.send("PUT", "/groups/7a1e0000-0000-4000-8000-0000000002aa", {
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
    const tenant = await SimulatedTenant.make()
    await tenant.send("PUT", "/applications/server", { roles: { graph: [] } })
    const failure = await asked(tenant, Effect.flip(Directory.use((directory) => directory.searchPeople("ana", 5))))
    expect(failure).toMatchObject({ _tag: "DirectoryUnavailable", reason: expect.stringContaining("User.Read.All") })
  })
})
