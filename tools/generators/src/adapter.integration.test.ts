import { globSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { WorkspaceCopy } from "./testing/WorkspaceCopy.ts"

let copy: WorkspaceCopy

beforeAll(() => {
  copy = new WorkspaceCopy()
  const { output, status } = copy.run("pnpm", ["install", "--prefer-offline"])
  if (status !== 0) throw new Error(output)
})
afterAll(() => copy[Symbol.dispose]())

const generate = (...options: ReadonlyArray<string>) =>
  copy.run("nx", ["g", "@incident-teams/generators:adapter", ...options])

/** Every file of the workspace with what is in it. */
const everything = (): ReadonlyMap<string, string> =>
  new Map(
    globSync("**/*", { cwd: copy.root, exclude: ["**/node_modules", "**/.nx", "**/dist"] })
      .map((path) => join(copy.root, path))
      .filter((path) => statSync(path).isFile())
      .map((path) => [path.slice(copy.root.length + 1), readFileSync(path, "utf8")])
  )

describe("npm run nx -- g @incident-teams/generators:adapter", { timeout: 180_000 }, () => {
  it("tells with --dry-run what it would do, and does nothing", () => {
    const before = everything()
    const { output, status } = generate("--port=TeamStore", "--technology=postgres", "--dry-run")
    expect(status, output).toBe(0)
    expect(output).toContain("CREATE packages/adapters/postgres/src/PostgresTeamStore.ts")
    expect(output).toContain("UPDATE tsconfig.json")
    expect(everything()).toEqual(before)
  })

  it.each([
    [["--port=TeamStor", "--technology=postgres"], 'There is no port "TeamStor"'],
    [["--port=TeamStore", "--technology=../postgres"], "can't name a technology"],
    [["--port=TeamStore", "--technology=memory"], "MemoryTeamStore.ts"],
    [["--port=TeamStore"], "technology"]
  ])("refuses %j in words, and does nothing", (options, words) => {
    const before = everything()
    const { output, status } = generate(...options)
    expect(status).toBe(1)
    expect(output).toContain(words)
    expect(output).not.toContain("    at ")
    expect(everything()).toEqual(before)
  })

  it("makes a package that is installed, and adds a second port to it", () => {
    const first = generate("--port=WatermarkStore", "--technology=postgres")
    expect(first.status, first.output).toBe(0)
    expect(first.output).toContain("npm run nx -- test @incident-teams/adapter-postgres")
    expect(copy.run("tsc", ["-b", "packages/adapters/postgres/tsconfig.lib.json"])).toMatchObject({ status: 0 })
    const before = everything()
    expect(before.get("pnpm-lock.yaml")).toContain("packages/adapters/postgres:")

    const second = generate("--port=CreationPolicy", "--technology=postgres")
    expect(second.status, second.output).toBe(0)
    const after = everything()
    const changed = [...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => path)
    expect(changed.toSorted()).toEqual(
      [
        "README.md",
        "src/PostgresCreationPolicy.test.ts",
        "src/PostgresCreationPolicy.ts",
        "src/testing/PostgresPolicyStage.ts"
      ].map((path) => `packages/adapters/postgres/${path}`)
    )
    const readme = after.get("packages/adapters/postgres/README.md") ?? ""
    expect(readme).toMatch(/\| `PostgresWatermarkStore` .*\|\n\| `PostgresCreationPolicy` .*\|\n\n/u)
  })
})
