/** Named where there is nothing to follow (Graph: team-post, third example). */
const none = "00000000-0000-0000-0000-000000000000"

/**
 * The operation that a Location names, in each of its forms: relative or absolute, keys in quotes or behind slashes.
 * Undefined where it names none.
 */
export const operationOf = (location: string | null): string | undefined => {
  const text = (location ?? "").replaceAll(/%2[789]/giu, (hex) => decodeURIComponent(hex))
  const found = /\/operations(?:\('([^']+)'\)|\(([^')]+)\)|\/([^/?#]+))\/?(?:[?#].*)?$/iu.exec(text)
  const operation = found?.[1] ?? found?.[2] ?? found?.[3]
  return operation === none ? undefined : operation
}
