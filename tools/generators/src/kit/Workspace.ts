/** The workspace as far as the generator looks at it. Paths have slashes and begin at its root. */
export interface Workspace {
  /** None where there is no such file. */
  readonly read: (path: string) => string | undefined
  /** The names in a folder; none where there is no such folder. */
  readonly names: (folder: string) => ReadonlyArray<string>
}
