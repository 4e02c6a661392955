/** What Unicode shows nothing for, or what turns the reading direction of its neighbors; read with the rules below. */
const unseen = String.raw`\p{Default_Ignorable_Code_Point}\p{Cs}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB`

/** Scripts that are spelled with the joiners U+200C and U+200D: Persian "می‌خواهم", Sinhala "ශ්‍රී". */
const joiningScripts = (
  "Arabic Syriac Mongolian Nko Mandaic Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam " +
  "Sinhala Myanmar Khmer Tibetan"
)
  .split(" ")
  .map((script) => String.raw`\p{Script_Extensions=${script}}`)
  .join("")

/**
 * The invisible characters that belong to what is seen: a joiner after a character of a script that uses them, the joiner
 * within an emoji sequence, one variation selector after a character, the tags of a regional flag. A second one in a row
 * shows nothing and could carry a hidden message.
 */
const meaningful = [
  String.raw`(?<=(?![${unseen}])[${joiningScripts}])[\u200C\u200D]`,
  String.raw`(?<=\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?)\u200D(?=\p{Extended_Pictographic})`,
  String.raw`(?<=[^\s\p{Cc}\u2800${unseen}])\p{Variation_Selector}`,
  String.raw`(?<=\u{1F3F4})[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F}`
].join("|")

const invisible = new RegExp(`(${meaningful})|[${unseen}]`, "gu")

/** What moves to another place, or makes a terminal or a parser do something, instead of being shown. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}]/gu
const blanks = /[\s\p{Cc}\u2800]+/gu
const lineBreaks = /\r\n|[\n-\r\u0085\u2028\u2029]/gu

/** Most texts need no work, and looking is much faster than replacing. */
const isPlain = (text: string): boolean => /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f]*$/u.test(text)

const withoutInvisible = (text: string): string => text.replaceAll(invisible, "$1")

/**
 * The text without what nobody sees: control characters, halves of surrogate pairs, characters without a shape, and
 * those that turn the writing direction, with which an attacker's text can pretend to be another one. Each control
 * character, line breaks included, becomes a space; other spaces stay. Emoji and the scripts that need joiners keep them.
 */
export const visible = (text: string): string =>
  isPlain(text) ? text : withoutInvisible(text.replaceAll("\r\n", " ").replaceAll(controls, " "))

/**
 * The visible text, with one space in place of each line break, tab or other wide blank, and none at its ends. Several
 * ordinary spaces stay: a tenant's naming policy may ask for them.
 */
export const onOneLine = (text: string): string =>
  isPlain(text)
    ? text.trim()
    : withoutInvisible(text.replaceAll(blanks, (run) => (/^ +$/u.test(run) ? run : " "))).trim()

/** The visible text in its own lines (`\n`), tabs and spaces as they are. */
const visibleLines = (text: string): string =>
  isPlain(text)
    ? text
    : withoutInvisible(
        text.replaceAll(lineBreaks, "\n").replaceAll(controls, (one) => (one === "\n" || one === "\t" ? one : ""))
      )

/** The visible text in its own lines, without space at its ends. */
export const inLines = (text: string): string => visibleLines(text).trim()

/** Letters that are read from right to left: Hebrew, Arabic and the scripts beside them. */
const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u

/** Whether some of a text is read from right to left, so that it can move what stands beside it. */
export const readsRightToLeft = (text: string): boolean => rightToLeft.test(text)

/**
 * Text from elsewhere within a sentence of ours: on one line and, where some of it is read from right to left, between
 * the marks U+2068 and U+2069, so that it doesn't move the words around it. Other texts have no marks, so that most
 * sentences stay as people search for them.
 */
export const isolated = (text: string): string => {
  const line = onOneLine(text)
  return readsRightToLeft(line) ? `\u2068${line}\u2069` : line
}

/** A text as it is displayed: visible, in its own lines, and what `isolated` marked in it still marked. */
export const displayed = (text: string): string =>
  isPlain(text)
    ? text
    : text
        .split(/\u2068([^\u2066-\u2069\p{Zl}\p{Zp}\p{Cc}]*)\u2069/u)
        .map((part, index) => (index % 2 === 0 ? visibleLines(part) : `\u2068${visibleLines(part)}\u2069`))
        .join("")
