const entitiesOfHtml: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  nbsp: " ",
  "#39": "'"
}

/** Text of which some is written as HTML, as people read it: its tags taken out, its breaks kept. */
export const visibleText = (text: string): string =>
  text
    .replaceAll(/<\s*(?:br|\/p|\/div|\/li|\/tr)\s*\/?>/giu, "\n")
    .replaceAll(/<a\s[^>]*href\s*=\s*"([^"]*)"[^>]*>([^<]*)<\/a>/giu, "$2 ($1)")
    .replaceAll(/<\/?[a-z][^>]*>/giu, "")
    .replaceAll(/&(amp|lt|gt|quot|nbsp|#39);/gu, (_, name: string) => entitiesOfHtml[name] ?? "")
    .replaceAll(/\n{3,}/gu, "\n\n")
    .trim()
