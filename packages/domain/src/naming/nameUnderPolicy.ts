import { Result } from "effect"
import {
  affixesOf,
  blockedWordsIn,
  type NamingAttributes,
  type NamingPolicy,
  withAffixes,
  withoutAffixes
} from "../policy/NamingPolicy.ts"
import { isolated, onOneLine } from "../text/visibleText.ts"
import { InvalidTeamName, maximumNameCharacters, type TeamName, teamNameOf } from "./TeamName.ts"

/** A tenant's rules for group names, and those attributes of the creator that they may speak of. */
export interface GroupNaming {
  readonly policy: NamingPolicy
  readonly attributes: NamingAttributes
}

/**
 * What a person typed, as the team will be called under the tenant's naming policy.
 * Refused if blank, if the policy blocks a word in it, or if it is too long with what the policy adds.
 */
export const nameUnderPolicy = (
  { policy, attributes }: GroupNaming,
  text: string
): Result.Result<TeamName, InvalidTeamName> => {
  const affixes = affixesOf(policy, attributes)
  // Cleaned first: a blocked word with an invisible character in it is still that word.
  const chosen = withoutAffixes(affixes, onOneLine(text))
  const blocked = blockedWordsIn(policy, chosen)
  if (blocked.length > 0) {
    return Result.fail(
      new InvalidTeamName({
        field: "name",
        problem: `The tenant's naming policy blocks ${blocked.map((word) => `"${isolated(word)}"`).join(", ")}.`,
        remedy: "Choose a name without it."
      })
    )
  }
  return Result.flatMap(teamNameOf(chosen), (name) =>
    Result.mapError(teamNameOf(withAffixes(affixes, name)), () => {
      const room = maximumNameCharacters - affixes.prefix.length - affixes.suffix.length
      return new InvalidTeamName({
        field: "name",
        problem:
          `The name has ${name.length} characters; the tenant's naming policy adds ` +
          `${maximumNameCharacters - room}, and at most ${maximumNameCharacters} are allowed.`,
        remedy:
          room > 0
            ? `Shorten it to ${room} characters.`
            : "No name is short enough: ask an administrator of the tenant to shorten PrefixSuffixNamingRequirement."
      })
    })
  )
}
