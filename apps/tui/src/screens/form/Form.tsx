import { countedPeople } from "@incident-teams/api/words/phrase"
import { Box, useIsScreenReaderEnabled } from "ink"
import type { ReactNode } from "react"
import { failureOf } from "../../console/Exchange.ts"
import type { State } from "../../console/State.ts"
import { cellsOf, clean, fitted } from "../../look/cells.ts"
import { glyphs } from "../../look/glyphs.ts"
import { type Line, line, type Span, span } from "../../look/Line.ts"
import { Panel } from "../../look/Panel.tsx"
import { prose } from "../../look/prose.ts"
import type { Size } from "../../look/Size.ts"
import { Lines, Rows, StyledLine } from "../../look/Styled.tsx"
import { placeIn, windowOn } from "../../look/windowed.ts"
import { Input } from "../dialogs/Dialog.tsx"
import { failureLines } from "../failureLines.ts"
import { bodySize, insideOf } from "../frame/bodySize.ts"
import type { ScreenKind, ViewProps } from "../ScreenKind.ts"
import { isFavorite } from "../starring.ts"
import {
  type Found,
  faultsOf,
  foundBy,
  isCut,
  isSearching,
  leftOut,
  peopleIn,
  searchFailure,
  searchOf
} from "./choices.ts"
import { formBindings, formTyping } from "./formBindings.ts"
import type { Selected, TeamForm } from "./TeamForm.ts"

interface ListProps<A> {
  readonly title: string
  readonly of: ReadonlyArray<A>
  /** There may be more than these. */
  readonly cut?: boolean
  readonly row: (one: A) => Line
  /** Which of them the cursor is on, if it is in this list. */
  readonly at: number
  readonly focused: boolean
  /** Keys go to it, or to the field that fills it. */
  readonly active: boolean
  readonly size: Size
  /** In place of the list, while there is nothing in it. */
  readonly instead: string
}

/** People and groups to choose from. */
const List = <A,>({ title, of, cut = false, row, at, focused, active, size, instead }: ListProps<A>): ReactNode => {
  const { columns, rows } = insideOf(size)
  const { from } = windowOn(at - Math.floor(rows / 2), rows, at, of.length)
  return (
    <Panel
      title={title}
      foot={placeIn({ from, size: rows }, of.length, cut)}
      width={size.columns}
      height={size.rows}
      active={active}
    >
      {of.length === 0 ? (
        <Lines of={prose(instead, columns, { tone: "muted" })} />
      ) : (
        <Rows of={of.slice(from, from + rows).map(row)} at={focused ? at - from : -1} width={columns} />
      )}
    </Panel>
  )
}

/** Cells for the names: as many as the longest takes, if that leaves room for what there is to say about them. */
const nameCells = (some: ReadonlyArray<Selected>, width: number): number =>
  Math.min(Math.max(11, ...some.map(({ principal }) => cellsOf(principal.name))), Math.floor(width * 0.6) - 1)

const nameSpan = ({ principal: { name } }: Selected, cells: number): Span =>
  span(`${fitted(clean(name), cells)} `, { read: `${name}, ` })

const foundRow =
  (names: number) =>
  (one: Found): Line => {
    const kind = one.principal.kind === "group" ? "group" : one.guest ? "guest" : ""
    const note = one.already ?? one.warning
    return line(
      nameSpan(one, names),
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
    const about =
      one.refusal === undefined
        ? [
            span(`${brings(one)} `, { tone: "muted" }),
            ...(one.warning === undefined ? [] : [span(`! ${one.warning}`, { tone: "warning" })])
          ]
        : [span(`${glyphs.failed} ${one.refusal}`, { tone: "danger" })]
    return line(
      isFavorite(state, one.principal)
        ? span(`${glyphs.starred} `, { tone: "warning", read: "favorite, " })
        : span(`${glyphs.unstarred} `, { tone: "muted" }),
      nameSpan(one, names),
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

const Button = ({ state, form }: { readonly state: State; readonly form: TeamForm }) => {
  const words = form.teamId === undefined ? "Create the team" : form.marked > 0 ? "Add to the teams" : "Add to the team"
  const active = form.focus === "send"
  const about = form.sending === undefined ? summary(state, form) : "sending …"
  return (
    <Box aria-role="button" aria-state={{ selected: active, busy: form.sending !== undefined }}>
      <StyledLine
        of={[
          span(active ? `${glyphs.cursor} ` : "  ", { tone: "accent", bold: true }),
          span(`[ ${words} ]`, { inverse: active, bold: true, read: words }),
          span(`  ${about}`, { tone: "muted", read: `, ${about}` })
        ]}
      />
    </Box>
  )
}

const searchHint = (state: State, form: TeamForm): string => {
  if (searchOf(form) === "") return "Type the beginning of a name or address."
  if (searchFailure(state, form) !== undefined) return "The search failed."
  return isSearching(form) ? "Searching …" : "No people or groups found."
}

/** The draft is still loading, or couldn't be read. */
const waiting = (state: State, form: TeamForm, width: number): ReadonlyArray<Line> => {
  const failure = failureOf(state.exchange, { _tag: "DraftTeam", incidentId: form.incidentId })
  return failure === undefined ? prose("Loading", width, { tone: "muted" }) : failureLines(failure, width)
}

interface FilledProps {
  readonly state: State
  readonly form: TeamForm
  readonly inside: Size
}

const selectedTitle = "Selected groups and users"

const Filled = ({ state, form, inside: { columns, rows } }: FilledProps) => {
  const team = form.teamId === undefined ? undefined : state.known.teams.get(form.teamId)?.value
  const found = foundBy(form, team)
  const isNew = form.teamId === undefined
  const problems =
    form.failure === undefined
      ? faultsOf(form).flatMap((fault) => prose(`! ${fault}`, columns, { tone: "warning" }))
      : failureLines(form.failure, columns)
  const failed = searchFailure(state, form)
  const notes = [
    ...aboutCursor(form, found, columns),
    ...(failed === undefined ? [] : failureLines(failed, columns)),
    ...problems
  ]
  // Without the fields above and the button below.
  const height = Math.max(3, rows - (isNew ? 4 : 2) - notes.length)
  const left = Math.floor((columns - 1) / 2)
  const right = columns - left - 1
  const isRead = useIsScreenReaderEnabled()
  return (
    <Box flexDirection="column" flexShrink={0}>
      {isNew ? (
        <>
          <Input label="Name" field={form.name} active={form.focus === "name"} width={columns} />
          <Input label="Description" field={form.description} active={form.focus === "description"} width={columns} />
        </>
      ) : undefined}
      <Input label="Search" field={form.search} active={form.focus === "search"} width={columns} />
      <Box columnGap={1} flexDirection={isRead ? "column" : "row"}>
        <List
          title="Found"
          of={found}
          cut={isCut(form)}
          row={foundRow(nameCells(found, left - 5))}
          at={form.foundAt}
          focused={form.focus === "found"}
          active={form.focus === "search" || form.focus === "found"}
          size={{ columns: left, rows: height }}
          instead={searchHint(state, form)}
        />
        <List
          title={form.selected.length === 0 ? selectedTitle : `${selectedTitle} (${form.selected.length})`}
          of={form.selected}
          row={selectedRow(state, nameCells(form.selected, right - 7))}
          at={form.selectedAt}
          focused={form.focus === "selected"}
          active={form.focus === "selected"}
          size={{ columns: right, rows: height }}
          instead="No one yet."
        />
      </Box>
      <Button state={state} form={form} />
      <Lines of={notes} />
    </Box>
  )
}

/** The form for a new team, or for more people of one. */
const Form = ({ state, screen: form }: ViewProps<TeamForm>) => {
  const size = bodySize(state.size)
  const inside = insideOf(size)
  const incident = state.known.incidents.get(form.incidentId)
  const team = form.teamId === undefined ? undefined : state.known.teams.get(form.teamId)?.value
  const title =
    form.teamId === undefined
      ? `New team for #${incident?.number ?? ""} ${incident?.title ?? ""}`
      : form.marked > 0
        ? `Add people to the teams of ${form.marked} marked incidents`
        : `Add people to ${team?.name ?? "the team"}`
  return (
    <Panel title={title} width={size.columns} height={size.rows} active>
      {form.ready ? (
        <Filled state={state} form={form} inside={inside} />
      ) : (
        <Lines of={waiting(state, form, inside.columns)} />
      )}
    </Panel>
  )
}

export const teamForm: ScreenKind<TeamForm> = {
  full: true,
  bindings: formBindings,
  typing: formTyping,
  View: Form
}
