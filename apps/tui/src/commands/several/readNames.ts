import { Effect, Stdio, Stream } from "effect"
import { CommandFailure } from "../CommandFailure.ts"

/** In place of a name: the names are on standard input. */
const onStdin = "-"

/** Whether the result is a list. `-` always gives one, however long its list is: a script knows the form in advance. */
export const areSeveral = (given: ReadonlyArray<string>): boolean => given.length > 1 || given[0] === onStdin

/** To the end of the line. `#1042` is no comment but a number with a mark, or a line that someone meant to leave out. */
const comment = /(?:^|\s)#(?!\d).*$/gmu

const noNames = new CommandFailure({
  ending: "usage",
  type: "nothing-named",
  title: "Empty list",
  detail: "Standard input contains no number or id.",
  remedy: "Write one number or id per line. Nothing was changed."
})

const isUnclear = (name: string) =>
  new CommandFailure({
    ending: "usage",
    type: "ambiguous-name",
    title: "Number or comment",
    detail: `"${name}" on standard input can be an incident or a comment.`,
    remedy: `Write ${name.slice(1)} for the incident, or "# ${name.slice(1)}" for a comment. Nothing was changed.`
  })

/** The names in a text, separated by blanks or lines, without comments. Fails before anything is changed. */
export const namesIn = (text: string): Effect.Effect<ReadonlyArray<string>, CommandFailure> => {
  const names = text
    .replaceAll(comment, "")
    .split(/\s+/u)
    .filter((name) => name !== "")
  const unclear = names.find((name) => name.startsWith("#"))
  if (unclear !== undefined) return Effect.fail(isUnclear(unclear))
  return names.length === 0 ? Effect.fail(noNames) : Effect.succeed(names)
}

const unreadable = () =>
  new CommandFailure({
    ending: "usage",
    type: "nothing-named",
    title: "No list",
    detail: "Standard input can't be read.",
    remedy: 'Send a list to the command, or give the numbers or ids instead of "-". Nothing was changed.'
  })

/** The names that are given, with those on standard input in place of `-`, and each once. */
export const readNames = Effect.fnUntraced(function* (given: ReadonlyArray<string>) {
  if (!given.includes(onStdin)) return [...new Set(given)]
  const { stdin } = yield* Stdio.Stdio
  const text = yield* stdin.pipe(Stream.decodeText, Stream.mkString, Effect.mapError(unreadable))
  const read = yield* namesIn(text)
  return [...new Set(given.flatMap((name) => (name === onStdin ? read : name)))]
})
