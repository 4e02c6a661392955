import { Result, Schema } from "effect"

/** Something worth changing that is no reason to refuse. */
export const Advice = Schema.Struct({ problem: Schema.String, remedy: Schema.String })
export type Advice = typeof Advice.Type

/** Graph: group.displayName has at most 256 characters. */
export const maximumNameCharacters = 256

/** The Teams client and SharePoint, whose site takes the name, become awkward beyond this. */
export const comfortableNameCharacters = 120

/** What a SharePoint site title doesn't take well. */
const awkward = /[#%&*:<>?/\\{|}]/gu

/** Line breaks, tabs and other controls. */
const breaks = /[\p{Cc}\p{Zl}\p{Zp}]/gu

/**
 * Invisible characters: halves of surrogate pairs, characters without a shape, and those that turn the writing direction
 * round, with which an attacker's title can pretend to be another one. The joiner U+200D isn't among them, as it
 * holds emoji together.
 */
const hidden = /[\p{Cs}\u00AD\u061C\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/gu

/** Nothing of it can be seen. */
const isBlank = (text: string): boolean => onOneLine(text) === ""

/** A team's name as the platform takes it: not blank, at most 256 characters. */
export const TeamName = Schema.String.check(
  Schema.makeFilter((name) => (isBlank(name) ? "Expected a name that isn't blank" : undefined)),
  Schema.isMaxLength(maximumNameCharacters)
).pipe(Schema.brand("TeamName"))
export type TeamName = typeof TeamName.Type

/** Refused: the platform can't take this name. */
export class InvalidTeamName extends Schema.TaggedError<InvalidTeamName>()("InvalidTeamName", {
  field: Schema.Literal("name"),
  problem: Schema.String,
  remedy: Schema.String
}) {
  override get message(): string {
    return `${this.field}: ${this.problem} ${this.remedy}`
  }
}

const decode = Schema.decodeOption(TeamName)

/** What a person typed, blanks around it taken off. Refused only if blank or over the hard limit. */
export const teamNameOf = (text: string): Result.Result<TeamName, InvalidTeamName> => {
  const name = text.trim()
  return Result.fromOption(decode(name), () =>
    isBlank(name)
      ? new InvalidTeamName({
          field: "name",
          problem: "The name is blank.",
          remedy: "Type one, or leave it out: the incident's number and title are the default."
        })
      : new InvalidTeamName({
          field: "name",
          problem: `The name has ${name.length} characters; the platform takes at most ${maximumNameCharacters}.`,
          remedy: `Shorten it by ${name.length - maximumNameCharacters} or more.`
        })
  )
}

/** What would be better about a name that is allowed. */
export const adviceOnName = (name: TeamName): ReadonlyArray<Advice> => {
  const found = [...new Set(name.match(awkward))]
  return [
    ...(name.length > comfortableNameCharacters
      ? [
          {
            problem: `The name has ${name.length} characters, and Teams shows only the beginning of long ones.`,
            remedy: `Keep to ${comfortableNameCharacters}.`
          }
        ]
      : []),
    ...(found.length > 0
      ? [
          {
            problem: `The name holds ${found.join(" ")}, which the team's SharePoint site may not take as it is.`,
            remedy: "Leave these characters out."
          }
        ]
      : []),
    ...(name.search(breaks) >= 0 || name.search(hidden) >= 0
      ? [
          {
            problem: "The name holds characters that can't be seen, such as line breaks or direction marks.",
            remedy: "Type it instead of pasting it."
          }
        ]
      : [])
  ]
}

/** The text on one line, without what nobody sees, and with single blanks. */
export const onOneLine = (text: string): string =>
  text.replaceAll(hidden, "").replaceAll(breaks, " ").replaceAll(/\s+/gu, " ").trim()

/** The text without what `adviceOnName` warns of, except its length. May be empty. Cleaning twice changes nothing. */
export const cleanName = (text: string): string => onOneLine(text.replaceAll(awkward, " "))
