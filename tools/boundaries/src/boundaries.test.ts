import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { findViolations, formatViolation } from "./findViolations.ts"
import { readWorkspace } from "./readWorkspace.ts"
import { domainMayUse, type Layer, layers, mayDependOn, testkit } from "./rules.ts"
import type { Workspace } from "./Workspace.ts"

const house = join(import.meta.dirname, "../../..")

/**
 * A small workspace on the disk, with two packages of each layer and no wrong edge. Each probe plants one edge in a
 * copy, and demands that it is found and named: a check that never fires looks just like a clean house.
 */
const folderOf: Record<Layer, string> = {
  domain: "packages",
  application: "packages",
  api: "packages",
  credentials: "packages/adapters",
  adapter: "packages/adapters",
  app: "apps",
  tool: "tools",
  proof: "tools"
}
const one = (layer: Layer) => `@incident-teams/${layer}-one`
const two = (layer: Layer) => `@incident-teams/${layer}-two`
const folder = (name: string, layer: Layer) => join(folderOf[layer], name.replace("@incident-teams/", ""))

let scratch: string
let clean: string
let planted: string

let written = (_path: string): void => {}
const write = (root: string, path: string, content: unknown) => {
  written(path)
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), typeof content === "string" ? content : JSON.stringify(content))
}

const addPackage = (root: string, name: string, layer: Layer, manifest: object = {}) => {
  const path = folder(name, layer)
  write(root, join(path, "package.json"), { name, nx: { tags: [`layer:${layer}`] }, ...manifest })
  write(root, join(path, "tsconfig.lib.json"), { references: [] })
  write(root, join(path, "src/Concept.ts"), "export const concept = 1\n")
  return path
}

/** Plants in a copy of the clean workspace; what is found then, one line each. Afterward the copy is clean again. */
const planting = (plant: (root: string) => void): ReadonlyArray<string> => {
  const touched: Array<string> = []
  written = (path) => touched.push(path)
  plant(planted)
  const found = findViolations(readWorkspace(planted)).map(formatViolation)
  for (const path of touched) {
    if (existsSync(join(clean, path))) cpSync(join(clean, path), join(planted, path))
    else rmSync(join(planted, path))
  }
  return found
}

const source = (layer: Layer, file: string, text: string) => (root: string) =>
  write(root, join(folder(one(layer), layer), file), text)

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "boundaries-"))
  clean = join(scratch, "clean")
  for (const layer of layers) {
    addPackage(clean, one(layer), layer)
    addPackage(clean, two(layer), layer)
  }
  addPackage(clean, "@incident-teams/simulator", "tool")
  addPackage(clean, testkit.name, "tool")
  planted = join(scratch, "planted")
  cpSync(clean, planted, { recursive: true })
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const edges = layers.flatMap((from) =>
  layers.map((to) => ({ from, to, verdict: mayDependOn[from].includes(to) ? "allows" : "refuses" }))
)

describe("the layers", () => {
  it("finds nothing where nothing is wrong", () => {
    expect(planting(() => {})).toEqual([])
  })

  /** The edge is refused in each place where it stands, or nowhere. */
  const expectVerdict = (from: Layer, to: Layer, places: ReadonlyArray<string>, found: ReadonlyArray<string>) => {
    const refused = mayDependOn[from].includes(to) ? [] : places
    expect(found).toEqual(refused.map((place) => expect.stringContaining(`${one(from)} -> ${two(to)} (${place})`)))
  }

  it.each(edges)("$verdict $from -> $to as a dependency", ({ from, to }) => {
    const fields = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"]
    const manifest = Object.fromEntries(fields.map((field) => [field, { [two(to)]: "workspace:*" }]))
    const found = planting((root) => addPackage(root, one(from), from, manifest))
    const places = fields.map((field) => `package.json ${field}`)
    expectVerdict(from, to, places, found)
  })

  it.each(edges)("$verdict $from -> $to as a tsconfig reference", ({ from, to }) => {
    const path = folder(one(from), from)
    const up = path.replaceAll(/[^/]+/g, "..")
    const references = [{ path: "./tsconfig.lib.json" }, { path: `${up}/${folder(two(to), to)}/tsconfig.lib.json` }]
    const files = ["tsconfig.json", "tsconfig.lib.json", "tsconfig.spec.json"]
    const found = planting((root) => files.forEach((file) => write(root, join(path, file), { references })))
    const places = files.map((file) => `${file} references`)
    expectVerdict(from, to, places, found)
  })

  it.each(edges)("$verdict $from -> $to as an import", ({ from, to }) => {
    const specifier = `${two(to)}/Concept`
    // The domain and an app's files have rules of their own, below; main.ts is where an app may name everything.
    const file = from === "app" ? "src/main.ts" : "src/Concept.test.ts"
    const found = planting(source(from, file, `import * as concept from "${specifier}"\n`))
    expectVerdict(from, to, [`${file} imports ${specifier}`], found)
  })

  it("refuses a package that doesn't say its layer", () => {
    const found = planting((root) => write(root, "packages/new/package.json", { name: "@incident-teams/new" }))
    expect(found).toEqual([expect.stringContaining("@incident-teams/new -> ? (packages/new/package.json)")])
  })
})

describe("an import, in any form", () => {
  const specifier = `${two("adapter")}/Concept`
  it.each([
    ["a type", `import type { Concept } from "${specifier}"`],
    ["a type in place", `export type Concept = import("${specifier}").Concept`],
    ["a side effect", `import "${specifier}"`],
    ["lazily", `export const load = () => import("${specifier}")`],
    ["a re-export", `export { concept } from "${specifier}"`],
    ["a re-export of everything", `export * from "${specifier}"`]
  ])("is seen: %s", (_form, text) => {
    expect(planting(source("application", "src/Concept.ts", text))).toEqual([
      expect.stringContaining(`${one("application")} -> ${two("adapter")} (src/Concept.ts imports ${specifier})`)
    ])
  })

  it("is not seen in a comment or a string", () => {
    const text = `// import "${specifier}"\nexport const text = 'import "${specifier}"'\n`
    expect(planting(source("application", "src/Concept.ts", text))).toEqual([])
  })

  it("can't reach around the package's name by a relative path", () => {
    const found = planting(source("application", "src/Concept.ts", `import "../../domain-one/src/Concept.ts"\n`))
    expect(found).toEqual([expect.stringContaining("a relative path reaches into another package")])
  })
})

describe("the simulator", () => {
  const simulator = "@incident-teams/simulator"

  it("may be started by an adapter's tests", () => {
    const devDependencies = { [simulator]: "workspace:*" }
    expect(planting((root) => addPackage(root, one("adapter"), "adapter", { devDependencies }))).toEqual([])
  })

  it.each(["dependencies", "peerDependencies"])("is never part of an adapter's %s", (field) => {
    const manifest = { [field]: { [simulator]: "workspace:*" } }
    expect(planting((root) => addPackage(root, one("adapter"), "adapter", manifest))).toEqual([
      expect.stringContaining(`${one("adapter")} -> ${simulator} (package.json ${field})`)
    ])
  })

  it("is never imported, not even by an adapter's test", () => {
    const found = planting(source("adapter", "src/Concept.test.ts", `import "${simulator}/start"\n`))
    expect(found).toEqual([expect.stringContaining(`${one("adapter")} -> ${simulator}`)])
  })

  it("imports nothing of ours, not even the contract that other tools may have", () => {
    const dependencies = { [one("api")]: "workspace:*" }
    const found = planting((root) => addPackage(root, simulator, "tool", { dependencies }))
    expect(found).toEqual([expect.stringContaining(`${simulator} -> ${one("api")}`)])
  })
})

describe("the testkit", () => {
  const specifier = `${testkit.name}/Simulator`
  const text = `import { startSimulator } from "${specifier}"\n`
  const others = layers.filter((layer) => !testkit.usedBy.includes(layer))
  const fields = ["dependencies", "peerDependencies", "optionalDependencies"]

  it.each(testkit.usedBy)("may be a devDependency and a tsconfig reference of the layer %s", (layer) => {
    const path = folder(one(layer), layer)
    const references = [{ path: `${path.replaceAll(/[^/]+/g, "..")}/tools/testkit/tsconfig.lib.json` }]
    const devDependencies = { [testkit.name]: "workspace:*" }
    const found = planting((root) => {
      addPackage(root, one(layer), layer, { devDependencies })
      write(root, join(path, "tsconfig.spec.json"), { references })
    })
    expect(found).toEqual([])
  })

  it.each(testkit.usedBy.flatMap((layer) => fields.map((field) => ({ layer, field }))))(
    "is never part of $field of the layer $layer",
    ({ layer, field }) => {
      const manifest = { [field]: { [testkit.name]: "workspace:*" } }
      expect(planting((root) => addPackage(root, one(layer), layer, manifest))).toEqual([
        expect.stringContaining(`${one(layer)} -> ${testkit.name} (package.json ${field})`)
      ])
    }
  )

  it.each(
    testkit.usedBy.flatMap((layer) =>
      ["src/Concept.test.ts", "src/testing/place.ts", "testing/place.ts"].map((file) => ({ layer, file }))
    )
  )("may be imported by $file of the layer $layer", ({ layer, file }) => {
    expect(planting(source(layer, file, text))).toEqual([])
  })

  it.each(testkit.usedBy.filter((layer) => layer !== "proof"))(
    "is refused to other sources of the layer %s",
    (layer) => {
      expect(planting(source(layer, "src/Concept.ts", text))).toEqual([
        `${one(layer)} -> ${testkit.name} (src/Concept.ts imports ${specifier}): ` +
          "only tests and testing folders may import it; move the code into a testing folder"
      ])
    }
  )

  it("may be imported by every source of the layer proof", () => {
    expect(planting(source("proof", "src/Concept.ts", text))).toEqual([])
  })

  it.each(others)("is refused to the layer %s, its tests and its devDependencies included", (layer) => {
    const devDependencies = { [testkit.name]: "workspace:*" }
    const found = planting((root) => {
      addPackage(root, one(layer), layer, { devDependencies })
      source(layer, "src/Concept.test.ts", text)(root)
    })
    expect(found).toEqual([
      expect.stringContaining(`${one(layer)} -> ${testkit.name} (package.json devDependencies)`),
      expect.stringContaining(`${one(layer)} -> ${testkit.name} (src/Concept.test.ts imports ${specifier})`)
    ])
  })

  it("is refused to the simulator", () => {
    const devDependencies = { [testkit.name]: "workspace:*" }
    expect(planting((root) => addPackage(root, "@incident-teams/simulator", "tool", { devDependencies }))).toEqual([
      expect.stringContaining(`@incident-teams/simulator -> ${testkit.name}`)
    ])
  })
})

describe("inside an app", () => {
  const importing = (layer: Layer) => `import * as concept from "${two(layer)}/Concept"\n`

  it.each(["src/main.ts", "src/main.tsx", "src/routes/teams.test.ts"])("%s may name an adapter", (file) => {
    expect(planting(source("app", file, importing("adapter")))).toEqual([])
  })

  it.each([
    ["src/routes/teams.ts", "adapter"],
    ["src/routes/nested/teams.ts", "credentials"],
    ["src/server.ts", "adapter"],
    ["src/other/main.ts", "adapter"]
  ] as const)("%s may not import from the layer %s", (file, layer) => {
    expect(planting(source("app", file, importing(layer)))).toEqual([
      expect.stringContaining(`${one("app")} -> ${two(layer)} (${file} imports`)
    ])
  })

  it.each(["api", "application", "domain"] as const)("a route may import from the layer %s", (layer) => {
    expect(planting(source("app", "src/routes/teams.ts", importing(layer)))).toEqual([])
  })

  describe("the console", () => {
    const tui = "incident-teams"
    const inConsole = (file: string, layer: Layer) => (root: string) => {
      addPackage(root, tui, "app")
      write(root, join(folder(tui, "app"), file), importing(layer))
    }
    const files = ["src/main.tsx", "src/screens/Grid.tsx", "src/commands/close.ts"]

    it.each(files)("%s may import the contract", (file) => {
      expect(planting(inConsole(file, "api"))).toEqual([])
    })

    const others: ReadonlyArray<Layer> = ["domain", "application", "adapter", "credentials"]
    const wrong = files.flatMap((file) => others.map((layer) => ({ file, layer })))
    it.each(wrong)("$file may not import from the layer $layer", ({ file, layer }) => {
      expect(planting(inConsole(file, layer))).toEqual([
        expect.stringMatching(
          `^${tui} -> ${two(layer)} \\(${file} imports .* ask the server over the contract's client$`
        )
      ])
    })
  })
})

describe("the domain", () => {
  it.each(domainMayUse)("may use effect's %s", (name) => {
    const text = `import { ${name} } from "effect"\nimport * as Module from "effect/${name}"\nimport "./Other.ts"\n`
    expect(planting(source("domain", "src/Concept.ts", text))).toEqual([])
  })

  it.each([
    ["a module of effect's runtime", `import { Option, Effect } from "effect"`, "effect/Effect"],
    ["one under another name", `import { Clock as Time } from "effect"`, "effect/Clock"],
    ["the type of one", `import type { Layer } from "effect"`, "effect/Layer"],
    ["one by its own path", `import * as Random from "effect/Random"`, "effect/Random"],
    ["all of effect", `import * as Everything from "effect"`, "effect/*"],
    ["a re-exported one", `export { Context } from "effect"`, "effect/Context"],
    ["another library", `import { Hono } from "hono"`, "hono"],
    ["what only tests and their values may use", `import * as fc from "fast-check"`, "fast-check"],
    ["Node itself", `import { randomUUID } from "node:crypto"`, "node:crypto"]
  ])("may not use %s", (_what, text, whom) => {
    expect(planting(source("domain", "src/team/Concept.ts", text))).toEqual([
      expect.stringContaining(`${one("domain")} -> ${whom} (src/team/Concept.ts imports`)
    ])
  })

  it.each(["src/testing/arbitraries.ts", "src/team/testing/arbitraries.ts"])(
    "makes values with fast-check in %s, and nothing else there",
    (file) => {
      const text = 'import * as fc from "fast-check"\nimport { Effect } from "effect"\n'
      expect(planting(source("domain", file, text))).toEqual([
        expect.stringContaining(`${one("domain")} -> effect/Effect (${file} imports effect)`)
      ])
    }
  )
})

describe("this workspace", () => {
  let workspace: Workspace
  beforeAll(() => {
    workspace = readWorkspace(house)
  })

  it("has no wrong edge", () => {
    expect(findViolations(workspace).map(formatViolation)).toEqual([])
  })

  it("is seen whole: every layer has a package, every package has sources", () => {
    expect(new Set(workspace.map(({ layer }) => layer))).toEqual(new Set(layers))
    expect(workspace.filter(({ sources }) => sources.length === 0)).toEqual([])
  })

  it("is refused by the command when its own domain is made to depend on an adapter", () => {
    const root = join(scratch, "house")
    for (const { folder: path } of workspace) {
      cpSync(join(house, path, "package.json"), join(root, path, "package.json"))
    }
    const command = () =>
      spawnSync(process.execPath, [join(import.meta.dirname, "main.ts"), root], { encoding: "utf8" })
    expect(command()).toMatchObject({ status: 0, stderr: "" })

    const manifest = readFileSync(join(root, "packages/domain/package.json"), "utf8")
    const dependency = '"dependencies": { "@incident-teams/adapter-sqlite": "workspace:*" }, "devDependencies": {'
    write(root, "packages/domain/package.json", manifest.replace('"devDependencies": {', dependency))
    expect(command()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(
        "@incident-teams/domain -> @incident-teams/adapter-sqlite (package.json dependencies): " +
          "domain may depend on no layer, not on adapter; pass the fact into the command"
      )
    })
  })
})
