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
  it("has all that its neighbors have", () => {
    const folder = "packages/adapters/slack/"
    const own = filesOf({ port: "CollaborationPlatform", technology: "slack" })
      .filter((path) => path.startsWith(folder))
      .map((path) => path.slice(folder.length))
    expect(own.toSorted()).toEqual([
      "README.md",
      "package.json",
      "src/SlackCollaborationPlatform.integration.test.ts",
      "src/SlackCollaborationPlatform.ts",
      "src/SlackConnection.ts",
      "src/SlackSettings.test.ts",
      "src/SlackSettings.ts",
      "src/testing/SlackPlatformStage.ts",
      "tsconfig.json",
      "tsconfig.lib.json",
      "tsconfig.spec.json",
      "vitest.config.ts"
    ])
  })

  it("is known to the root and to the server, which stay otherwise as they are", () => {
    const { files } = Result.getOrThrow(plan({ port: "TeamStore", technology: "mariadb", settings: "none" }))
    const read = (path: string) => JSON.parse(files.find((file) => file.path === path)?.text ?? "")
    const before = (path: string) => JSON.parse(thisWorkspace.read(path) ?? "")
    const without = (path: string, added: string) => {
      const { references, ...others } = read(path)
      return {
        ...others,
        references: references.filter((reference: { readonly path: string }) => reference.path !== added)
      }
    }
    expect(without("tsconfig.json", "packages/adapters/mariadb")).toEqual(before("tsconfig.json"))
    for (const path of ["apps/rest/tsconfig.lib.json", "apps/rest/tsconfig.spec.json"]) {
      expect(read(path)).not.toEqual(before(path))
      expect(without(path, "../../packages/adapters/mariadb/tsconfig.lib.json")).toEqual(before(path))
    }
    const server = before("apps/rest/package.json")
    expect(read("apps/rest/package.json")).toEqual({
      ...server,
      dependencies: { ...server.dependencies, "@incident-teams/adapter-mariadb": "workspace:*" }
    })
  })

  it("has what is the same in each package just as a neighbor has it", () => {
    const { files } = Result.getOrThrow(plan({ port: "TeamStore", technology: "mariadb", settings: "folder" }))
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
    for (const name of ["src/MariadbSettings.ts", "README.md"]) {
      const text = files.find(({ path }) => path === `packages/adapters/mariadb/${name}`)?.text
      expect(text, name).toContain(variable)
    }
  })

  it("tests a service on the server that a variable names, by which nx runs those tests again", () => {
    const { files } = Result.getOrThrow(plan({ port: "TeamStore", technology: "mariadb" }))
    const text = (path: string) => files.find((file) => file.path === path)?.text ?? ""
    const own = (name: string) => text(`packages/adapters/mariadb/${name}`)
    expect(own("src/MariadbTeamStore.integration.test.ts")).toContain('onServerAt("MARIADB_TEST_URL"')
    expect(own("README.md")).toContain("MARIADB_TEST_URL")
    const before = JSON.parse(thisWorkspace.read("nx.json") ?? "").targetDefaults
    const { test, ...others } = JSON.parse(text("nx.json")).targetDefaults
    expect({ ...others, test: { ...test, inputs: [...before.test.inputs, { env: "MARIADB_TEST_URL" }] } }).toEqual({
      ...before,
      test
    })
  })

  it("has no settings where none are asked for", () => {
    const { files } = Result.getOrThrow(plan({ port: "TeamStore", technology: "mariadb", settings: "none" }))
    for (const { path, text } of files)
      expect(path.startsWith("packages/adapters/mariadb/") ? text : "", path).not.toMatch(
        /Settings|MARIADB_|Connection|layerOn/u
      )
    expect(files.map(({ path }) => path)).not.toContain("nx.json")
  })

  it("brings the other port that a suite needs, once", () => {
    const files = filesOf({ port: "IncidentDocuments", technology: "siem" })
    const source = (name: string) => `packages/adapters/siem/src/${name}.ts`
    expect(files).toEqual(
      expect.arrayContaining([
        source("SiemIncidentDocuments"),
        source("SiemIncidentSource"),
        source("SiemIncidentSource.integration.test"),
        source("testing/SiemIncidentStage")
      ])
    )
    expect(new Set(files).size).toBe(files.length)
  })
})

describe("a package that is there already", () => {
  const there = { "packages/adapters/siem/package.json": manifest }

  it("gets the adapter, its test and its stage", () => {
    const request = { port: "IncidentSource", technology: "siem" }
    expect(filesOf(request, withFiles(there))).toEqual(
      ["SiemIncidentSource", "SiemIncidentSource.test", "testing/SiemIncidentStage"].map(
        (name) => `packages/adapters/siem/src/${name}.ts`
      )
    )
  })

  it.each([
    ["url", "MariadbConnection", "integration.test"],
    ["folder", "MariadbFolder", "test"]
  ] as const)(
    "shares what the first port has between all ports (%s), and shows them alike",
    (settings, shared, kind) => {
      const files: Record<string, string> = {}
      const own = (name: string) => files[`packages/adapters/mariadb/${name}`] ?? ""
      for (const port of ["TeamStore", "WatermarkStore", "FavoritesStore"]) {
        const isFirst = own(`src/${shared}.ts`) === ""
        const made = Result.getOrThrow(plan({ port, technology: "mariadb", settings }, withFiles({ ...files }))).files
        for (const { path, text } of made) files[path] = text
        expect(made.some(({ path }) => path.endsWith(`/${shared}.ts`))).toBe(isFirst)
        expect(made.some(({ path }) => path === "nx.json")).toBe(isFirst && settings === "url")
        expect(own(`src/Mariadb${port}.ts`)).toContain(`yield* ${shared}`)
        expect(own(`src/Mariadb${port}.${kind}.ts`)).toContain(`Layer.provide(Mariadb${port}.layerOn, `)
        expect(own("README.md")).toContain(`| \`Mariadb${port}\` | \`${port}\` |`)
        expect(own("README.md")).toContain(
          `import * as Mariadb${port} from "@incident-teams/adapter-mariadb/Mariadb${port}"`
        )
      }
      expect(own("README.md")).toContain(
        "Layer.mergeAll(MariadbTeamStore.layer, MariadbWatermarkStore.layer, MariadbFavoritesStore.layer)"
      )
    }
  )

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
