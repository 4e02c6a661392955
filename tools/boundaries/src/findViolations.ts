import { dirname, join } from "node:path/posix"
import {
  domainMayUse,
  domainTestingMayUse,
  importsNothingOfOurs,
  insideApps,
  layers,
  mayDependOn,
  mayStart,
  testkit
} from "./rules.ts"
import type { Import, Package, Source, Workspace } from "./Workspace.ts"

/** One wrong edge: who -> whom, where it stands, why it is wrong, and what to do. */
export interface Violation {
  readonly who: string
  readonly whom: string
  readonly where: string
  readonly why: string
  readonly remedy: string
}

export const formatViolation = ({ remedy, where, who, whom, why }: Violation): string =>
  `${who} -> ${whom} (${where}): ${why}; ${remedy}`

/** Every edge of the workspace that the rules forbid. Pure: `readWorkspace` is what looks at the disk. */
export const findViolations = (workspace: Workspace): ReadonlyArray<Violation> =>
  workspace.flatMap(violationsOf(workspace))

const violationsOf =
  (workspace: Workspace) =>
  (who: Package): ReadonlyArray<Violation> => {
    const named = (specifier: string) =>
      workspace.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`))
    const at = (path: string) => workspace.find(({ folder }) => path === folder || path.startsWith(`${folder}/`))

    if (!who.layer) {
      return [
        {
          who: who.name,
          whom: "?",
          where: `${who.folder}/package.json`,
          why: "the package doesn't say its layer",
          remedy: `give nx.tags one of ${layers.map((layer) => `"layer:${layer}"`).join(", ")}`
        }
      ]
    }
    return [
      ...who.dependencies.flatMap(({ field, name }) => {
        const whom = named(name)
        const forTests =
          field === "devDependencies" &&
          (mayUseTestkit(who, name) || mayStart.some((row) => row.layer === who.layer && row.starts === name))
        return whom && !forTests ? wrongEdge(who, whom, `package.json ${field}`) : []
      }),
      ...who.references.flatMap(({ file, target }) => {
        const whom = at(target)
        return whom && whom !== who && !mayUseTestkit(who, whom.name) ? wrongEdge(who, whom, `${file} references`) : []
      }),
      ...who.sources.flatMap((source) => [
        ...source.imports.flatMap(({ specifier }) => {
          const relative = specifier.startsWith(".")
          const whom = relative ? at(join(who.folder, dirname(source.file), specifier)) : named(specifier)
          if (!whom || whom === who) return []
          const where = `${source.file} imports ${specifier}`
          const forTests = mayUseTestkit(who, whom.name)
          return [
            ...(forTests ? outsideTests(who, whom, source, where) : wrongEdge(who, whom, where)),
            ...wrongPlace(who, whom, source, where),
            ...(relative ? [aroundTheName(who, whom, where)] : [])
          ]
        }),
        ...(who.layer === "domain" && !isTest(source) ? source.imports.flatMap(impurity(who, source)) : [])
      ])
    ]
  }

/** A test may import everything that it needs, within the layer's dependencies. So does its configuration. */
const isTest = ({ file }: Source) => /\.test\.tsx?$/.test(file) || !file.startsWith("src/")

const mayUseTestkit = (who: Package, whom: string): boolean =>
  whom === testkit.name &&
  who.layer !== undefined &&
  testkit.usedBy.includes(who.layer) &&
  !importsNothingOfOurs.includes(who.name)

/** An import of the testkit from code that isn't a test's. */
const outsideTests = (who: Package, whom: Package, source: Source, where: string): ReadonlyArray<Violation> =>
  who.layer === "proof" || isTest(source) || /(?:^|\/)testing\//.test(source.file)
    ? []
    : [
        {
          who: who.name,
          whom: whom.name,
          where,
          why: "only tests and testing folders may import it",
          remedy: "move the code into a testing folder"
        }
      ]

const wrongEdge = (who: Package, whom: Package, where: string): ReadonlyArray<Violation> => {
  if (!who.layer || !whom.layer) return []
  const allowed = importsNothingOfOurs.includes(who.name) ? [] : mayDependOn[who.layer]
  if (allowed.includes(whom.layer)) return []
  const edge = { who: who.name, whom: whom.name, where }
  if (whom.layer === "tool") {
    return [{ ...edge, why: "nothing depends on a tool", remedy: "start it as a process, by its command" }]
  }
  if (importsNothingOfOurs.includes(who.name)) {
    return [{ ...edge, why: "it must not share our mistakes", remedy: "write it from the vendor's documents" }]
  }
  return [
    {
      ...edge,
      why: `${who.layer} may depend on ${allowed.join(", ") || "no layer"}, not on ${whom.layer}`,
      remedy: remedies[who.layer]
    }
  ]
}

const remedies: Record<NonNullable<Package["layer"]>, string> = {
  domain: "pass the fact into the command, or move the code outwards",
  application: "declare a port in application/ports and let an adapter implement it",
  api: "say it in the contract's own schemas, made from the domain's",
  credentials: "keep it to obtaining tokens, and let an adapter use them",
  adapter: "share it through a port, or let the app's main wire the two",
  app: "talk to it over its API, or move what both need into a package",
  tool: "use the REST contract (api), or start an app as a process",
  proof: "start it as a process"
}

const wrongPlace = (who: Package, whom: Package, source: Source, where: string): ReadonlyArray<Violation> => {
  if (who.layer !== "app" || !whom.layer || !mayDependOn.app.includes(whom.layer) || isTest(source)) return []
  const row = insideApps.find(({ app, files }) => (app ?? who.name) === who.name && files.test(source.file))
  if (!row || row.mayImport.includes(whom.layer)) return []
  return [
    {
      who: who.name,
      whom: whom.name,
      where,
      why: `${source.file} is ${row.role}, which may import ${row.mayImport.join(", ")}`,
      remedy: row.remedy
    }
  ]
}

const aroundTheName = (who: Package, whom: Package, where: string): Violation => ({
  who: who.name,
  whom: whom.name,
  where,
  why: "a relative path reaches into another package",
  remedy: `import ${whom.name}/<Module> and declare the dependency`
})

const impurity =
  (who: Package, source: Source) =>
  ({ names, specifier }: Import): ReadonlyArray<Violation> => {
    const [from, module] = specifier.split("/", 2)
    if (specifier.startsWith(".") || specifier.startsWith(`${who.name}/`)) return []
    if (source.file.includes("/testing/") && domainTestingMayUse.includes(specifier)) return []
    const used = from === "effect" ? (module === undefined ? names : [module]) : []
    const wrong = from === "effect" ? used.filter((name) => !domainMayUse.includes(name)) : [specifier]
    return wrong.map((name) => ({
      who: who.name,
      whom: from === "effect" ? `effect/${name}` : name,
      where: `${source.file} imports ${specifier}`,
      why: `the domain is pure: from effect it has ${domainMayUse.join(", ")}, and nothing else from anywhere`,
      remedy: "let time, ids, randomness and I/O arrive in the command, from the use case"
    }))
  }
