import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { PeopleBody } from "@incident-teams/api/teams/TeamBodies"
import { counted } from "@incident-teams/api/words/phrase"
import { classifications } from "../classifications.ts"
import { type Refusal, whyNotChange } from "../console/rights.ts"
import type { State } from "../console/State.ts"
import { ask, changed, closed, newName, opened, step, type Step } from "../console/Step.ts"
import type { Binding } from "../keys/Binding.ts"
import { moves } from "../keys/moves.ts"
import { clean, cut, fitted } from "../look/cells.ts"
import { glyphs } from "../look/glyphs.ts"
import { blank, type Line, line, span, type Tone } from "../look/Line.ts"
import { Panel } from "../look/Panel.tsx"
import { prose } from "../look/prose.ts"
import type { Size } from "../look/Size.ts"
import { Lines } from "../look/Styled.tsx"
import type { Failure } from "../requests/Failure.ts"
import type { Request } from "../requests/Request.ts"
import { summaryOf } from "../requests/summaryOf.ts"
import { Options } from "../screens/dialogs/Dialog.tsx"
import { openForm } from "../screens/form/openForm.ts"
import { bodySize, insideOf } from "../screens/frame/bodySize.ts"
import type { ScreenKind } from "../screens/ScreenKind.ts"
import { addPeople } from "./addPeople.ts"
import { closeIncident } from "./closeIncident.tsx"
import { takeIncident } from "./takeIncident.ts"

/** One of the marked incidents, and what became of it. */
interface Item {
  readonly incident: IncidentView
  /** Why it is left out. */
  readonly refusal: Refusal
  /** Names its request: sent again, it happens once. */
  readonly key: string
  readonly sent: Request | undefined
  readonly outcome: "done" | Failure | undefined
}

/** The same for all marked incidents, a request each, and what came of each. */
export interface Several {
  readonly _tag: "Several"
  readonly what:
    | { readonly _tag: "Close"; readonly at: number }
    | { readonly _tag: "Take" }
    | { readonly _tag: "AddPeople"; readonly who: PeopleBody }
  readonly items: ReadonlyArray<Item>
}

/** As many as a server answers at once without asking to wait. */
const mostMarked = 50

const markedIn = ({ grid, known }: State): ReadonlyArray<IncidentView> =>
  [...grid.marked].flatMap((id) => known.incidents.get(id) ?? [])

const itemsOf = (state: State, refusalOf: (incident: IncidentView) => Refusal) => {
  const { name, state: named } = newName(state)
  const items = markedIn(state).map((incident, at): Item => ({
    incident,
    refusal: refusalOf(incident),
    key: `${name}-${at}`,
    sent: undefined,
    outcome: undefined
  }))
  return { items, named }
}

/** About the incident as it is known now: another try is about what somebody else made of it. */
const requestOf = (state: State, { what }: Several, { incident, key }: Item): Request | undefined => {
  const seen = state.known.incidents.get(incident.id) ?? incident
  switch (what._tag) {
    case "Close":
      return { _tag: "ChangeIncident", seen, change: { status: "Closed", ...classifications[what.at]?.change } }
    case "Take":
      return takeIncident(state, seen).request
    case "AddPeople":
      return seen.team && { _tag: "AddPeople", teamId: seen.team.id, who: what.who, idempotencyKey: key }
  }
}

const isOpen = ({ refusal, sent, outcome }: Item): boolean =>
  refusal === undefined && outcome !== "done" && (sent === undefined || outcome !== undefined)

/** Sends everything that isn't done: what failed is sent again. */
const sendAll = (state: State, screen: Several): Step => {
  const items = screen.items.map((item) =>
    isOpen(item) ? { ...item, sent: requestOf(state, screen, item), outcome: undefined } : item
  )
  const requests = items.flatMap((item, at) => (item === screen.items[at] ? [] : (item.sent ?? [])))
  return ask(changed(state, { ...screen, items }), ...requests)
}

/** What came of a request that one of these sent. */
export const settledItem = (screen: Several, request: Request, outcome: "done" | Failure): Several => ({
  ...screen,
  items: screen.items.map((item) => (item.sent === request ? { ...item, outcome } : item))
})

const open = (state: State, what: Several["what"], refusalOf: (incident: IncidentView) => Refusal): Step => {
  const { items, named } = itemsOf(state, refusalOf)
  return step(opened(named, { _tag: "Several", what, items }))
}

/** Adds the same people to the teams of all marked incidents, at once: they were chosen in a form. */
export const addToAll = (state: State, who: PeopleBody): Step => {
  const { items, named } = itemsOf(state, (incident) => addPeople(state, incident).refusal)
  const screen: Several = { _tag: "Several", what: { _tag: "AddPeople", who }, items }
  return sendAll(changed(named, screen), screen)
}

/** The keys that are about all marked incidents, in place of those of the incident under the cursor. */
export const actionsOnMarked = (state: State): ReadonlyArray<Binding> => {
  const marked = markedIn(state)
  if (marked.length === 0) return []
  const all = counted(marked.length, "marked incident")
  const tooMany =
    marked.length > mostMarked
      ? `${all}; at most ${mostMarked} can be changed at once. Unmark some (Space).`
      : undefined
  const addable = marked.find((incident) => addPeople(state, incident).refusal === undefined)
  return [
    {
      keys: ["c"],
      does: `close ${all} and archive their teams`,
      group: "Incident",
      hint: `close ${marked.length}`,
      word: "close",
      changes: true,
      refusal: tooMany,
      press: () => open(state, { _tag: "Close", at: 0 }, (incident) => closeIncident(state, incident).refusal)
    },
    {
      keys: ["i"],
      does: `assign ${all} to yourself and set them to Active`,
      group: "Incident",
      hint: `assign ${marked.length} to me`,
      word: "take",
      changes: true,
      refusal: tooMany,
      press: () => open(state, { _tag: "Take" }, (incident) => takeIncident(state, incident).refusal)
    },
    {
      keys: ["a"],
      does: `add people to the teams of ${all}`,
      group: "Team",
      hint: `add people to ${marked.length}`,
      word: "add",
      changes: true,
      refusal:
        tooMany ??
        (addable === undefined ? "None of the marked incidents has a team that people can be added to." : undefined),
      press: () =>
        addable?.team === undefined ? step(state) : openForm(state, addable.id, addable.team.id, marked.length)
    }
  ]
}

const titleOf = ({ what, items }: Several): string => {
  const all = counted(items.length, "incident")
  switch (what._tag) {
    case "Close":
      return `Close ${all}`
    case "Take":
      return `Assign ${all} to yourself`
    case "AddPeople":
      return `Add people to the teams of ${all}`
  }
}

/** Failures first, then what is left out, then the others. */
const urgency = ({ refusal, outcome }: Item): number =>
  outcome !== undefined && outcome !== "done" ? 0 : refusal === undefined ? 2 : 1

const outcomeOf = ({ refusal, sent, outcome }: Item): readonly [text: string, tone: Tone] => {
  if (refusal !== undefined) return [`${glyphs.dot} Left out: ${refusal}`, "muted"]
  if (outcome === "done") return [`${glyphs.done} Done`, "good"]
  if (outcome !== undefined) return [`${glyphs.failed} Failed: ${outcome.title}. ${outcome.detail}`, "danger"]
  return sent === undefined ? [`${glyphs.toCome} Not sent yet`, "muted"] : [`${glyphs.underWay} Sending …`, "warning"]
}

const summarize = ({ items }: Several): string => {
  const count = (is: (item: Item) => boolean): number => items.filter(is).length
  const failed = count(({ outcome }) => outcome !== undefined && outcome !== "done")
  const done = count(({ outcome }) => outcome === "done")
  const leftOut = count(({ refusal }) => refusal !== undefined)
  return summaryOf({ done, failed, leftOut, open: items.length - done - failed - leftOut })
}

const itemLines = (item: Item, width: number): ReadonlyArray<Line> => {
  const names = Math.min(34, Math.floor(width * 0.45))
  const name = cut(clean(`#${item.incident.number} ${item.incident.title}`), names)
  const [text, tone] = outcomeOf(item)
  return prose(text, Math.max(1, width - names - 1), { tone }).map((one, at): Line => [
    span(fitted(at === 0 ? name : "", names + 1), { read: at === 0 ? `${name}: ` : "" }),
    ...one
  ])
}

/** As many as there is room for, each with all of its reason, and how many there are besides. */
const table = ({ items }: Several, { columns, rows }: Size): ReadonlyArray<Line> => {
  const all = items.toSorted((one, other) => urgency(one) - urgency(other)).map((item) => itemLines(item, columns))
  if (all.flat().length <= rows) return all.flat()
  let left = rows - 1
  const shown = all.filter((lines) => {
    left -= lines.length
    return left >= 0
  })
  return [...shown.flat(), line(span(`and ${all.length - shown.length} more`, { tone: "muted" }))]
}

/** Nothing stays marked once everything is done. */
const left = (state: State, { items }: Several): State => {
  const after = closed(state)
  return items.every(({ refusal, outcome }) => refusal !== undefined || outcome === "done")
    ? { ...after, grid: { ...after.grid, marked: new Set() } }
    : after
}

export const several: ScreenKind<Several> = {
  full: true,
  bindings: (state, screen) => {
    const { what, items } = screen
    const waiting = items.filter(isOpen).length
    const isUnsent = items.every(({ sent }) => sent === undefined)
    const first = items.find(isOpen)
    return [
      ...(what._tag === "Close" && isUnsent
        ? moves({
            at: what.at,
            total: classifications.length,
            page: classifications.length,
            go: (at) => step(changed(state, { ...screen, what: { ...what, at } }))
          })
        : []),
      ...(first === undefined
        ? []
        : [
            {
              keys: ["enter", "ctrl+s"],
              does: isUnsent ? titleOf(screen).toLowerCase() : `send ${counted(waiting, "request")} again`,
              group: "Form",
              hint: isUnsent ? `yes, all ${waiting}` : "send again",
              changes: true,
              refusal: whyNotChange(state),
              request: requestOf(state, screen, first),
              press: () => sendAll(state, screen)
            } as const
          ]),
      { keys: ["esc", "q"], does: "go back", group: "Move", hint: "back", press: () => step(left(state, screen)) }
    ]
  },
  View: ({ state, screen }) => {
    const size = bodySize(state.size)
    const inside = insideOf(size)
    const { what, items } = screen
    const choosing = what._tag === "Close" && items.every(({ sent }) => sent === undefined)
    const above = choosing ? classifications.length + 3 : 2
    return (
      <Panel title={titleOf(screen)} width={size.columns} height={size.rows} active>
        {choosing ? (
          <Options words={classifications.map(({ words }) => words)} at={what.at} width={inside.columns} />
        ) : undefined}
        <Lines
          of={[
            ...(choosing ? [blank] : []),
            line(span(summarize(screen), { bold: true })),
            blank,
            ...table(screen, { ...inside, rows: Math.max(1, inside.rows - above) })
          ]}
        />
      </Panel>
    )
  }
}
