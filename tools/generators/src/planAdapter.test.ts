import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { type Kit, readKit } from "./kit/Kit.ts"
import type { Workspace } from "./kit/Workspace.ts"
import { type AdapterRequest, planAdapter } from "./planAdapter.ts"
import { thisWorkspace } from "./testing/thisWorkspace.ts"

const kit = readKit(thisWorkspace)

/** This workspace, as if these files were in it too. */
const withFiles = (files: Readonly<Record<string, string>>): Workspace => ({
  read: (path) => files[path] ?? thisWorkspace.read(path),
  names: thisWorkspace.names
})

const plan = (request: AdapterRequest, workspace = thisWorkspace, by: Kit = kit) => planAdapter(workspace, by, request)

const filesOf = (request: AdapterRequest, workspace?: Workspace): ReadonlyArray<string> =>
  Result.getOrThrow(plan(request, workspace)).files.map(({ path }) => path)

const manifest = JSON.stringify({ name: "@incident-teams/adapter-siem", nx: { tags: ["layer:adapter"] } })

describe("a new package", () => {
  it("has all that its neighbors have, and is referenced in the root", () => {
    const own = filesOf({ port: "CollaborationPlatform", technology: "slack" })
      .filter((path) => path !== "tsconfig.json")
      .map((path) => path.replace(/^packages\/adapters\/slack\//u, ""))
    expect(own.toSorted()).toEqual([
      "README.md",
      "package.json",
      "src/SlackCollaborationPlatform.test.ts",
      "src/SlackCollaborationPlatform.ts",
      "src/SlackSettings.test.ts",
      "src/SlackSettings.ts",
      "src/testing/SlackPlatformStage.ts",
      "tsconfig.json",
      "tsconfig.lib.json",
      "tsconfig.spec.json",
      "vitest.config.ts"
    ])
  })

  it("has what is the same in each package just as a neighbor has it", () => {
    const { files } = Result.getOrThrow(plan({ port: "TeamStore", technology: "mariadb" }))
    const text = (name: string) => files.find(({ path }) => path === `packages/adapters/mariadb/${name}`)?.text ?? ""
    const neighbor = (name: string) => thisWorkspace.read(`packages/adapters/sqlite/${name}`) ?? ""
    for (const name of ["package.json", "tsconfig.json", "tsconfig.lib.json", "tsconfig.spec.json"]) {
      const { description: _, ...expected } = JSON.parse(neighbor(name).replaceAll("sqlite", "mariadb"))
      expect(JSON.parse(text(name)), name).toMatchObject(expected)
    }
    // SQLite's removes the files of its tests.
    const plain = thisWorkspace.read("packages/adapters/memory/vitest.config.ts") ?? ""
    expect(text("vitest.config.ts").trim()).toBe(plain.replace("memory", "mariadb").trim())
  })

  it.each([
    ["url", "MARIADB_URL"],
    ["folder", "MARIADB_FOLDER"]
  ] as const)("has settings that name what is asked for: %s", (settings, variable) => {
    const { files } = Result.getOrThrow(plan({ port: "TeamStore", technology: "mariadb", settings }))
    for (const name of ["src/MariadbSettings.ts", "src/MariadbTeamStore.test.ts", "README.md"]) {
      const text = files.find(({ path }) => path === `packages/adapters/mariadb/${name}`)?.text
      expect(text, name).toContain(variable)
    }
  })

  it("has no settings where none are asked for", () => {
    const { files } = Result.getOrThrow(plan({ port: "TeamStore", technology: "mariadb", settings: "none" }))
    for (const { path, text } of files)
      expect(path === "tsconfig.json" ? "" : text, path).not.toMatch(/Settings|MARIADB_/u)
  })

  it("brings the other port that a suite needs, once", () => {
    const files = filesOf({ port: "IncidentDocuments", technology: "siem" })
    const source = (name: string) => `packages/adapters/siem/src/${name}.ts`
    expect(files).toEqual(
      expect.arrayContaining([
        source("SiemIncidentDocuments"),
        source("SiemIncidentSource"),
        source("SiemIncidentSource.test"),
        source("testing/SiemIncidentStage")
      ])
    )
    expect(new Set(files).size).toBe(files.length)
  })
})

describe("a package that is there already", () => {
  const there = { "packages/adapters/siem/package.json": manifest }

  it("gets the adapter, its test and its stage, and reads settings only if it has some", () => {
    const request = { port: "IncidentSource", technology: "siem" }
    const [adapter] = Result.getOrThrow(plan(request, withFiles(there))).files
    expect(filesOf(request, withFiles(there))).toEqual(
      ["SiemIncidentSource", "SiemIncidentSource.test", "testing/SiemIncidentStage"].map(
        (name) => `packages/adapters/siem/src/${name}.ts`
      )
    )
    expect(adapter?.text).not.toContain("Settings")
    const settled = withFiles({ ...there, "packages/adapters/siem/src/SiemSettings.ts": "" })
    expect(Result.getOrThrow(plan(request, settled)).files[0]?.text).toContain("yield* siemSettings")
  })

  it("shows further ports in the README as it shows the first", () => {
    const { files } = Result.getOrThrow(plan({ port: "TeamStore", technology: "mariadb" }))
    const first = Object.fromEntries(files.map(({ path, text }) => [path, text]))
    const readme = Result.getOrThrow(
      plan({ port: "WatermarkStore", technology: "mariadb" }, withFiles(first))
    ).files.find(({ path }) => path === "packages/adapters/mariadb/README.md")?.text
    const module = "@incident-teams/adapter-mariadb/MariadbWatermarkStore"
    expect(readme).toContain("| `MariadbWatermarkStore` | `WatermarkStore` |")
    expect(readme).toContain(`import * as MariadbWatermarkStore from "${module}"`)
    expect(readme).toContain("Layer.mergeAll(MariadbTeamStore.layer, MariadbWatermarkStore.layer)")
  })

  it("keeps the stage and the other port that it has", () => {
    const workspace = withFiles({
      ...there,
      "packages/adapters/siem/src/SiemIncidentSource.ts": "",
      "packages/adapters/siem/src/testing/SiemIncidentStage.ts": ""
    })
    expect(filesOf({ port: "IncidentDocuments", technology: "siem" }, workspace)).toEqual(
      ["SiemIncidentDocuments", "SiemIncidentDocuments.test"].map((name) => `packages/adapters/siem/src/${name}.ts`)
    )
  })
})

describe("refused is", () => {
  const refusal = (request: AdapterRequest, workspace?: Workspace, by?: Kit) =>
    Result.getOrThrow(Result.flip(plan(request, workspace, by)))

  it("a port that there isn't, naming those that there are", () => {
    const { _tag, message } = refusal({ port: "teamStore", technology: "mariadb" })
    expect(_tag).toBe("UnknownPort")
    for (const { name } of kit.ports) expect(message).toContain(name)
  })

  it.each(["", "Mariadb", "maria db", "../mariadb", "-mariadb", "mariadb-", "1st", "a--b", "ü", "a".repeat(41)])(
    "a technology called %j",
    (technology) => {
      expect(refusal({ port: "TeamStore", technology })._tag).toBe("BadTechnologyName")
    }
  )

  it("a package of another layer", () => {
    const { _tag, message } = refusal({ port: "Directory", technology: "entra" })
    expect(_tag).toBe("NotAnAdapterPackage")
    expect(message).toContain("packages/adapters/entra")
  })

  it("what would overwrite anything, in a package or beside one", () => {
    expect(refusal({ port: "TeamStore", technology: "sqlite" })).toMatchObject({
      _tag: "AlreadyThere",
      paths: ["packages/adapters/sqlite/src/SqliteTeamStore.ts", "packages/adapters/sqlite/src/SqliteTeamStore.test.ts"]
    })
    const workspace = withFiles({ "packages/adapters/siem/README.md": "Notes" })
    expect(refusal({ port: "IncidentSource", technology: "siem" }, workspace)).toMatchObject({
      _tag: "AlreadyThere",
      paths: ["packages/adapters/siem/README.md"]
    })
  })

  it("a port that nobody can be held to", () => {
    const [port, ...ports] = kit.ports
    const { _tag } = refusal({ port: port!.name, technology: "siem" }, thisWorkspace, { ports, withoutSuite: [port!] })
    expect(_tag).toBe("PortWithoutSuite")
  })
})
