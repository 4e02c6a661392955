import { Result, Schema } from "effect"
import type { Kit, Port } from "./kit/Kit.ts"
import type { Workspace } from "./kit/Workspace.ts"
import type { Plan, PlannedFile } from "./Plan.ts"
import { AlreadyThere, NotAnAdapterPackage, PortWithoutSuite, type Refusal, UnknownPort } from "./Refusal.ts"
import { technologyOf } from "./Technology.ts"
import { adapterModule } from "./templates/adapterModule.ts"
import { contractTest, testVariableOf } from "./templates/contractTest.ts"
import { dependentsWith } from "./templates/dependents.ts"
import { nxInputsWith } from "./templates/nxInputs.ts"
import { packageFiles } from "./templates/packageFiles.ts"
import { readmeOf, readmeWith } from "./templates/readme.ts"
import { type SettingsKind, settingsModule, settingsTest } from "./templates/settings.ts"
import { kindThere, sharedModule, sharedNameOf } from "./templates/sharedModule.ts"
import { stageModule } from "./templates/stageModule.ts"

/** What is asked of the generator. */
export interface AdapterRequest {
  /** `TeamStore` */
  readonly port: string
  /** `mariadb` */
  readonly technology: string
  /** Of a new package: what its settings name. Default: an address. */
  readonly settings?: SettingsKind
}

/** What generating comes to, from what the workspace holds. A refusal: nothing is to be written. */
export const planAdapter = (workspace: Workspace, kit: Kit, request: AdapterRequest): Result.Result<Plan, Refusal> =>
  Result.gen(function* () {
    const technology = yield* technologyOf(request.technology)
    const asked = yield* portNamed(kit, request.port)
    const partners = yield* Result.all(asked.suite.partners.map((name) => portNamed(kit, name)))

    const { folder, prefix } = technology
    const manifest = workspace.read(`${folder}/package.json`)
    if (manifest !== undefined && !isOfAdapters(manifest)) {
      return yield* Result.fail(new NotAnAdapterPackage({ folder }))
    }
    const isThere = (path: string) => workspace.read(path) !== undefined
    const isNew = manifest === undefined
    const source = (name: string) => `${folder}/src/${name}.ts`
    const kind = isNew ? (request.settings ?? "url") : kindThere(workspace, technology)

    // Where a suite's layer brings another port too, that one is made with the same technology.
    const ports = [asked, ...partners.filter(({ name }) => !isThere(source(`${prefix}${name}`)))]
    const stages = new Set(ports.flatMap(({ suite }) => suite.stages))
    const created: ReadonlyArray<PlannedFile> = [
      ...(isNew
        ? [
            ...packageFiles(workspace, technology, kind),
            ...(kind === "none"
              ? []
              : [
                  { path: source(`${prefix}Settings`), text: settingsModule(technology, kind) },
                  { path: source(`${prefix}Settings.test`), text: settingsTest(technology, kind) },
                  { path: source(sharedNameOf(technology, kind)), text: sharedModule(technology, kind) }
                ]),
            { path: `${folder}/README.md`, text: readmeOf(technology, ports, kind) }
          ]
        : []),
      ...ports.flatMap((port) => [
        { path: source(`${prefix}${port.name}`), text: adapterModule(technology, port, kind) },
        {
          path: source(`${prefix}${port.name}.${kind === "url" ? "integration.test" : "test"}`),
          text: contractTest(technology, port, kind)
        }
      ]),
      ...[...stages]
        .map((stage) => ({ path: source(`testing/${prefix}${stage.name}`), text: stageModule(technology, stage) }))
        .filter(({ path }) => !isThere(path))
    ]
    const already = created.map(({ path }) => path).filter(isThere)
    if (already.length > 0) return yield* Result.fail(new AlreadyThere({ paths: already }))
    return {
      technology,
      isNew,
      files: [
        ...created,
        ...(isNew ? dependentsWith(workspace, technology) : readmeWith(workspace, technology, ports)),
        ...(isNew && kind === "url" ? [nxInputsWith(workspace, testVariableOf(technology))] : [])
      ]
    }
  })

const portNamed = ({ ports, withoutSuite }: Kit, port: string): Result.Result<Port, UnknownPort | PortWithoutSuite> => {
  const found = ports.find(({ name }) => name === port)
  if (found !== undefined) return Result.succeed(found)
  return withoutSuite.some(({ name }) => name === port)
    ? Result.fail(new PortWithoutSuite({ port }))
    : Result.fail(new UnknownPort({ port, ports: ports.map(({ name }) => name) }))
}

const Manifest = Schema.fromJsonString(
  Schema.Struct({ nx: Schema.optionalKey(Schema.Struct({ tags: Schema.optionalKey(Schema.Array(Schema.String)) })) })
)

const isOfAdapters = (manifest: string): boolean =>
  Schema.decodeUnknownSync(Manifest)(manifest).nx?.tags?.includes("layer:adapter") ?? false
