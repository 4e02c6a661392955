/** Undefined for what isn't filled in: absent, null or empty. */
export const filled = (text: string | null | undefined): string | undefined =>
  text === null || text === "" ? undefined : text
