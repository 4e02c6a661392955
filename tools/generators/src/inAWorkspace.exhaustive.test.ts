import { globSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { Result, Schema } from "effect"
import { flushChanges, FsTree } from "nx/src/generators/tree"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { adapter } from "./adapter.ts"
import { readKit } from "./kit/Kit.ts"
import { technologyOf } from "./Technology.ts"
import { readHowTo } from "./testing/HowTo.ts"
import { house, thisWorkspace } from "./testing/thisWorkspace.ts"
import { WorkspaceCopy } from "./testing/WorkspaceCopy.ts"

// Takes more than 150 seconds: a copy of the workspace is installed, built and tested.
/** For a command that installs, builds and tests, on a slow and busy machine too. */
const timeout = 1_200_000

/** One for all of these tests, in this order: what one of them installs and builds is there for the next. */
let copy: WorkspaceCopy
beforeAll(() => {
  copy = new WorkspaceCopy()
})
afterAll(() => copy[Symbol.dispose]())

describe("docs/how-to/write-an-adapter.md", { timeout }, () => {
  const steps = readHowTo(readFileSync(join(house, "docs/how-to/write-an-adapter.md"), "utf8"))

  it("has the Node of a machine on which nothing of ours is installed", () => {
    const major = Number(/^v(\d+)/u.exec(copy.followed("node --version").output)?.[1])
    // On the build machine it is one that only the bootstrap can do with.
    expect(major).toSatisfy((found: number) => (process.env["CI"] === "true" ? found < 24 : found >= 18))
  })

  it("can be followed to the letter, from generation to green", () => {
    const files = new Map<string, string>()
    const write = (path: string, text: string) => {
      copy.write(path, text)
      files.set(path, text)
    }
    for (const step of steps) {
      if (step._tag === "Write") {
        write(step.path, step.text)
      } else if (step._tag === "Change") {
        for (const path of step.paths) {
          const parts = copy.read(path).split(step.before)
          expect(parts, `${path} has this once:\n${step.before}`).toHaveLength(2)
          write(path, parts.join(step.after))
        }
      } else {
        const { output, status } = copy.followed(step.script)
        expect(status === 0, `${step.script}\n${output}`).toBe(!step.fails)
        for (const line of step.says) expect(output).toContain(line)
      }
    }
    // It had formatted what it wrote: the document shows it as it stays.
    for (const [path, text] of files) expect([path, copy.read(path)]).toEqual([path, text])
    expect(files.size).toBeGreaterThan(0)
    expect(steps.at(-1)).toMatchObject({ _tag: "Run", fails: false })
  })
})

describe("npm run nx -- g @incident-teams/generators:adapter", { timeout }, () => {
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

  it("shows with --dry-run what it would do, and does nothing", () => {
    const before = everything()
    const { output, status } = generate("--port=TeamStore", "--technology=mariadb", "--dry-run")
    expect(status, output).toBe(0)
    expect(output).toContain("CREATE packages/adapters/mariadb/src/MariadbTeamStore.ts")
    expect(output).toContain("UPDATE tsconfig.json")
    expect(everything()).toEqual(before)
  })

  it.each([
    [["--port=TeamStor", "--technology=mariadb"], 'There is no port "TeamStor"'],
    [["--port=TeamStore"], "technology"]
  ])("refuses %j in words, and does nothing", (options, words) => {
    const before = everything()
    const { output, status } = generate(...options)
    expect(status).toBe(1)
    expect(output).toContain(words)
    expect(output).not.toContain("    at ")
    expect(everything()).toEqual(before)
  })

  it("creates a package that is installed, and adds a second port to it", () => {
    const first = generate("--port=WatermarkStore", "--technology=mariadb")
    expect(first.status, first.output).toBe(0)
    expect(first.output).toContain("npm run nx -- test @incident-teams/adapter-mariadb")
    expect(copy.run("tsc", ["-b", "packages/adapters/mariadb/tsconfig.lib.json"])).toMatchObject({ status: 0 })
    const before = everything()
    expect(before.get("pnpm-lock.yaml")).toContain("packages/adapters/mariadb:")

    const second = generate("--port=CreationPolicy", "--technology=mariadb")
    expect(second.status, second.output).toBe(0)
    const after = everything()
    const changed = [...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => path)
    expect(changed.toSorted()).toEqual(
      [
        "README.md",
        "src/MariadbCreationPolicy.integration.test.ts",
        "src/MariadbCreationPolicy.ts",
        "src/testing/MariadbPolicyStage.ts"
      ].map((path) => `packages/adapters/mariadb/${path}`)
    )
    const readme = after.get("packages/adapters/mariadb/README.md") ?? ""
    expect(readme).toMatch(/\| `MariadbWatermarkStore` .*\|\n\| `MariadbCreationPolicy` .*\|\n\n/u)
  })

  it("skips the suites for want of a server with the reason, and runs them when it is named, whatever nx remembers", () => {
    const test = (more?: Readonly<Record<string, string>>) =>
      copy.run("nx", ["test", "@incident-teams/adapter-mariadb"], more)
    for (const _ of ["first", "remembered"]) {
      const { output, status } = test()
      expect(status, output).toBe(0)
      expect(output).toMatch(/\d+ skipped/u)
    }
    expect(test().output).toContain("existing outputs match the cache")
    const named = test({ MARIADB_TEST_URL: "mariadb://127.0.0.1" })
    expect(named.status).toBe(1)
    expect(named.output).toContain("WatermarkStore.load isn't written yet")
    const { output, status } = test({ CI: "true" })
    expect(status).toBe(1)
    expect(output).toContain("MARIADB_TEST_URL isn't set")
  })
})

const Report = Schema.fromJsonString(
  Schema.Struct({
    testResults: Schema.Array(
      Schema.Struct({
        name: Schema.String,
        assertionResults: Schema.Array(
          Schema.Struct({
            title: Schema.String,
            status: Schema.String,
            failureMessages: Schema.NullOr(Schema.Array(Schema.String))
          })
        )
      })
    )
  })
)

describe("what is generated for every port", { timeout }, () => {
  const { ports } = readKit(thisWorkspace)
  const technologyFor = (port: string) => `probe-${port.toLowerCase()}`
  const prefixFor = (port: string) => Result.getOrThrow(technologyOf(technologyFor(port))).prefix
  const folders = ports.map(({ name }) => `packages/adapters/${technologyFor(name)}`)

  /** A package of its own for each port, in a copy of the workspace. */
  beforeAll(async () => {
    for (const { name: port } of ports) {
      const tree = new FsTree(copy.root, false)
      await adapter(tree, { port, technology: technologyFor(port) })
      flushChanges(copy.root, tree.listChanges())
    }
    const { output, status } = copy.run("pnpm", ["install", "--prefer-offline", "--no-frozen-lockfile"])
    if (status !== 0) throw new Error(output)
  }, timeout)

  /** The failure has everything that the command finds. */
  const expectSilence = (command: string, ...args: ReadonlyArray<string>): void => {
    const { output, status } = copy.run(command, args)
    expect(status, output).toBe(0)
  }

  it("is formatted", () => expectSilence("oxfmt", "--check", ...folders, "apps/rest", "tsconfig.json"))

  it("keeps to the boundaries", () => expectSilence("node", "tools/boundaries/src/main.ts"))

  it("builds, has right types, and is free of lint", () => {
    const projects = ["lib", "spec"].flatMap((kind) => folders.map((folder) => `${folder}/tsconfig.${kind}.json`))
    expectSilence("tsc", "-b", ...projects)
    expectSilence("oxlint", "--type-aware", "--deny-warnings", ...folders)
  })

  it("fails method by method, and of nothing else", () => {
    const servers = ports.map(({ name }) => [`PROBE_${name.toUpperCase()}_TEST_URL`, "probe://127.0.0.1"])
    copy.run(
      "vitest",
      ["run", "--project=adapter-probe-*", "--reporter=json", "--outputFile=probes.json"],
      Object.fromEntries(servers)
    )
    const { testResults } = Schema.decodeUnknownSync(Report)(readFileSync(join(copy.root, "probes.json"), "utf8"))
    const contracts = testResults.filter(({ name }) => !name.endsWith("Settings.test.ts"))
    const others = testResults.filter((file) => !contracts.includes(file)).flatMap((file) => file.assertionResults)
    expect(new Set(others.map(({ status }) => status))).toEqual(new Set(["passed"]))

    for (const port of ports) {
      const file = `/${technologyFor(port.name)}/src/${prefixFor(port.name)}${port.name}.integration.test.ts`
      const tests = contracts.find(({ name }) => name.endsWith(file))?.assertionResults ?? []
      const failed = tests.filter(({ status }) => status === "failed")
      const toDo = failed.find(({ title }) => title === "has everything written")?.failureMessages?.join("\n")
      const members = [port, ...port.suite.stages].flatMap((service) =>
        service.members.map((member) => `${service.name}.${member.name}, which`)
      )
      for (const member of members) expect(toDo).toContain(member)
      const waiting = [...(toDo ?? "").matchAll(/which (\d+) tests? waits? for/gu)].map(([, count]) => Number(count))
      // All but the one that tells.
      expect(
        waiting.reduce((sum, count) => sum + count, 0),
        port.name
      ).toBe(failed.length - 1)
    }
  })
})
