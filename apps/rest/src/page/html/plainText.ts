/**
 * What a comment says, as plain text: comments are text, Markdown or HTML, by anyone who may comment and by what attackers
 * made a playbook repeat. Tags are dropped with what was never meant to be read, and lines stay lines. The result is
 * text and no more: it still has to be escaped.
 */
export const plainText = (message: string): string => (looksLikeHtml(message) ? withoutTags(message) : message).trim()

const looksLikeHtml = (message: string): boolean => /<\/?[a-z][^<>]*>/iu.test(message)

const unread = /<(script|style|template|head|title)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)/giu
const comment = /<!--[\s\S]*?(?:-->|$)/gu
const item = /<li\b[^>]*>/giu
const lineEnd = /<(?:br|hr)\b[^>]*>|<\/(?:p|div|li|ul|ol|tr|table|blockquote|pre|h[1-6])\s*>/giu
const tag = /<\/?[a-z!][^>]*(?:>|$)/giu

const withoutTags = (message: string): string =>
  decoded(
    message
      .replaceAll(comment, "")
      .replaceAll(unread, "")
      .replaceAll(/\s+/gu, " ")
      .replaceAll(item, "\n• ")
      .replaceAll(lineEnd, "\n")
      .replaceAll(tag, "")
  )
    .replaceAll(/[^\S\n]+/gu, " ")
    .replaceAll(/ ?\n ?/gu, "\n")
    .replaceAll(/\n+•/gu, "\n•")
    .replaceAll(/\n{3,}/gu, "\n\n")

const named: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  gt: ">",
  lt: "<",
  nbsp: " ",
  quot: '"'
}

/** One pass: what comes out of it isn't looked at again. */
const decoded = (text: string): string =>
  text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/giu, (whole, decimal, hexadecimal, name) => {
    if (typeof name === "string") return named[name.toLowerCase()] ?? whole
    const code = typeof decimal === "string" ? Number(decimal) : Number.parseInt(String(hexadecimal), 16)
    return code > 0 && code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff) ? String.fromCodePoint(code) : whole
  })
