import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { comersText, incidentName, servedText } from "@incident-teams/api/words/served"
import { first, whyNotChangeIncident } from "../console/rights.ts"
import type { State } from "../console/State.ts"
import { ask, changed, newName, opened, step, type Step } from "../console/Step.ts"
import { type Binding, when } from "../keys/Binding.ts"
import { emptyField, type Field } from "../keys/Field.ts"
import { moves } from "../keys/moves.ts"
import { blank } from "../look/Line.ts"
import { prose } from "../look/prose.ts"
import { Lines } from "../look/Styled.tsx"
import { windowOn } from "../look/windowed.ts"
import type { IncidentId, Request, TeamId } from "../requests/Request.ts"
import { confirm } from "../screens/dialogs/Confirming.tsx"
import { cancel, Dialog, dialogWidth, Input, Options, Outcome, sends } from "../screens/dialogs/Dialog.tsx"
import { rankOf } from "../screens/grid/fuzzy.ts"
import type { ScreenKind } from "../screens/ScreenKind.ts"
import { type Sending, unsent } from "../screens/Sending.ts"
import type { Action } from "./Action.ts"
import { noTeam } from "./teamRefusals.ts"

/** Which incidents a team serves: its own as long as nothing is searched for, otherwise others that are found. */
export interface Linking extends Sending {
  readonly _tag: "Linking"
  readonly incidentId: IncidentId
  readonly teamId: TeamId
  readonly search: Field
  readonly focus: "search" | "list"
  readonly at: number
  /** Names what is sent, with the incident that it is about. */
  readonly key: string
}

export const linkIncidents: Action = (state, incident) => {
  const { id, number, team } = incident
  const { name: key, state: named } = newName(state)
  return {
    keys: ["L"],
    does: "link or unlink incidents of the team, or decide on a merge",
    group: "Team",
    hint: "link",
    late: true,
    word: "link",
    changes: true,
    refusal: first(noTeam(state, incident), whyNotChangeIncident(state, incident)),
    request: team && {
      _tag: "LinkIncident",
      teamId: team.id,
      incident: { id, number },
      lead: true,
      merge: false,
      idempotencyKey: key
    },
    press: () =>
      team === undefined
        ? step(state)
        : ask(
            opened(named, {
              _tag: "Linking",
              incidentId: id,
              teamId: team.id,
              search: emptyField,
              focus: "search",
              at: 0,
              key,
              ...unsent
            }),
            { _tag: "ReadTeam", teamId: team.id }
          )
  }
}

type Served = TeamView["incidents"][number]
type Row =
  | { readonly _tag: "Served"; readonly incident: Served; readonly lead: boolean }
  | { readonly _tag: "Found"; readonly incident: IncidentView }

const teamOf = ({ known }: State, id: TeamId | undefined): TeamView | undefined =>
  id === undefined ? undefined : known.teams.get(id)?.value

/** More than anyone reads before typing another letter. */
const mostFound = 50

const found = ({ known }: State, text: string, served: ReadonlySet<IncidentId>): ReadonlyArray<IncidentView> => {
  const words = text.toLowerCase().split(/\s+/u)
  return [...known.incidents.values()]
    .flatMap((incident) => {
      const { id, number, title } = incident
      const rank = served.has(id) ? undefined : rankOf(`#${number} ${title}`.toLowerCase(), words)
      return rank === undefined ? [] : [{ incident, rank }]
    })
    .toSorted((one, other) => one.rank - other.rank || other.incident.lastModified - one.incident.lastModified)
    .slice(0, mostFound)
    .map(({ incident }) => incident)
}

const rowsOf = (state: State, { teamId, search }: Linking): ReadonlyArray<Row> => {
  const incidents = teamOf(state, teamId)?.incidents ?? []
  const text = search.text.trim()
  return text === ""
    ? incidents.map((incident, at): Row => ({ _tag: "Served", incident, lead: at === 0 }))
    : found(state, text, new Set(incidents.map(({ id }) => id))).map((incident): Row => ({ _tag: "Found", incident }))
}

const rowText = (row: Row): string => {
  if (row._tag === "Served") return `${row.lead ? "Lead: " : ""}${servedText(row.incident)}`
  const { team, status } = row.incident
  return `${incidentName(row.incident)} (${status}${team === undefined ? "" : ", has a team"})`
}

/** The team that would come along is read before anyone decides. */
const moved = (state: State, on: Linking): Step => {
  const dialog = { ...on, failure: undefined }
  const row = rowsOf(state, dialog)[dialog.at]
  const teamId = row?._tag === "Found" ? row.incident.team?.id : undefined
  const next = changed(state, dialog)
  return teamId === undefined || state.known.teams.has(teamId) ? step(next) : ask(next, { _tag: "ReadTeam", teamId })
}

export const linking: ScreenKind<Linking> = {
  full: false,
  typing: (state, dialog) =>
    dialog.focus === "search" && dialog.sending === undefined
      ? {
          into: "the search for an incident",
          field: dialog.search,
          change: (search) =>
            moved(state, { ...dialog, search, at: search.text === dialog.search.text ? dialog.at : 0 })
        }
      : undefined,
  bindings: (state, dialog) => {
    if (dialog.sending !== undefined) return [cancel(state)]
    const rows = rowsOf(state, dialog)
    const to = (focus: Linking["focus"]) => () => step(changed(state, { ...dialog, focus }))
    const nothing =
      rows.length > 0
        ? undefined
        : dialog.search.text.trim() === ""
          ? "The team is still loading."
          : `No other incident that is shown here matches "${dialog.search.text.trim()}".`
    if (dialog.focus === "search") {
      return [
        {
          keys: ["enter", "down", "tab"],
          does: "go to the incidents",
          group: "Move",
          hint: "incidents",
          refusal: nothing,
          press: to("list")
        },
        cancel(state)
      ]
    }
    const row = rows[dialog.at]
    return [
      ...when(dialog.at === 0, {
        keys: ["up", "k"],
        does: "go back to the search",
        group: "Move",
        press: to("search")
      }),
      ...moves({
        at: dialog.at,
        total: rows.length,
        page: shownAtOnce,
        go: (at) => moved(state, { ...dialog, at: Math.max(0, at) })
      }).filter(({ keys }) => dialog.at > 0 || keys[0] !== "up"),
      { keys: ["tab"], does: "go back to the search", group: "Move", hint: "search", press: to("search") },
      ...(row === undefined ? [] : onRow(state, dialog, row)),
      cancel(state)
    ]
  },
  View: ({ state, screen }) => {
    const { size } = state
    const width = dialogWidth(size)
    const rows = rowsOf(state, screen)
    const row = rows[screen.at]
    const { from } = windowOn(0, shownAtOnce, screen.at, rows.length)
    return (
      <Dialog title="Incidents of the team" size={size}>
        <Input label="Search" field={screen.search} active={screen.focus === "search"} width={width} />
        <Lines of={[blank]} />
        <Options
          words={rows.slice(from, from + shownAtOnce).map(rowText)}
          at={screen.at - from}
          active={screen.focus === "list"}
          width={width}
        />
        <Lines of={row?._tag === "Found" ? [blank, ...prose(comers(state, screen.teamId, row.incident), width)] : []} />
        <Outcome of={screen} size={size} />
      </Dialog>
    )
  }
}

/** Rows of the list. */
const shownAtOnce = 8

/** Who would come into the team with an incident. */
const comers = (state: State, own: TeamId, { team: summary }: IncidentView): string => {
  if (summary === undefined) return comersText(undefined)
  const team = teamOf(state, summary.id)
  if (team === undefined) return "Reading its team …"
  const isWanted = ({ status, role }: TeamView["people"][number]) =>
    role !== undefined || status === "asked" || status === "added" || status === "refused"
  const known = new Set(
    teamOf(state, own)
      ?.people.filter(isWanted)
      .map(({ id }) => id)
  )
  return comersText({ name: team.name, people: team.people.filter((one) => isWanted(one) && !known.has(one.id)) })
}

const onRow = (state: State, dialog: Linking, row: Row): ReadonlyArray<Binding> => {
  const { teamId, key } = dialog
  const { id, number } = row.incident
  const incident = { id, number }
  const once = (verb: string) => ({ teamId, idempotencyKey: `${key}-${verb}-${id}` })
  const keyThat = (keys: Binding["keys"], does: string, hint: string, request: Request, refusal?: string): Binding =>
    sends(state, dialog, request, { keys, does, hint, refusal })
  const undecided = teamOf(state, teamId)?.incidents.find(({ merge }) => merge?.status === "searching")
  const decided = (into: typeof incident | undefined): Request => ({
    _tag: "DecideMerge",
    ...once(into === undefined ? "none" : "into"),
    incident: { id: undecided?.id ?? id, number: undecided?.number ?? number },
    ...(into === undefined ? {} : { into })
  })
  const continues =
    undecided === undefined || undecided.id === id
      ? []
      : [
          keyThat(
            ["c"],
            `continue the merged incident ${undecided.number} with incident ${number}`,
            "continue here",
            decided(incident)
          )
        ]
  if (row._tag === "Found") {
    const merge = row.incident.team !== undefined
    const link: Request = { _tag: "LinkIncident", ...once("link"), incident, lead: false, merge }
    return [
      keyThat(
        ["enter"],
        merge ? `merge the team of incident ${number} into this one` : `link incident ${number}`,
        merge ? "merge its team" : "link",
        link
      ),
      ...continues
    ]
  }
  const { state: linked, founding } = row.incident
  const underWay =
    linked === "served" ? undefined : `Incident ${number} is being linked or unlinked. Try again shortly.`
  return [
    keyThat(
      ["m"],
      `make incident ${number} the lead`,
      "make lead",
      { _tag: "LinkIncident", ...once("lead"), incident, lead: true, merge: false },
      first(row.lead ? `Incident ${number} is the lead already.` : undefined, underWay)
    ),
    keyThat(
      ["u"],
      `unlink incident ${number}`,
      "unlink",
      { _tag: "UnlinkIncident", ...once("unlink"), incident },
      first(
        founding
          ? `The team was created for incident ${number}, so it can't be unlinked. Make another incident the lead instead.`
          : undefined,
        underWay
      )
    ),
    ...continues,
    ...(undecided?.id === id ? [dismisses(state, undecided, decided(undefined))] : [])
  ]
}

/** It may archive the team, so it is asked first. */
const dismisses = (state: State, { number }: Served, request: Request): Binding => ({
  keys: ["x"],
  does: `count incident ${number} as closed: no incident continues it`,
  group: "Form",
  hint: "count as closed",
  changes: true,
  request,
  press: () =>
    confirm(state, {
      title: "No incident continues it",
      words: [
        `Incident ${number} then counts as closed. The team is archived unless another one of its incidents is open.`
      ],
      does: `count incident ${number} as closed`,
      request
    })
})
