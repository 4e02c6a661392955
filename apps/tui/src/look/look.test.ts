import fc from "fast-check"
import stringWidth from "string-width"
import { describe, expect, it } from "vitest"
import { agoOf, lastingOf, momentLength, momentOf } from "./agoOf.ts"
import { cellsOf, clean, cut, fitted, slicedText, steady } from "./cells.ts"
import { asciiOf, glyphs, showsUnicode } from "./glyphs.ts"
import { placeIn, windowOn } from "./windowed.ts"
import { wrapped } from "./wrapped.ts"

/** Anything that may come in a title: wide and combining characters, control sequences, changes of direction. */
const anyText = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "\u001b[2J\u001b[H",
    "\u001b]52;c;QQ==\u0007",
    "\u202egnp.exe",
    "phis\u200bhi\u00adng",
    "漢字のタイトル",
    "👩‍👩‍👧‍👦 家族",
    "é́",
    "a\r\nb\tc"
  )
)
const someWidth = fc.integer({ min: 0, max: 40 })

describe("a moment", () => {
  it("names its time zone, as every zone does", () => {
    const at = Date.UTC(2026, 2, 31, 12, 5)
    const minutes = -new Date(at).getTimezoneOffset()
    const zone =
      minutes === 0
        ? "UTC"
        : /GMT(.*)/u.exec(new Intl.DateTimeFormat("en-US", { timeZoneName: "longOffset" }).format(at))?.[1]
    expect(momentOf(at)).toMatch(/^2026-0[34]-\d\d \d\d:\d\d (?:UTC|[+-]\d\d:\d\d)$/u)
    expect(momentOf(at).endsWith(` ${zone}`)).toBe(true)
    expect(momentOf(at).length).toBeLessThanOrEqual(momentLength)
  })
})

describe("text that comes from anywhere", () => {
  it("never keeps what moves the cursor, changes the direction or breaks the line", () =>
    fc.assert(
      fc.property(anyText, (text) => {
        expect(clean(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029\u200b\u00ad]/u)
      })
    ))

  it("always takes exactly the cells that it is given", () =>
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), fc.constantFrom("left", "right"), (text, width, align) => {
        expect(cellsOf(fitted(clean(text), width, align))).toBe(width)
        expect(cellsOf(cut(clean(text), width))).toBeLessThanOrEqual(width)
      })
    ))

  it("is always measured alike, by the quick way and by string-width", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom(...Object.values(glyphs)),
            fc.string({ unit: fc.integer({ min: 0x20, max: 0x24f }).map((code) => String.fromCodePoint(code)) })
          )
        ),
        (parts) => {
          const text = clean(parts.join(""))
          expect(cellsOf(text)).toBe(stringWidth(text))
        }
      )
    ))

  it("is always the same when it is put together again from two parts", () =>
    fc.assert(
      fc.property(anyText, someWidth, (text, at) => {
        const whole = clean(text)
        const parts = [slicedText(whole, 0, at), slicedText(whole, at, Number.MAX_SAFE_INTEGER)]
        expect(cellsOf(parts.join(""))).toBe(cellsOf(whole))
      })
    ))

  it.each([
    ["👍🏽 ok", "👍 ok"],
    ["👩‍👩‍👧‍👦 family", "👩 family"],
    ["❤️", "❤"],
    ["🇩🇪", "DE"],
    ["1️⃣ first", "1 first"],
    ["e\u0301", "é"],
    ["漢字 🚨", "漢字 🚨"]
  ])("has signs of the same width on every terminal: %s", (text, shown) => expect(steady(text)).toBe(shown))

  it("is cut with a mark, and aligned", () => {
    expect(fitted("Phishing", 5)).toBe("Phis…")
    expect(fitted("42", 5, "right")).toBe("   42")
    expect(fitted("漢字漢字", 4)).toBe("漢… ")
  })
})

describe("a text over several lines", () => {
  it("never has a line that is too wide, and loses no letter", () =>
    fc.assert(
      fc.property(anyText, fc.integer({ min: 8, max: 40 }), (text, width) => {
        const lines = wrapped(text, width)
        for (const one of lines) expect(cellsOf(one)).toBeLessThanOrEqual(width)
        const letters = (all: string): string => clean(all).replaceAll(/\s/gu, "")
        expect(letters(lines.join(""))).toBe(letters(text))
      })
    ))

  it("breaks between words, and an address that is too long within", () => {
    expect(wrapped("Mails to finance with a link", 12)).toEqual(["Mails to", "finance with", "a link"])
    expect(wrapped("see https://teams.example/abc now", 10)).toEqual(["see", "https://te", "ams.exampl", "e/abc now"])
    expect(wrapped("one\n\ntwo", 10)).toEqual(["one", "", "two"])
  })
})

describe("a window on a long list", () => {
  it("always shows the cursor, and never goes past an end", () =>
    fc.assert(
      fc.property(
        fc.nat(500),
        fc.integer({ min: 1, max: 60 }),
        fc.nat(499),
        fc.integer({ min: 1, max: 500 }),
        (before, size, at, total) => {
          const cursor = Math.min(at, total - 1)
          const { from } = windowOn(before, size, cursor, total)
          expect(from).toBeGreaterThanOrEqual(0)
          expect(cursor).toBeGreaterThanOrEqual(from)
          expect(cursor).toBeLessThan(from + size)
          expect(from + Math.min(size, total)).toBeLessThanOrEqual(total)
        }
      )
    ))

  it("says where it is, if there is more", () => {
    expect(placeIn({ from: 20, size: 10 }, 128)).toBe("21-30 of 128")
    expect(placeIn({ from: 0, size: 10 }, 10)).toBe("")
    expect(placeIn({ from: 10, size: 10 }, 20, true)).toBe("11-20 of the first 20")
    expect(placeIn({ from: 0, size: 20 }, 20, true)).toBe("the first 20")
  })
})

describe("a terminal whose locale isn't UTF-8", () => {
  it("always gets ASCII", () =>
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }).map(clean), (text) => {
        expect(asciiOf(text)).toMatch(/^[\x20-\x7e]*$/u)
      })
    ))

  it.each([
    [{}, true],
    [{ LANG: "C" }, false],
    [{ LANG: "C", LC_ALL: "C.UTF-8" }, true]
  ])("is told by the locale that counts most: %o", (environment, unicode) =>
    expect(showsUnicode(environment)).toBe(unicode)
  )
})

describe("time", () => {
  const minute = 60_000
  it.each([
    [0, "now"],
    [59 * minute, "59m"],
    [3 * 60 * minute, "3h"],
    [47 * 60 * minute, "47h"],
    [12 * 24 * 60 * minute, "12d"],
    [200 * 24 * 60 * minute, "6mo"],
    [800 * 24 * 60 * minute, "2y"]
  ])("%d ms ago is %s", (passed, words) => expect(agoOf(1_000, 1_000 + passed)).toBe(words))

  it("that passed is told in the two largest units", () => {
    expect(lastingOf(4_900)).toBe("4 s")
    expect(lastingOf(130_000)).toBe("2 min 10 s")
    expect(lastingOf(3 * 3_600_000 + 5 * minute)).toBe("3 h 5 min")
  })
})
