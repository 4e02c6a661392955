import { describe, expect, it } from "vitest"
import { cosmosAccounts } from "../../testing/cosmosAccount.ts"
import { simulation } from "../../testing/simulation.ts"
import { thrownBy } from "../../testing/thrown.ts"

const running = simulation()
const account = cosmosAccounts(running)

const team = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({ id, pk: "p1", n: 1, ...more })

describe("request units", () => {
  const charge = (headers: Readonly<Record<string, unknown>>) => Number(headers["x-ms-request-charge"])

  it("are those that Microsoft publishes for 1 KB and 100 KB", async () => {
    const { container } = await account()
    const sized = async (id: string, kilobytes: number) => {
      const made = await container.items.create(team(id, { text: "x".repeat(kilobytes * 1_024 - 330) }))
      const read = await container.item(id, "p1").read()
      const replaced = await container.item(id, "p1").replace(read.resource)
      return [made, read, replaced].map(({ headers }) => Math.round(charge(headers as never)))
    }
    expect(await sized("small", 1)).toEqual([5, 1, 10])
    expect(await sized("large", 100)).toEqual([50, 10, 100])
  })

  it("are charged for refused operations, too", async () => {
    const { container } = await account()
    await container.items.create(team("a"))
    const conflict = container.items.create(team("a"))
    await expect(conflict).rejects.toMatchObject({ headers: { "x-ms-request-charge": "1" } })
    expect((await thrownBy(conflict)).message).toContain("already exists")
  })
})
