import type { Technology } from "./Technology.ts"

/** Files as they are to be, not formatted yet. */
export interface Plan {
  readonly technology: Technology
  /** Whether the package is new, and has to be installed. */
  readonly isNew: boolean
  readonly files: ReadonlyArray<PlannedFile>
}

export interface PlannedFile {
  /** From the workspace's root. */
  readonly path: string
  readonly text: string
}
