import { isolated, visible } from "@incident-teams/domain/text/visibleText"

/** A text from anywhere as a terminal may show it: one line, with nothing in it that can't be seen or that moves anything. */
export const visibleText = (text: string): string => visible(text)

/** `1 alert`, `3 alerts`, `2 mailboxes`, `1,200 people`. */
export const counted = (count: number, singular: string, plural = `${singular}s`): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? singular : plural}`

/** `5 minutes`, `30 seconds`: whole minutes where there are some. */
export const durationText = (millis: number): string => {
  const minutes = Math.round(millis / 60_000)
  return minutes > 0 ? counted(minutes, "minute") : counted(Math.ceil(millis / 1_000), "second")
}

/** `1 person`, `3 people`. */
export const countedPeople = (count: number): string => counted(count, "person", "people")

/**
 * `text` on one line with a period, unless it ends like a sentence already: reasons come from elsewhere, with and without
 * one, and don't move the words around them.
 */
export const sentence = (text: string): string => {
  const line = isolated(text)
  return line === "" || /[.!?…]\u2069?$/u.test(line) ? line : `${line}.`
}

/** `Ana, Ben, and Chloe`. */
export const listed = (parts: ReadonlyArray<string>): string =>
  new Intl.ListFormat("en-US", { type: "conjunction" }).format(parts)

/** The first few names and how many more there are: `Ana, Ben, and 4 others`. */
export const namesOf = (names: ReadonlyArray<string>, atMost = 3): string => {
  const more = names.length - atMost
  // One name takes no more room than "1 other".
  const isolatedNames = names.map(isolated)
  const shown = more <= 1 ? isolatedNames : [...isolatedNames.slice(0, atMost), `${more} others`]
  return listed(shown)
}

/** An identifier of Sentinel or Graph as people write it: `InitialAccess` is `Initial access`. */
export const readable = (identifier: string): string => {
  const spaced = identifier.replaceAll(/([a-z])([A-Z])/gu, "$1 $2").toLowerCase()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}
