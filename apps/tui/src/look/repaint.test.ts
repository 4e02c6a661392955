import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { emulatedTerminal } from "../../testing/emulatedTerminal.ts"
import { isPlain } from "./cells.ts"
import { type Line, line, shortened, sliced, span, type Style, textOf, widthOf } from "./Line.ts"
import { paintFor } from "./paint.ts"
import { tall } from "./Panel.ts"
import { type Frame, repaint } from "./repaint.ts"

const paint = paintFor({})
const frame = (columns: number, ...lines: ReadonlyArray<Line>): Frame => ({
  size: { columns, rows: lines.length },
  lines
})

const someLook = fc.constantFrom<Style>(
  {},
  { tone: "danger" },
  { tone: "muted" },
  { bold: true },
  { underline: true },
  { inverse: true }
)
const someText = fc.oneof(
  fc.constantFrom("│", " ", "e", "Phishing", "#4113"),
  fc.constantFrom("🚨", "漢字", "👩‍👩‍👧‍👦", "❤️", "🇩🇪", "é", "\u0301x", "한글"),
  fc.string({ unit: "grapheme", maxLength: 4 }),
  fc.string({ unit: "binary", maxLength: 4 })
)
const plainText = someText.filter(isPlain)
const sizes = fc.record({ columns: fc.integer({ min: 2, max: 24 }), rows: fc.integer({ min: 1, max: 5 }) })
/** Frames one after another, of few texts and mostly of one size, so that they have much in common. */
const framesOf = (text: fc.Arbitrary<string>): fc.Arbitrary<ReadonlyArray<Frame>> =>
  fc.tuple(fc.array(text, { minLength: 2, maxLength: 3 }), sizes, sizes).chain(([texts, usual, other]) => {
    const someSpan = fc.tuple(fc.constantFrom(...texts), someLook).map(([one, look]) => span(one, look))
    const someFrame = fc.tuple(
      fc.constantFrom(usual, usual, usual, other),
      fc.array(fc.array(someSpan, { maxLength: 3 }), { maxLength: 5 })
    )
    return fc.array(
      someFrame.map(([size, lines]) => ({
        size,
        lines: tall(lines, size.rows).map((one) => shortened(one, size.columns))
      })),
      { minLength: 1, maxLength: 6 }
    )
  })

/** A terminal that has been shown these frames, the window dragged to another size where they have one. */
const shownOn = async (frames: ReadonlyArray<Frame>) => {
  const terminal = emulatedTerminal(frames[0]?.size ?? { columns: 80, rows: 24 })
  const write = (text: string) =>
    new Promise<void>((resolve) => {
      terminal.write(text, resolve)
    })
  // The alternate screen, as the console is on it.
  await write("\u001b[?1049h")
  let shown: Frame | undefined
  for (const next of frames) {
    terminal.resize(next.size)
    await write(repaint(shown, next, paint))
    shown = next
  }
  return terminal
}

/** What is written between the opening and the closing. */
const withoutEnvelope = (text: string): string => {
  const [opening, closing] = ["\u001b[?2026h\u001b[?7l", "\u001b[?7h\u001b[?2026l"]
  expect(text.startsWith(opening)).toBe(true)
  expect(text.endsWith(closing)).toBe(true)
  return text.slice(opening.length, -closing.length)
}

describe("a frame on a terminal", () => {
  it("is always what it says, whatever was there before", () =>
    fc.assert(
      fc.asyncProperty(framesOf(plainText), async (frames) => {
        const terminal = await shownOn(frames)
        const said = frames.at(-1)?.lines.map((one) => textOf(one).trimEnd()) ?? []
        expect(
          terminal
            .screen()
            .split("\n")
            .map((one) => one.trimEnd())
        ).toEqual(said)
      })
    ))

  it("always looks the same, however the terminal came to show it", () =>
    fc.assert(
      fc.asyncProperty(framesOf(someText), async (frames) => {
        const [terminal, fresh] = [await shownOn(frames), await shownOn(frames.slice(-1))]
        expect(terminal.cells()).toEqual(fresh.cells())
      })
    ))

  // Of these xterm.js gives one cell to what we give two, and to a family four.
  const sign = fc.constantFrom("🚨", "👩‍👩‍👧‍👦", "👍🏽", "❤️", "🇩🇪", "漢", "한", "é", "・")
  it("always has its plain text where it belongs, whatever width the terminal gives to other signs", () =>
    fc.assert(
      fc.asyncProperty(
        framesOf(fc.array(fc.oneof(sign, fc.constant("ab ")), { maxLength: 4 }).map((all) => all.join(""))),
        async (frames) => {
          const terminal = await shownOn(frames)
          const cells = terminal.cells()
          for (const [row, said] of frames.at(-1)?.lines.entries() ?? []) {
            for (let column = 0; column < widthOf(said); column++) {
              const here = textOf(sliced(said, column, column + 1))
              if (/^[ab]$/u.test(here)) expect(cells[row]?.[column]?.sign).toBe(here)
            }
          }
        }
      )
    ))
})

describe("what is written to a terminal", () => {
  const before = frame(12, line("│", span("New", { tone: "good" }), "│"), line("Phishing"))
  const written = (next: Frame): string => withoutEnvelope(repaint(before, next, paint))

  it("is nothing where nothing changed", () =>
    fc.assert(
      fc.property(framesOf(someText), (frames) => {
        for (const one of frames) expect(repaint(one, structuredClone(one), paint)).toBe("")
      })
    ))

  it("is what changed of a line, from there on", () => {
    const next = frame(12, line("│", span("Active", { tone: "warning" }), "│"), line("Phishing"))
    expect(written(next)).toBe("\u001b[1;2H\u001b[33mActive\u001b[0m│\u001b[K")
  })

  it("blanks the cells of an emoji first, and puts what follows by its column", () => {
    const text = repaint(frame(12, line("Phishing")), frame(12, line(span("漢🚨 now"))), paint)
    expect(withoutEnvelope(text)).toBe("\u001b[1;1H    \u001b[1G漢🚨\u001b[5G now\u001b[K")
  })

  it("is the letter too, where its accent was a part by itself and is gone", () => {
    const accented = frame(8, line("│", "e", span("\u0301")))
    const body = (next: Line) => withoutEnvelope(repaint(accented, frame(8, next), paint))
    expect(body(line("│", "e"))).toBe("\u001b[1;2He\u001b[K")
    expect(body(line("│", "e", "x"))).toBe("\u001b[1;2Hex\u001b[K")
    expect(
      withoutEnvelope(repaint(frame(8, line("│", "e", "", span("\u0301"))), frame(8, line("│", "e", "x")), paint))
    ).toBe("\u001b[1;2Hex\u001b[K")
  })

  it("ends a line that is shorter than before, and erases no last cell", () => {
    expect(written(frame(12, before.lines[0] ?? [], line("Phish")))).toBe("\u001b[2;1HPhish\u001b[K")
    expect(written(frame(12, before.lines[0] ?? [], line("Phishing", " now")))).toBe("\u001b[2;9H now")
  })

  it("is everything where the size changed", () => {
    expect(written(frame(13, ...before.lines))).toBe(
      "\u001b[H\u001b[J\u001b[1;1H│\u001b[32mNew\u001b[0m│\u001b[K\u001b[2;1HPhishing\u001b[K"
    )
  })
})
