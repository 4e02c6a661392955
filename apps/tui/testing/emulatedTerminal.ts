import xterm from "@xterm/headless"
import type { Size } from "../src/look/Size.ts"

/** xterm.js without a window: what a terminal shows of what is written to it. */
export const emulatedTerminal = ({ columns, rows }: Size) => {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true })
  const linesNow = () => Array.from({ length: terminal.rows }, (_, row) => terminal.buffer.active.getLine(row))
  return {
    /** `shown` is called when it is to be seen, and nothing that was written later. */
    write: (text: string, shown?: () => void) => terminal.write(text, shown),
    resize: (size: Size) => terminal.resize(size.columns, size.rows),
    screen: () =>
      linesNow()
        .map((line) => line?.translateToString(true, 0, terminal.cols) ?? "")
        .join("\n"),
    /** Each cell by itself: its sign, how many cells that takes, and its look. */
    cells: () =>
      linesNow().map((line) =>
        Array.from({ length: terminal.cols }, (_, column) => {
          const cell = line?.getCell(column)
          return {
            sign: cell?.getChars() ?? "",
            width: cell?.getWidth(),
            look: [cell?.getFgColor(), cell?.isBold(), cell?.isUnderline(), cell?.isInverse()].join(" ")
          }
        })
      )
  }
}
