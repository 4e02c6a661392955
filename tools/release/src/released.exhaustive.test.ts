import { spawnSync } from "node:child_process"
import { once } from "node:events"
import { globSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { serverEnvironment } from "@incident-teams/testkit/Server"
import { startSimulator, trustOnly } from "@incident-teams/testkit/Simulator"
import { Tenant } from "@incident-teams/testkit/Tenant"
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest"
import { entrypoints } from "./entrypoints.ts"
import { findFaults } from "./findFaults.ts"
import type { Packed } from "./packAll.ts"
import { publish } from "./publish.ts"
import { publishable } from "./publishable.ts"
import { run } from "./run.ts"
import { FreshFolder } from "./testing/FreshFolder.ts"

// Takes more than 60 seconds: every package is installed from its tarball.
/** For installing, on a slow and busy machine too. */
const timeout = 1_200_000

const workspace = join(import.meta.dirname, "../../..")
const packages = publishable(workspace)
const names = packages.map(({ manifest }) => manifest.name)

/** What others install comes from there. On the build machine its absence is a failure. */
const registry = process.env["CI"] !== undefined || spawnSync("npm", ["view", "effect", "version"]).status === 0

const { checkout: folder, packages: packed } = inject("packedWorkspace")
const named = (name: string): Packed => packed.find(({ manifest }) => manifest.name === name)!

describe("what is published", { timeout }, () => {
  it("is every package and app, and no tool", () => {
    expect(packed.map(({ manifest }) => manifest.name)).toEqual(names)
    const folders = packages.map((one) => one.folder)
    expect(folders).toEqual(expect.arrayContaining(["packages/domain", "apps/rest", "apps/tui"]))
    expect(folders.filter((path) => path.startsWith("tools/"))).toEqual([])
  })

  it("comes after what it depends on", () => {
    for (const [index, { manifest }] of packed.entries()) {
      const before = new Set(names.slice(0, index))
      const own = Object.keys(manifest.dependencies ?? {}).filter((name) => names.includes(name))
      expect(own.filter((name) => !before.has(name))).toEqual([])
    }
  })

  it("has one version", () => {
    expect(new Set(packed.map(({ manifest }) => manifest.version)).size).toBe(1)
  })

  it.each(names)("%s is right", async (name) => {
    expect(await findFaults(named(name))).toEqual([])
  })
})

const outsideOfTheWorkspace = "outside of the workspace (skipped where the package registry is out of reach)"
describe.runIf(registry)(outsideOfTheWorkspace, { timeout }, () => {
  let outside: FreshFolder
  /** The repository that the application's README describes, with the tarballs in place of what would be published. */
  const readme = readFileSync(join(workspace, "packages/application/README.md"), "utf8")
  const files = new Map(
    [...readme.matchAll(/`([^`\n]+)`:\n\n```\w+\n([^]*?)```/gu)].map(([, path = "", text = ""]) => [path, text])
  )

  beforeAll(() => {
    outside = new FreshFolder()
    for (const [path, text] of files) {
      outside.write(
        path,
        text.replaceAll(
          /"(@incident-teams\/[^"]+)": "[^"]+"/gu,
          (_, name: string) => `"${name}": "file:${named(name).tarball}"`
        )
      )
    }
    outside.install(...packed.map(({ tarball }) => tarball))
  }, timeout)
  afterAll(() => outside[Symbol.dispose](), timeout)

  it("an adapter that is written as the application's README says passes its suite", () => {
    expect([...files.keys()]).toEqual(["package.json", "tsconfig.json", "src/HouseRules.ts", "src/HouseRules.test.ts"])
    expect(readme).toContain("```sh\nnpx tsc\nnpx vitest run\n```")
    expect(outside.run("npx", "tsc")).toEqual({ status: 0, output: "" })
    const { output, status } = outside.run("npx", "vitest", "run", "--reporter=verbose")
    expect(status, output).toBe(0)
    expect(output).toContain("CreationPolicy: house rules")
  })

  it("an adapter that remembers what it shouldn't is told by its suite", () => {
    const path = "src/HouseRules.ts"
    const forgetful = files.get(path) ?? ""
    outside.write(
      path,
      forgetful
        .replace(
          "return CreationPolicy",
          'const text = yield* Effect.cached(Effect.tryPromise(() => readFile(file, "utf8")))\n    return CreationPolicy'
        )
        .replace('Effect.tryPromise(() => readFile(file, "utf8")).pipe(', "text.pipe(")
    )
    const { output, status } = outside.run("npx", "vitest", "run")
    expect(status).toBe(1)
    expect(output).toContain("the rules are those that were set, once the former ones are forgotten")
  })

  it("everything that is exported can be imported, and what is sealed can't", () => {
    const all = packed
      .filter(({ manifest }) => manifest.exports !== undefined)
      .flatMap((one) => {
        const open = new Set(entrypoints(one))
        return globSync("**/*.js", { cwd: join(one.unpacked, "dist") }).map((file) => {
          const module = file.slice(0, -".js".length)
          return { specifier: `${one.manifest.name}/${module}`, open: open.has(`./${module}`) }
        })
      })
    outside.write(
      "imports.mjs",
      `const sealed = (error) => error.code === "ERR_PACKAGE_PATH_NOT_EXPORTED" ? "sealed" : String(error)
const wrong = []
for (const { specifier, open } of ${JSON.stringify(all)}) {
  const found = await import(specifier).then(() => "open", sealed)
  if (found !== (open ? "open" : "sealed")) wrong.push([specifier, found])
}
console.log(JSON.stringify(wrong))`
    )
    expect(all.filter(({ open }) => open).length).toBeGreaterThan(200)
    expect(all.filter(({ open }) => !open).length).toBeGreaterThan(10)
    expect(outside.run("node", "imports.mjs")).toEqual({ status: 0, output: "[]\n" })
  })

  it("there is one effect, and nothing that reports who installs us", () => {
    expect(globSync("node_modules/**/node_modules/effect", { cwd: outside.root })).toEqual([])
    expect(globSync("node_modules/**/@scarf", { cwd: outside.root })).toEqual([])
  })

  it("the server serves the console and other clients, and ends when it is told to", async () => {
    const simulator = await startSimulator()
    trustOnly(simulator)
    const tenant = await Tenant.make(simulator)
    const server = outside.start("incident-teams-server", serverEnvironment(tenant, join(outside.root, "data")), [
      "ignore",
      "inherit",
      "pipe"
    ])
    const ended = once(server, "exit")
    try {
      const log: Array<string> = []
      for await (const line of createInterface({ input: server.stderr! })) {
        log.push(line)
        if (line.includes("listens on")) break
      }
      const [base = ""] = /http:\/\/[\d.:]+/u.exec(log.at(-1) ?? "") ?? []
      const ready = await fetch(`${base}/readyz`)
      expect([ready.status, await ready.json()], log.join("\n")).toMatchObject([200, { status: "ready" }])
      const docs = await (await fetch(`${base}/docs`)).text()
      const [, script = ""] = /src="([^"]*swagger-ui-bundle\.js)"/u.exec(docs) ?? []
      expect((await fetch(new URL(script, `${base}/docs`))).status).toBe(200)
      const asBen = { INCIDENT_TEAMS_SERVER: base, INCIDENT_TEAMS_TOKEN: await tenant.token({ user: "ben" }) }
      const list = outside.runWith(asBen, "npx", "--no-install", "incident-teams", "incidents", "list", "--json")
      expect(list.status, list.output).toBe(0)
      expect(JSON.parse(list.output).items.length).toBeGreaterThan(0)
      server.kill("SIGTERM")
      expect(await ended).toEqual([0, null])
    } finally {
      server.kill("SIGKILL")
      await simulator.stop()
    }
  })

  it.each(["incident-teams-server", "incident-teams"])("%s tells its version and how it is used", (command) => {
    expect(outside.run("npx", "--no-install", command, "--version").output).toContain(named(command).manifest.version)
    expect(outside.run("npx", "--no-install", command, "--help")).toMatchObject({ status: 0 })
  })

  it.each(names)("npm would take %s, unless that version is published already", (name) => {
    const { version } = named(name).manifest
    expect([`${name}@${version} would be published`, `${name}@${version} is published already`]).toContain(
      publish(named(name), true)
    )
  })
})

describe("the next version", { timeout }, () => {
  it("is one for all, with a changelog each, and the lockfile needn't change", () => {
    const git = (...args: ReadonlyArray<string>) => run(folder, "git", ...args)
    writeFileSync(
      join(folder, ".changeset/by-post.md"),
      '---\n"@incident-teams/domain": minor\n---\n\nTeams can be asked for by post.\n'
    )
    // A changelog names the commit that a change came with.
    git("init", "--quiet")
    git("add", ".changeset/by-post.md")
    git("-c", "user.name=Somebody", "-c", "user.email=somebody@woodgrove.example", "commit", "--quiet", "-m", "By post")
    run(folder, join(folder, "node_modules/.bin/changeset"), "version")

    const next = publishable(folder)
    const [major, minor] = packages[0]!.manifest.version.split(".").map(Number)
    const version = `${major}.${minor! + 1}.0`
    const changelog = (of: string) => readFileSync(join(folder, of, "CHANGELOG.md"), "utf8")
    expect(next.map(({ manifest }) => manifest.version)).toEqual(names.map(() => version))
    for (const one of next) expect(changelog(one.folder)).toContain(`## ${version}`)
    expect(changelog("packages/domain")).toContain("Teams can be asked for by post.")
    run(folder, "pnpm", "install", "--frozen-lockfile", "--offline")
    run(folder, join(folder, "node_modules/.bin/oxfmt"), "--check", "packages", "apps")
  })
})
