import { Result, Schema } from "effect"
import { OneLine } from "../text/OneLine.ts"
import { onOneLine } from "../text/visibleText.ts"

/** Graph: group.displayName has at most 256 characters. */
export const maximumNameCharacters = 256

/** The Teams client and SharePoint, whose site takes the name, become awkward beyond this. */
export const comfortableNameCharacters = 120

/** What a SharePoint site title doesn't take well. */
const awkward = /[#%&*:<>?/\\{|}]/gu

/** A team's name as the platform takes it: one line that isn't blank, at most 256 characters. */
export const TeamName = OneLine.check(
  Schema.makeFilter((name) => (name === "" ? "Expected a name that isn't blank" : undefined)),
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

/** What a person typed, on one line without what nobody sees. Refused only if blank or over the hard limit. */
export const teamNameOf = (text: string): Result.Result<TeamName, InvalidTeamName> => {
  const name = onOneLine(text)
  return Result.fromOption(decode(name), () =>
    name === ""
      ? new InvalidTeamName({
          field: "name",
          problem: "The name is blank.",
          remedy: "Type a name."
        })
      : new InvalidTeamName({
          field: "name",
          problem: `The name has ${name.length.toLocaleString("en-US")} characters; at most ${maximumNameCharacters} are allowed.`,
          remedy: `Shorten it to ${maximumNameCharacters} characters.`
        })
  )
}

/** The text without what a site title doesn't take well. May be empty. Cleaning twice changes nothing. */
export const cleanName = (text: string): string =>
  // Last: what nobody sees may stand between two spaces.
  onOneLine(text.replaceAll(awkward, " ")).replaceAll(/ +/gu, " ")
