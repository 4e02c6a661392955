/**
 * Whether an action pattern covers an action: `*` stands for any run of characters, slashes included, case doesn't
 * matter, and the whole action must match.
 */
export const matchesAction = (pattern: string, action: string): boolean => {
  const [first = "", ...rest] = pattern.toLowerCase().split("*")
  const text = action.toLowerCase()
  if (!text.startsWith(first)) return false
  const last = rest.pop()
  if (last === undefined) return text === first
  let from = first.length
  for (const part of rest) {
    const found = text.indexOf(part, from)
    if (found < 0) return false
    from = found + part.length
  }
  return text.length - last.length >= from && text.endsWith(last)
}
