/** Grapheme boundaries don't depend on the language. */
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" })

/**
 * The longest beginning of a text that has at most `room` UTF-16 units (what Graph counts as characters) and splits
 * nothing that a reader sees as one character: no emoji, no letter from its accent.
 */
export const cutTo = (text: string, room: number): string => {
  if (text.length <= room) return text
  let end = 0
  for (const { index, segment } of segmenter.segment(text)) {
    if (index + segment.length > room) break
    end = index + segment.length
  }
  return text.slice(0, end)
}

/** The text, or as much of it as fits with an ellipsis behind it; nothing if no character of it fits. */
export const shortenTo = (text: string, room: number): string => {
  if (text.length <= room) return text
  const cut = cutTo(text, room - 1).trimEnd()
  return cut === "" ? "" : `${cut}…`
}
