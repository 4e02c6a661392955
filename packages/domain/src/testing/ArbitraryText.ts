import * as fc from "fast-check"

/** Pieces with which a text pretends to be another one, breaks out of its line, or drives a terminal. */
const hostile = fc.constantFrom(
  ..."\u0000 \u001b[31m \u0007 \u007f \u009b2J \r\n \n \t \u0085 \u2028 \u2029 \u202e \u202a \u2066 \u2067 \u2068 \u2069".split(
    " "
  ),
  ..."\u200b \u200c \u200d \u200e \u200f \u061c \u00ad \u2060 \ufeff \ufe0f \u180b \u17b4 \ud83d \udc00 \ufffe \ufff9".split(
    " "
  ),
  "\u{e0041}",
  "\u{e007f}",
  "\u{e0100}",
  "\u2800",
  "</bdi><script>",
  "https://evil.example/"
)

const ordinary = fc.constantFrom(
  "Phishing",
  " ",
  ".",
  "12",
  "שלום",
  "مرحبا",
  "می\u200cخواهم",
  "ශ්\u200dරී",
  "👩\u200d👩\u200d👧",
  "🏳\ufe0f\u200d🌈",
  "🏴",
  "漢字",
  "e\u0301"
)

/** What people type or paste, and what attackers put into titles and names. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.oneof(hostile, ordinary), { maxLength: 12 }).map((pieces) => pieces.join("")) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) }
)

/** What must not be in a text that leaves us, unless `isolated` put it there. */
export const unsafe =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/u

/** A text without its isolated parts. */
export const outsideIsolates = (text: string): string => text.replaceAll(/\u2068[^\u2068\u2069]*\u2069/gu, "")

/** Letters that move the words around them, unless they are isolated. */
export const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}]/u
