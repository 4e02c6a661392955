/**
 * The milliseconds that a `Retry-After` header asks to wait: seconds, which Graph also sends with a fraction, or a date.
 * None where it is absent, malformed or past.
 */
export const retryAfter = (header: string | null, now: number): number | undefined => {
  const text = header?.trim() ?? ""
  if (/^\d+(?:\.\d+)?$/u.test(text)) return Math.ceil(Number(text) * 1_000)
  // Date.parse would take "-5" and "1.2.3" for dates.
  const at = /^[A-Za-z]{3,9},? /u.test(text) ? Date.parse(text) : Number.NaN
  return at > now ? at - now : undefined
}
