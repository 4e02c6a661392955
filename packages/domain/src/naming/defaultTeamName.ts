import { Result } from "effect"
import type { Incident } from "../incident/Incident.ts"
import { affixesOf, blockedWordsIn, noNamingPolicy, withAffixes } from "../policy/NamingPolicy.ts"
import { shortenTo } from "./graphemes.ts"
import type { GroupNaming } from "./nameUnderPolicy.ts"
import { cleanName, comfortableNameCharacters, TeamName, teamNameOf } from "./TeamName.ts"

/**
 * The default name of a team: the incident's number and title ("INC-1042 Phishing: …" less
 * the colon), cleaned and cut, with what the tenant's naming policy wants around it. Always valid.
 *
 * The number alone is left where the policy blocks a word of the title. A policy whose affixes fill the whole name
 * leaves no room even for that; it is then disregarded, as the platform doesn't hold applications to it.
 *
 * `neutral`: the number alone, as every member of the tenant may read a group's name.
 */
export const defaultTeamName = (
  incident: Pick<Incident, "number" | "title">,
  { policy, attributes }: GroupNaming = { policy: noNamingPolicy, attributes: {} },
  neutral = false
): TeamName => {
  const number = `INC-${incident.number}`
  const affixes = affixesOf(policy, attributes)
  const room = comfortableNameCharacters - affixes.prefix.length - affixes.suffix.length - number.length - 1
  const full = neutral ? number : `${number} ${shortenTo(cleanName(incident.title), room)}`.trimEnd()
  const chosen = blockedWordsIn(policy, full).length === 0 ? full : number
  return Result.getOrElse(teamNameOf(withAffixes(affixes, chosen)), () => TeamName.make(number))
}
