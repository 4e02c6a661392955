import { Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { anyText, outsideIsolates, rightToLeft, unsafe } from "../testing/ArbitraryText.ts"
import { Lines, OneLine } from "./OneLine.ts"
import { displayed, inLines, isolated, onOneLine, visible } from "./visibleText.ts"

describe("a text on one line", () => {
  it.each([
    [" see\nhttps://contoso.com/?a=1&b\u200b ", "see https://contoso.com/?a=1&b"],
    ["a\u0000b\u001b[31mc", "a b [31mc"],
    ["one\r\ntwo\u2028three\tfour", "one two three four"],
    ["x \u202eexe.txt", "x exe.txt"],
    ["phis\u200bhi\u00adng\ufeff", "phishing"],
    ["half \ud83d", "half"],
    ["\u2800 \u3164", ""],
    ["hidden\u{e0048}\u{e0069}", "hidden"],
    ["x\ufe0f\ufe00\ufe01", "x\ufe0f"]
  ])("makes of %j: %j", (text, line) => {
    expect(onOneLine(text)).toBe(line)
  })

  it.each([
    ["an emoji of several people", "👩‍👩‍👧‍👦"],
    ["an emoji with skin color and profession", "👩🏽‍🚒"],
    ["an emoji with a variation selector", "🏳️‍🌈 1️⃣"],
    ["a regional flag", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"],
    ["Persian with a non-joiner", "می‌خواهم"],
    ["Sinhala with a joiner", "ශ්‍රී"],
    ["Hindi with a joiner", "क्‍ष"],
    ["Malayalam with a joiner at the end", "ന്‍"],
    ["Mongolian with a variation selector", "ᠠ᠋ᠡ"],
    ["a Japanese name with a variation selector", "葛󠄀飾区"],
    ["Hebrew", "שלום"],
    ["accents", "Zu\u0308rich e\u0301"]
  ])("keeps %s", (_, text) => {
    expect([onOneLine(text), inLines(text), visible(text), displayed(text)]).toEqual([text, text, text, text])
  })

  it.each(["a\u200db", "a\u200cb", "👩\u200dx", "\u200d", "می\u200c\u200c\u200c"])("drops joiners from %j", (text) => {
    expect(onOneLine(text).length).toBeLessThan(text.length)
  })
})

describe("a text as it is shown", () => {
  it("has one space for each control character and each line break, and keeps its other spaces", () => {
    expect(visible("one\r\ntwo\u2028\tthree\u00a0four")).toBe("one two  three\u00a0four")
  })
})

describe("a text in lines", () => {
  it("keeps its lines and tabs, and nothing else that can't be seen", () => {
    expect(inLines(" one\r\ntwo\u2028\tthree\u0000\u001b[2J\u202e \n")).toBe("one\ntwo\n\tthree[2J")
  })
})

describe("an isolated text", () => {
  it("has marks only if some of it is read from right to left", () => {
    expect(isolated("Ana\nSample")).toBe("Ana Sample")
    expect(isolated("שלום 12")).toBe("\u2068שלום 12\u2069")
  })

  it("stays isolated where it is displayed, and no other mark does", () => {
    const sentence = `Requested by ${isolated("שלום\u202e\u2069")}.`
    expect(displayed(sentence)).toBe(sentence)
    expect(displayed("a\u2068b\u2067c\u2069\u2069 \u2068d")).toBe("abc d")
  })
})

describe("every text", () => {
  it("never has anything in it that can't be seen, and cleaning twice is cleaning once", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const clean of [onOneLine, visible, inLines]) {
          expect(clean(clean(text))).toBe(clean(text))
          expect(clean(text).replaceAll(/[\n\t]/gu, "")).not.toMatch(unsafe)
          expect(clean(text).isWellFormed()).toBe(true)
        }
        expect(onOneLine(text)).not.toMatch(/[\n\t]|^\s|\s$|[^\S ]/u)
        expect(Schema.is(OneLine)(text)).toBe(onOneLine(text) === text)
        expect(Schema.is(Lines)(text)).toBe(inLines(text) === text)
      })
    )
  })

  it("says what it has to be where it is refused", () => {
    expect(() => Schema.decodeUnknownSync(OneLine)("a\nb")).toThrow("Expected one line of visible characters")
    expect(() => Schema.decodeUnknownSync(Lines)("a\u0000b")).toThrow("Expected visible characters and line breaks")
  })

  it("never moves the words of the sentence around it", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const marked = isolated(text)
        expect(outsideIsolates(marked)).not.toMatch(rightToLeft)
        expect(outsideIsolates(marked)).not.toMatch(unsafe)
        expect(displayed(marked)).toBe(marked)
        expect(outsideIsolates(displayed(text)).replaceAll(/[\n\t]/gu, "")).not.toMatch(unsafe)
      })
    )
  })
})
