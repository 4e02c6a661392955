import type { FieldError } from "@incident-teams/api/problems/inWords"

/** Nesting levels of objects and lists. Valid bodies have 3. */
const depthLimit = 32

/** The first value that JSON allows but no valid body contains; undefined if there is none. */
export const bodyFault = (value: unknown, path: ReadonlyArray<string> = []): FieldError | undefined => {
  const fault = (problem: string): FieldError => ({ field: path.join("."), problem })
  if (typeof value === "string") {
    return value.isWellFormed() ? undefined : fault("This isn't valid text: it contains half of a surrogate pair.")
  }
  if (typeof value !== "object" || value === null) return undefined
  if (path.length >= depthLimit) return { field: "", problem: `The body is nested ${depthLimit} levels deep or more.` }
  for (const [key, part] of Object.entries(value)) {
    if (!key.isWellFormed()) return fault("A name in it isn't valid text: it contains half of a surrogate pair.")
    const found = bodyFault(part, [...path, key])
    if (found !== undefined) return found
  }
  return undefined
}
