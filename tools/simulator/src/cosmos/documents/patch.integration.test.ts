import { describe, expect, it } from "vitest"
import { cosmosAccounts } from "../../testing/cosmosAccount.ts"
import { simulation } from "../../testing/simulation.ts"
import { refusal } from "../../testing/thrown.ts"

const running = simulation()
const account = cosmosAccounts(running)

const team = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({ id, pk: "p1", n: 1, ...more })

describe("a partial update", () => {
  it("changes what its operations name, in their order", async () => {
    const { container } = await account()
    await container.items.create(team("a", { list: [1, 3], deep: { gone: true, kept: true } }))
    const { resource } = await container.item("a", "p1").patch([
      { op: "add", path: "/list/1", value: 2 },
      { op: "add", path: "/list/-", value: 4 },
      { op: "set", path: "/deep/new", value: "x" },
      { op: "remove", path: "/deep/gone" },
      { op: "replace", path: "/n", value: 10 },
      { op: "incr", path: "/n", value: 5 }
    ])
    expect(resource).toMatchObject({ n: 15, list: [1, 2, 3, 4], deep: { kept: true, new: "x" } })
    expect(resource?.deep).not.toHaveProperty("gone")
  })

  it("happens only if its condition holds", async () => {
    const { container } = await account()
    await container.items.create(team("a"))
    const item = container.item("a", "p1")
    const operations = [{ op: "incr" as const, path: "/n", value: 1 }]
    expect((await item.patch({ condition: "from c where c.n = 1", operations })).resource?.n).toBe(2)
    expect((await refusal(item.patch({ condition: "from c where c.n = 1", operations })))[0]).toBe(412)
  })

  it.each([
    ["a path that leads nowhere", [{ op: "replace", path: "/none", value: 1 }]],
    ["an index out of range", [{ op: "add", path: "/list/7", value: 1 }]],
    ["a number added to a text", [{ op: "incr", path: "/pk", value: 1 }]],
    ["another partition key", [{ op: "set", path: "/pk", value: "p2" }]],
    ["too many operations", Array.from({ length: 11 }, () => ({ op: "incr", path: "/n", value: 1 }))]
  ])("is refused with %s, and changes nothing", async (_, operations) => {
    const { container } = await account()
    await container.items.create(team("a", { list: [] }))
    const item = container.item("a", "p1")
    const before = (await item.read()).etag
    expect((await refusal(item.patch(operations as never)))[0]).toBe(400)
    expect((await item.read()).etag).toBe(before)
  })
})
