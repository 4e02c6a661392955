/** An OData option by its name, without regard to case, as ARM reads it; the first if it comes again. */
export const queryOption = (query: URLSearchParams, name: string): string | undefined => {
  for (const [key, value] of query) if (key.toLowerCase() === name.toLowerCase()) return value
  return undefined
}
