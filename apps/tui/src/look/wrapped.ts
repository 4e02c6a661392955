import { cellsOf, clean, slicedText } from "./cells.ts"

/** Text in lines of at most `width` cells, broken between words where there is one; its own line breaks are kept. */
export const wrapped = (text: string, width: number): ReadonlyArray<string> =>
  width <= 0 ? [] : text.split(/\r\n|[\n\r\u2028\u2029]/u).flatMap((paragraph) => broken(clean(paragraph), width))

const broken = (paragraph: string, width: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = ""
  for (const word of paragraph.split(" ")) {
    let rest = word
    if (line !== "" && cellsOf(line) + 1 + cellsOf(rest) > width) {
      lines.push(line)
      line = ""
    }
    // A word that is longer than a line, such as an address.
    while (cellsOf(rest) > width) {
      const head = slicedText(rest, 0, width).trimEnd()
      // A character that is wider than the line can't be shown in it.
      if (head === "") return [...lines, line].filter((one) => one !== "")
      lines.push(head)
      rest = rest.slice(head.length)
    }
    line = line === "" ? rest : `${line} ${rest}`
  }
  return [...lines, line]
}
