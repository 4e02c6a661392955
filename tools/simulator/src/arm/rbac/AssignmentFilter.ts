import { badRequest } from "../ArmError.ts"

/** What a list of role or deny assignments is narrowed to; all of it must hold. */
export interface AssignmentFilter {
  /** `atScope()`: at or above the scope, not below it. */
  readonly atScope: boolean
  /** `assignedTo('…')`: to that user or service principal, or to a group that holds it, nested ones included. */
  readonly assignedTo?: string
  /** `principalId eq '…'`: named by the assignment itself. */
  readonly principalId?: string
  /** `denyAssignmentName eq '…'`, `roleName eq '…'`, `type eq '…'`. */
  readonly name?: string
  readonly roleName?: string
  readonly type?: string
}

const atScope = /^atScope\(\)$/i

const forms: ReadonlyArray<readonly [RegExp, Exclude<keyof AssignmentFilter, "atScope">]> = [
  [/^assignedTo\('([^']*)'\)$/i, "assignedTo"],
  [/^principalId eq '([^']*)'$/i, "principalId"],
  [/^denyAssignmentName eq '([^']*)'$/i, "name"],
  [/^roleName eq '([^']*)'$/i, "roleName"],
  [/^type eq '([^']*)'$/i, "type"]
]

/** Reads a `$filter` of Microsoft.Authorization: single forms joined by `and`. Throws ARM's 400 for anything else. */
export const parseAssignmentFilter = (text: string | undefined): AssignmentFilter => {
  const filter: { -readonly [Key in keyof AssignmentFilter]: AssignmentFilter[Key] } = { atScope: false }
  const parts = text === undefined || text.trim() === "" ? [] : text.trim().split(/\s+and\s+/i)
  for (const part of parts) {
    const form = forms.find(([pattern]) => pattern.test(part))
    if (form !== undefined) filter[form[1]] = form[0].exec(part)?.[1] ?? ""
    else if (atScope.test(part)) filter.atScope = true
    else throw badRequest(`The filter '${text}' is not supported.`)
  }
  return filter
}
