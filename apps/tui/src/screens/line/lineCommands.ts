import type { State } from "../../console/State.ts"
import { step, type Step } from "../../console/Step.ts"
import type { Binding } from "../../keys/Binding.ts"
import { fieldOf } from "../../keys/Field.ts"
import { rankOf } from "../grid/fuzzy.ts"
import { type Shows, sortColumns } from "../grid/Grid.ts"
import { show } from "../grid/gridBindings.ts"
import { openPane } from "../incident/openPane.ts"

/** A command of the command line. */
export interface LineCommand {
  readonly word: string
  /** The possible arguments. */
  readonly takes: ReadonlyArray<string>
  readonly does: string
  readonly refusal: string | undefined
  readonly run: (argument: string) => Step | string
}

/** Closes whatever is open: these are about the list. */
const onGrid = (state: State): State => ({ ...state, above: [] })

const sortBy =
  (state: State) =>
  (argument: string): Step | string => {
    const [column = "", ...rest] = argument.split(/\s+/u)
    const order = rest.join(" ")
    const by = sortColumns.find((one) => one === column)
    if (by === undefined) return `There is no column "${column}". Columns: ${sortColumns.join(", ")}.`
    if (!["", "asc", "desc"].includes(order)) return `There is no order "${order}". Enter asc or desc.`
    return step({ ...onGrid(state), grid: { ...state.grid, sort: { by, descending: order === "desc" }, from: 0 } })
  }

const isShows = (word: string): word is Shows => word === "open" || word === "closed" || word === "all"

const aboutList = (state: State): ReadonlyArray<LineCommand> => [
  {
    word: "sort",
    takes: sortColumns,
    does: "sort the list by a column; add desc for descending order",
    refusal: undefined,
    run: sortBy(state)
  },
  {
    word: "status",
    takes: ["open", "closed", "all"],
    does: "show open, closed or all incidents",
    refusal: undefined,
    run: (argument) => (isShows(argument) ? show(onGrid(state), argument) : "Enter open, closed or all.")
  },
  {
    word: "filter",
    takes: [],
    does: "filter the list",
    refusal: undefined,
    run: (argument) => step({ ...onGrid(state), grid: { ...state.grid, filter: fieldOf(argument), from: 0 } })
  }
]

/** How to load incidents that the list doesn't show. */
const loadOthers: Record<Shows, string> = {
  open: " Press f in the list to load closed ones.",
  closed: " Press f in the list to load open ones.",
  all: ""
}

/** An incident by its number. */
const byNumber = (state: State, typed: string): LineCommand | undefined => {
  const number = /^#?(\d{1,9})$/u.exec(typed)?.[1]
  if (number === undefined) return undefined
  const incident = [...state.known.incidents.values()].find(
    (one) => String(one.number) === number && one.id.startsWith(`${state.workspace ?? ""}~`)
  )
  return {
    word: typed,
    takes: [],
    does: incident === undefined ? "open an incident by its number" : `show #${number} ${incident.title}`,
    refusal:
      incident === undefined
        ? `Incident ${number} isn't among the loaded incidents.${loadOthers[state.grid.shows]}`
        : undefined,
    run: () => (incident === undefined ? step(state) : openPane(onGrid(state), incident.id))
  }
}

/** Every command that works here: those of the keys of the screen below, by their words, and those of the list. */
export const lineCommands = (state: State, bindings: ReadonlyArray<Binding>): ReadonlyArray<LineCommand> => {
  const list = aboutList(state)
  const own = new Set(list.map(({ word }) => word))
  return [
    ...bindings.flatMap(({ word, does, refusal, press }) =>
      word === undefined || own.has(word) ? [] : [{ word, takes: [], does, refusal, run: press }]
    ),
    ...list
  ]
}

export interface Suggestion extends LineCommand {
  /** The line once the suggestion is accepted. */
  readonly text: string
}

/** How the line can be completed, best match first. */
export const suggestionsFor = (
  state: State,
  bindings: ReadonlyArray<Binding>,
  typed: string
): ReadonlyArray<Suggestion> => {
  const [word = "", ...rest] = typed.trimStart().toLowerCase().split(/\s+/u)
  const commands = lineCommands(state, bindings)
  const exact = commands.find((one) => one.word === word)
  if (exact !== undefined && exact.takes.length > 0) {
    const begun = rest.join(" ")
    const fits = exact.takes.filter((one) => one.startsWith(begun))
    return (fits.length > 0 ? fits : [begun]).map((one) => ({ ...exact, text: `${exact.word} ${one}` }))
  }
  if (exact !== undefined) return [{ ...exact, text: typed.trim() }]
  const incident = byNumber(state, word)
  if (incident !== undefined) return [{ ...incident, text: word }]
  return commands
    .flatMap((one) => {
      const rank = word === "" ? 0 : rankOf(`${one.word} ${one.does}`.toLowerCase(), [word])
      const begins = one.word.startsWith(word) ? 0 : 1
      const later = one.refusal === undefined ? 0 : 100
      return rank === undefined ? [] : [{ one, order: later + begins * 10 + rank }]
    })
    .toSorted((left, right) => left.order - right.order)
    .map(({ one }) => ({ ...one, text: one.takes.length > 0 ? `${one.word} ` : one.word }))
}
