import { FsTree } from "nx/src/generators/tree"
import { describe, expect, it } from "vitest"
import { adapter } from "./adapter.ts"
import { house } from "./testing/thisWorkspace.ts"

/** Nothing is written unless its changes are flushed. */
const thisTree = () => new FsTree(house, false)

describe("the generator", () => {
  it("creates a package and references it in the root", async () => {
    const tree = thisTree()
    await adapter(tree, { port: "TeamStore", technology: "mariadb" })
    const changes = tree.listChanges().map(({ type, path }) => `${type} ${path}`)
    expect(changes).toContain("CREATE packages/adapters/mariadb/src/MariadbTeamStore.ts")
    expect(changes).toContain("UPDATE tsconfig.json")
    expect(changes).toContain("UPDATE nx.json")
  })

  it.each([
    [{ port: "TeamStor", technology: "mariadb" }, 'There is no port "TeamStor"'],
    [{ port: "TeamStore", technology: "../mariadb" }, "can't name a technology"],
    [{ port: "TeamStore", technology: "memory" }, "MemoryTeamStore.ts"]
  ])("refuses %j in words, and changes nothing", async (request, words) => {
    const tree = thisTree()
    await expect(adapter(tree, request)).rejects.toThrow(words)
    expect(tree.listChanges()).toEqual([])
  })
})
