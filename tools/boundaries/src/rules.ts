/**
 * Which way dependencies may point, as data. `docs/architecture.md` draws the same picture.
 *
 * A package says its layer in its package.json: `"nx": { "tags": ["layer:adapter"] }`.
 */
export const layers = ["domain", "application", "api", "credentials", "adapter", "app", "tool", "proof"] as const
export type Layer = (typeof layers)[number]

/**
 * The layers that a layer may depend on. Never its own: two adapters don't know each other, and neither do two apps.
 * Tools reach the apps over the wire, so the contract is all they see; nothing depends on a tool.
 */
export const mayDependOn: Record<Layer, ReadonlyArray<Layer>> = {
  domain: [],
  application: ["domain"],
  api: ["domain"],
  credentials: [],
  adapter: ["application", "domain", "credentials"],
  app: ["api", "application", "domain", "adapter", "credentials"],
  tool: ["api"],
  // Tests and measures the whole application in one process, over any adapters.
  proof: ["api", "application", "domain", "adapter", "credentials"]
}

/** Speaks the vendors' protocols from their documents alone, so that it can't share a mistake with us. */
export const importsNothingOfOurs: ReadonlyArray<string> = ["@incident-teams/simulator"]

/**
 * Tests may start a package as a process, by its command. It stands in devDependencies, for nx to know; it stays
 * forbidden as a reference or an import.
 */
export const mayStart: ReadonlyArray<{ readonly layer: Layer; readonly starts: string }> = [
  { layer: "adapter", starts: "@incident-teams/simulator" },
  { layer: "proof", starts: "@incident-teams/simulator" }
]

/**
 * Starts the simulator and the server for tests. These layers may have it as a devDependency, and only their tests and
 * `testing` folders may import it; proof, which is tests throughout, may import it everywhere.
 */
export const testkit: { readonly name: string; readonly usedBy: ReadonlyArray<Layer> } = {
  name: "@incident-teams/testkit",
  usedBy: ["credentials", "adapter", "app", "tool", "proof"]
}

const outwards = "ask for the port or use case here, and choose what implements it in src/main.ts"

/** Inside an app the first row that matches a source file, by its path in the package, says what it may import. */
export const insideApps: ReadonlyArray<{
  /** Only this app's files; any app's unless told. */
  readonly app?: string
  readonly files: RegExp
  readonly role: string
  readonly mayImport: ReadonlyArray<Layer>
  readonly remedy: string
}> = [
  // Screens, commands and main alike: an installed console has the contract's client and nothing else.
  {
    app: "incident-teams",
    files: /^src\//,
    role: "part of the console",
    mayImport: ["api"],
    remedy: "ask the server over the contract's client"
  },
  { files: /^src\/main\.tsx?$/, role: "the composition root", mayImport: mayDependOn.app, remedy: outwards },
  { files: /^src\/routes\//, role: "a route", mayImport: ["api", "application", "domain"], remedy: outwards },
  { files: /^src\//, role: "not the composition root", mayImport: ["api", "application", "domain"], remedy: outwards }
]

/**
 * What the domain may take from effect: values and their shapes; no runtime, clock, randomness or I/O.
 * SchemaTransformation is the part of Schema that effect 4 keeps in a module of its own.
 */
export const domainMayUse: ReadonlyArray<string> = [
  "Array",
  "DateTime",
  "Duration",
  "Match",
  "Option",
  "Order",
  "Record",
  "Result",
  "Schema",
  "SchemaTransformation",
  "Struct"
]

/** Beside effect, the domain's `testing` folders make values with this; production code of the domain has nothing. */
export const domainTestingMayUse: ReadonlyArray<string> = ["fast-check"]
