import { Schema } from "effect"
import { inLines, onOneLine } from "./visibleText.ts"

/** A text of one line, as it may be shown and sent anywhere. May be empty. */
export const OneLine = Schema.String.check(
  Schema.makeFilter((text) => text === onOneLine(text) || "Expected one line of visible characters")
).pipe(Schema.brand("OneLine"))
export type OneLine = typeof OneLine.Type

/** A text of any number of lines, as it may be shown and sent anywhere. May be empty. */
export const Lines = Schema.String.check(
  Schema.makeFilter((text) => text === inLines(text) || "Expected visible characters and line breaks")
).pipe(Schema.brand("Lines"))
export type Lines = typeof Lines.Type
