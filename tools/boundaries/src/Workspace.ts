import type { Layer } from "./rules.ts"

/** The workspace as far as boundaries go: who there is, and who names whom. Paths have slashes on every system. */
export type Workspace = ReadonlyArray<Package>

export interface Package {
  readonly name: string
  /** From the workspace's root: `packages/adapters/graph`. */
  readonly folder: string
  /** Undefined where the package doesn't say it, or says something else. */
  readonly layer: Layer | undefined
  readonly dependencies: ReadonlyArray<Dependency>
  readonly references: ReadonlyArray<Reference>
  readonly sources: ReadonlyArray<Source>
}

export interface Dependency {
  readonly name: string
  readonly field: "dependencies" | "devDependencies" | "peerDependencies" | "optionalDependencies"
}

/** A TypeScript project reference. */
export interface Reference {
  /** The file that has it, in its package: `tsconfig.lib.json`. */
  readonly file: string
  /** The folder or file that it points to, from the workspace's root. */
  readonly target: string
}

export interface Source {
  /** In its package: `src/routes/teams.ts`. */
  readonly file: string
  readonly imports: ReadonlyArray<Import>
}

/** An import, an import of types, a re-export, or an `import()`. */
export interface Import {
  readonly specifier: string
  /** The names taken from the module; `*` for all of it, or where the form doesn't tell. */
  readonly names: ReadonlyArray<string>
}
