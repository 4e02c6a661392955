import type { FieldError } from "@incident-teams/api/problems/inWords"

/** Objects and lists within each other; ours go 3 deep, and deeper ones only cost time. */
const depthLimit = 32

/** What JSON may hold, but no body that we take: the first of it, undefined where there is none. */
export const bodyFault = (value: unknown, path: ReadonlyArray<string> = []): FieldError | undefined => {
  const fault = (problem: string): FieldError => ({ field: path.join("."), problem })
  if (typeof value === "string") {
    return value.isWellFormed() ? undefined : fault("Isn't text: it holds half of a surrogate pair.")
  }
  if (typeof value !== "object" || value === null) return undefined
  if (path.length >= depthLimit) return { field: "", problem: `Is nested ${depthLimit} levels deep or more.` }
  for (const [key, part] of Object.entries(value)) {
    if (!key.isWellFormed()) return fault("A name in it isn't text: it holds half of a surrogate pair.")
    const found = bodyFault(part, [...path, key])
    if (found !== undefined) return found
  }
  return undefined
}
