import { Schema } from "effect"
import { type SettingValue, settingOf } from "./SettingValue.ts"

/** Attributes of the person who creates a group that a naming policy may name; anything else is plain text. */
export const NamingAttribute = Schema.Literals([
  "Department",
  "Company",
  "Office",
  "StateOrProvince",
  "CountryOrRegion",
  "Title"
])
export type NamingAttribute = typeof NamingAttribute.Type

/** What the directory says of them; an attribute that isn't filled in is left blank in the name. */
export type NamingAttributes = { readonly [attribute in NamingAttribute]?: string }

/**
 * The tenant's naming policy for Microsoft 365 groups (Microsoft Learn, "Microsoft 365 groups naming policy").
 * Microsoft holds people to it, not applications, though some tenants do; as we create for people, we ask beforehand.
 */
export const NamingPolicy = Schema.Struct({
  /** `PrefixSuffixNamingRequirement`, such as `GRP_[GroupName]_[Department]`; empty: none. */
  pattern: Schema.String,
  /** Case doesn't matter. */
  blockedWords: Schema.Array(Schema.String)
})
export type NamingPolicy = typeof NamingPolicy.Type

export const noNamingPolicy: NamingPolicy = { pattern: "", blockedWords: [] }

/** The policy in the values of the tenant's `Group.Unified` setting. */
export const namingPolicyOf = (values: ReadonlyArray<SettingValue>): NamingPolicy => ({
  pattern: settingOf(values, "PrefixSuffixNamingRequirement"),
  blockedWords: settingOf(values, "CustomBlockedWordsList")
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "")
})

const groupName = "[GroupName]"
const isNamingAttribute = Schema.is(NamingAttribute)

const filledIn = (text: string, attributes: NamingAttributes): string =>
  text.replaceAll(/\[(?<name>[A-Za-z]+)\]/gu, (whole: string, name: string) =>
    isNamingAttribute(name) ? (attributes[name] ?? "").trim() : whole
  )

/** What a policy puts around every name of one person's groups. */
export interface Affixes {
  readonly prefix: string
  readonly suffix: string
}

/** A pattern without the group's name is all prefix. Blanks at the name's ends would be lost, so they are no part. */
export const affixesOf = (policy: NamingPolicy, attributes: NamingAttributes): Affixes => {
  const [before = "", ...after] = policy.pattern.split(groupName)
  return {
    prefix: filledIn(before, attributes).trimStart(),
    suffix: filledIn(after.join(groupName), attributes).trimEnd()
  }
}

/** The name that a person chose, without the affixes if it has them. */
export const withoutAffixes = ({ prefix, suffix }: Affixes, name: string): string =>
  name.length >= prefix.length + suffix.length && name.startsWith(prefix) && name.endsWith(suffix)
    ? name.slice(prefix.length, name.length - suffix.length)
    : name

/**
 * The name with its affixes, as Outlook adds them for people, so that nobody need type them.
 * A name that has them already stays: adding twice changes nothing.
 */
export const withAffixes = (affixes: Affixes, name: string): string =>
  `${affixes.prefix}${withoutAffixes(affixes, name)}${affixes.suffix}`

const isWordCharacter = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character)

const holdsWord = (text: string, word: string): boolean => {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isWordCharacter(text[at - 1]) && !isWordCharacter(text[at + word.length])) return true
  }
  return false
}

/**
 * The blocked words and phrases in a name. Whole words only: blocking "lass" leaves "class" alone (same source).
 * Asked of the name that a person chose, before prefix and suffix, which are the admin's own words.
 */
export const blockedWordsIn = (policy: NamingPolicy, name: string): ReadonlyArray<string> =>
  policy.blockedWords.filter((word) => holdsWord(name.toLowerCase(), word.toLowerCase()))
