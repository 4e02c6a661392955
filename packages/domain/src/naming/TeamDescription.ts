import { Result, Schema } from "effect"
import { Lines } from "../text/OneLine.ts"
import { inLines } from "../text/visibleText.ts"

/** Graph: team.description has at most 1,024 characters. */
export const maximumDescriptionCharacters = 1_024
const maximum = maximumDescriptionCharacters.toLocaleString("en-US")

/** A team's description as the platform takes it; may be empty. */
export const TeamDescription = Lines.check(Schema.isMaxLength(maximumDescriptionCharacters)).pipe(
  Schema.brand("TeamDescription")
)
export type TeamDescription = typeof TeamDescription.Type

/** Refused: the platform can't take this description. */
export class InvalidTeamDescription extends Schema.TaggedError<InvalidTeamDescription>()("InvalidTeamDescription", {
  field: Schema.Literal("description"),
  problem: Schema.String,
  remedy: Schema.String
}) {
  override get message(): string {
    return `${this.field}: ${this.problem} ${this.remedy}`
  }
}

/** What a person typed, in its lines and without what nobody sees; a blank one is an empty one. */
export const teamDescriptionOf = (text: string): Result.Result<TeamDescription, InvalidTeamDescription> => {
  const description = inLines(text)
  return description.length <= maximumDescriptionCharacters
    ? Result.succeed(TeamDescription.make(description))
    : Result.fail(
        new InvalidTeamDescription({
          field: "description",
          problem:
            `The description has ${description.length.toLocaleString("en-US")} characters;` +
            ` at most ${maximum} are allowed.`,
          remedy: `Shorten it to ${maximum} characters.`
        })
      )
}
