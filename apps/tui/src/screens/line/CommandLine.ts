import type { Field } from "../../keys/Field.ts"

/** An action by its name: `:close`, `:sort age`, `:1042`. */
export interface CommandLine {
  readonly _tag: "CommandLine"
  readonly field: Field
  /** Which of the suggestions. */
  readonly at: number
  /** Why what was typed can't be run. */
  readonly fault: string | undefined
}
