import { countedPeople } from "@incident-teams/api/words/phrase"
import { failureOf } from "../../console/Exchange.ts"
import type { State } from "../../console/State.ts"
import { fieldLine } from "../../keys/Field.ts"
import { cellsOf, clean, fitted } from "../../look/cells.ts"
import { glyphs } from "../../look/glyphs.ts"
import { blank, filled, type Line, line, shortened, span, styled } from "../../look/Line.ts"
import { beside, panelLines, type Size } from "../../look/Panel.ts"
import { prose } from "../../look/prose.ts"
import { placeIn, windowOn } from "../../look/windowed.ts"
import { failureLines } from "../failureLines.ts"
import { bodySize } from "../frame/bodySize.ts"
import { type Found, faultsOf, foundBy, isSearching, leftOut, peopleIn, searchOf } from "./choices.ts"
import type { Focus, Selected, TeamForm } from "./TeamForm.ts"

const labels = 14

const fieldRow = (form: TeamForm, focus: Focus, label: string, width: number): Line => {
  const active = form.focus === focus
  const field = focus === "name" ? form.name : focus === "description" ? form.description : form.search
  return line(
    span(active ? `${glyphs.cursor} ` : "  ", { tone: "accent", bold: true }),
    span(label.padEnd(labels - 2), { bold: active }),
    ...fieldLine(field, Math.max(1, width - labels), active)
  )
}

const listRows = <A>(
  some: ReadonlyArray<A>,
  at: number,
  active: boolean,
  size: Size,
  row: (one: A) => Line
): ReadonlyArray<Line> => {
  const inside = size.columns - 3
  const { from } = windowOn(at - Math.floor((size.rows - 2) / 2), size.rows - 2, at, some.length)
  return some.slice(from, from + size.rows - 2).map((one, index): Line => {
    const under = active && from + index === at
    const cells = line(under ? `${glyphs.cursor} ` : "  ", ...row(one))
    return line(" ", ...(under ? styled(filled(cells, inside - 1), { inverse: true }) : shortened(cells, inside - 1)))
  })
}

/** Cells for the names: as many as the longest takes, if that leaves room for what there is to say about them. */
const nameCells = (some: ReadonlyArray<Selected>, width: number): number =>
  Math.min(Math.max(12, ...some.map(({ principal }) => cellsOf(principal.name) + 1)), Math.floor(width * 0.6))

const foundRow =
  (names: number) =>
  (one: Found): Line => {
    const kind = one.principal.kind === "group" ? "group" : one.guest ? "guest" : ""
    const note = one.already ?? one.warning
    return line(
      fitted(clean(one.principal.name), names),
      ...(one.refusal === undefined ? [] : [span(`${glyphs.failed} ${one.refusal} `, { tone: "danger" })]),
      ...(note === undefined ? [] : [span(`${note} `, { tone: "warning" })]),
      span([kind, one.about].filter((part) => part !== "").join(", "), { tone: "muted" })
    )
  }

const brings = ({ principal, people }: Selected): string => {
  if (principal.kind === "person") return ""
  return people === undefined ? "group, counting its members" : `group, ${countedPeople(people)}`
}

const selectedRow =
  (state: State, names: number) =>
  (one: Selected): Line => {
    const isFavorite = state.known.favorites?.some(({ id }) => id === one.principal.id) === true
    const about =
      one.refusal === undefined
        ? [
            span(`${brings(one)} `, { tone: "muted" }),
            ...(one.warning === undefined ? [] : [span(`! ${one.warning}`, { tone: "warning" })])
          ]
        : [span(`${glyphs.failed} ${one.refusal}`, { tone: "danger" })]
    return line(
      span(`${isFavorite ? glyphs.starred : glyphs.unstarred} `, isFavorite ? { tone: "warning" } : { tone: "muted" }),
      fitted(clean(one.principal.name), names),
      ...about
    )
  }

/** What there is to know about the one under the cursor, in full. */
const aboutCursor = (form: TeamForm, found: ReadonlyArray<Found>, width: number): ReadonlyArray<Line> => {
  const one =
    form.focus === "found"
      ? found[form.foundAt]
      : form.focus === "selected"
        ? form.selected[form.selectedAt]
        : undefined
  const note = one?.refusal ?? one?.warning
  return one === undefined || note === undefined
    ? []
    : prose(`${one.principal.name}: ${note}`, width, { tone: "warning" })
}

const summary = (state: State, form: TeamForm): string => {
  const { people: count, more } = peopleIn(form, form.teamId === undefined ? state.known.me?.id : undefined)
  const out = leftOut(form)
  const left = out.length === 0 ? "" : `; not included: ${out.map(({ principal }) => principal.name).join(", ")}`
  return `${more ? "at least " : ""}${countedPeople(count)}${form.teamId === undefined ? " besides you" : ""}${left}`
}

const button = (state: State, form: TeamForm): Line => {
  const text = form.teamId === undefined ? "[ Create the team ]" : "[ Add to the team ]"
  const active = form.focus === "send"
  return line(
    span(active ? `${glyphs.cursor} ` : "  ", { tone: "accent", bold: true }),
    span(text, active ? { inverse: true, bold: true } : { bold: true }),
    span(`  ${form.sending === undefined ? summary(state, form) : "sending …"}`, { tone: "muted" })
  )
}

const search = (form: TeamForm, found: ReadonlyArray<Found>): string => {
  if (searchOf(form) === "") return "Type the beginning of a name or address."
  if (isSearching(form)) return "Searching …"
  return found.length === 0 ? "No people or groups found." : ""
}

const selectedTitle = "Selected groups and users"

/** The form for a new team, or for more people of one. */
export const formLines = (state: State, form: TeamForm): ReadonlyArray<Line> => {
  const size = bodySize(state.size)
  const incident = state.known.incidents.get(form.incidentId)
  const team = form.teamId === undefined ? undefined : state.known.teams.get(form.teamId)?.value
  const title =
    form.teamId === undefined
      ? `New team for #${incident?.number ?? ""} ${incident?.title ?? ""}`
      : `Add people to ${team?.name ?? "the team"}`
  const inside = { columns: Math.max(1, size.columns - 4), rows: Math.max(0, size.rows - 2) }
  const lines = form.ready ? filledForm(state, form, inside) : waiting(state, form, inside.columns)
  return panelLines({
    title,
    lines: lines.map((one) => line(" ", ...shortened(one, inside.columns))),
    size,
    active: true
  })
}

/** The draft is still loading, or couldn't be read. */
const waiting = (state: State, form: TeamForm, width: number): ReadonlyArray<Line> => {
  const failure = failureOf(state.exchange, { _tag: "DraftTeam", incidentId: form.incidentId })
  return failure === undefined ? prose("Loading …", width, { tone: "muted" }) : failureLines(failure, width)
}

const filledForm = (state: State, form: TeamForm, { columns, rows }: Size): ReadonlyArray<Line> => {
  const team = form.teamId === undefined ? undefined : state.known.teams.get(form.teamId)?.value
  const found = foundBy(form, team)
  const above = [
    ...(form.teamId === undefined
      ? [fieldRow(form, "name", "Name", columns), fieldRow(form, "description", "Description", columns)]
      : []),
    fieldRow(form, "search", "Search", columns)
  ]
  const problems =
    form.failure === undefined
      ? faultsOf(form).flatMap((fault) => prose(`! ${fault}`, columns, { tone: "warning" }))
      : failureLines(form.failure, columns)
  const below = [button(state, form), ...aboutCursor(form, found, columns), ...problems]
  const height = Math.max(3, rows - above.length - below.length)
  const left = Math.floor((columns - 1) / 2)
  const leftSize = { columns: left, rows: height }
  const rightSize = { columns: columns - left - 1, rows: height }
  const hint = search(form, found)
  return [
    ...above,
    ...beside(
      panelLines({
        title: "Found",
        foot: placeIn({ from: 0, size: height - 2 }, found.length),
        lines:
          hint === ""
            ? listRows(found, form.foundAt, form.focus === "found", leftSize, foundRow(nameCells(found, left - 5)))
            : prose(` ${hint}`, left - 2, { tone: "muted" }),
        size: leftSize,
        active: form.focus === "search" || form.focus === "found"
      }),
      left,
      panelLines({
        title: form.selected.length === 0 ? selectedTitle : `${selectedTitle} (${form.selected.length})`,
        lines:
          form.selected.length === 0
            ? [blank]
            : listRows(
                form.selected,
                form.selectedAt,
                form.focus === "selected",
                rightSize,
                selectedRow(state, nameCells(form.selected, rightSize.columns - 7))
              ),
        size: rightSize,
        active: form.focus === "selected"
      })
    ),
    ...below
  ]
}
