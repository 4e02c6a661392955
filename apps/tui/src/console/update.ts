import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { TeamSummary } from "@incident-teams/api/teams/TeamSummary"
import { insert } from "../keys/Field.ts"
import type { Key } from "../keys/Key.ts"
import { type } from "../keys/typing.ts"
import { windowOn } from "../look/windowed.ts"
import type { IncidentId } from "../requests/Request.ts"
import { bindingsOf } from "../screens/bindingsOf.ts"
import { installationLines } from "../screens/frame/installationLines.ts"
import { arranged, sortedBy } from "../screens/grid/arranged.ts"
import { cursorAt } from "../screens/grid/Grid.ts"
import { rowsIn } from "../screens/grid/gridLayout.ts"
import { readsOfTeam } from "../screens/incident/openPane.ts"
import type { SigningIn } from "../screens/sign-in/SignIn.tsx"
import { typingOf } from "../screens/typingOf.ts"
import { dueAgain } from "./Exchange.ts"
import { withIncidents, withTeam } from "./Known.ts"
import type { Message } from "./Message.ts"
import { onAnswer, onFailure } from "./onAnswer.ts"
import { look, lookAtTrouble, missing, poll, pollIfDue, readOpen, resume } from "./reading.ts"
import type { State } from "./State.ts"
import { andThen, ask, changed, noticed, step, type Step, top, withDueNotice } from "./Step.ts"

/** What the console begins with. */
export const begin = (state: State): Step => ask(state, { _tag: "Me" })

/** What comes of something that happened. Pure: the same state and message give the same step. */
export const update = (state: State, message: Message): Step => {
  const { state: next, intents } = stepFor(state, message)
  const reads = message._tag === "TeamChanged" || message._tag === "Answered"
  const told = reads ? withRestNotice(state, next) : next
  return settled(state, { state: fitted(withDueNotice(told)), intents })
}

/** What is left of the terminal follows from its size and from what its first lines say. */
const fitted = (state: State): State => {
  const { columns, rows } = state.terminal
  const left = Math.max(0, rows - installationLines(state).length)
  return state.size.columns === columns && state.size.rows === left
    ? state
    : { ...state, size: { columns, rows: left } }
}

const stepFor = (state: State, message: Message): Step => {
  switch (message._tag) {
    case "Pressed":
      return press(state, message.key)
    case "Pasted":
      return paste(state, message.text)
    case "Resized":
      return step({ ...state, terminal: message.size })
    case "Ticked":
      return tick({ ...state, now: message.now })
    case "Answered":
      return onAnswer(state, message.answer)
    case "Failed":
      return onFailure(state, message.request, message.failure)
    case "LiveBegan":
      // Whatever happened before is read now, and whatever happens from now on is told.
      return [(next: State) => ask(next, ...readOpen(next)), resume].reduce(
        andThen,
        poll({ ...state, live: { _tag: "Live" } })
      )
    case "TeamChanged":
      return teamChanged(state, message.team, message.incidents)
    case "IncidentChanged":
      return incidentChanged(state, message.incident)
    case "LiveBroke":
      return step({ ...state, live: { _tag: "Broken", since: state.now, failure: message.failure } })
    case "CallDescribed": {
      const screen = top(state)
      return screen?._tag === "Calls" && screen.behind[screen.at]?.request === message.request
        ? step(changed(state, { ...screen, details: message.details }))
        : step(state)
    }
    case "SignInShown":
      return step(withSignIn(state, { address: message.address, code: message.code }))
    case "SignInFailed":
      return step(withSignIn(state, { failure: message.failure }))
    case "SignedIn": {
      const above = state.above.filter(({ _tag }) => _tag !== "SigningIn")
      const failed = [...state.exchange.failed.values()].map(({ request }) => request)
      return ask({ ...state, signedOut: undefined, above }, ...failed)
    }
    case "Noticed":
      return step(noticed(state, message.tone, message.text))
  }
}

/** What a key does: a key that can't be used says why, one that means nothing changes nothing. */
const press = (before: State, key: Key): Step => {
  const state = before.notice === undefined ? before : { ...before, notice: undefined }
  const binding = bindingsOf(state).find(({ keys }) => keys.includes(key))
  if (binding?.refusal !== undefined) return step(noticed(state, "warning", binding.refusal))
  if (binding !== undefined) return binding.press()
  const typing = typingOf(state)
  return (typing === undefined ? undefined : type(typing, key)) ?? step(state)
}

/** Pasted text goes into the field that is typed in, and is nothing where letters are keys. */
const paste = (state: State, text: string): Step => {
  const typing = typingOf(state)
  return typing === undefined ? step(state) : typing.change(insert(typing.field, text))
}

const withSignIn = (state: State, change: Partial<SigningIn>): State => ({
  ...state,
  above: state.above.map((screen) => (screen._tag === "SigningIn" ? { ...screen, ...change } : screen))
})

const tick = (state: State): Step =>
  [pollIfDue, lookAtTrouble, look].reduce(andThen, ask(state, ...dueAgain(state.exchange, state.now)))

/** The list shows the team as it is now; an open pane reads it again, and an incident too if that has changed. */
const teamChanged = (state: State, team: TeamSummary, incidents: ReadonlyArray<IncidentId>): Step => {
  const { id, closed } = team.incident
  const incident = state.known.incidents.get(id)
  const next = { ...state, known: withTeam(state.known, team, incidents) }
  const isOpen = state.above.some(
    (screen) => "incidentId" in screen && (screen.incidentId === id || incidents.includes(screen.incidentId))
  )
  const isHere = state.workspace !== undefined && id.startsWith(`${state.workspace}~`)
  const moved = isHere && (incident === undefined || (incident.status === "Closed") !== closed)
  return andThen(
    ask(
      next,
      ...(moved ? [{ _tag: "ReadIncident", incidentId: id } as const] : []),
      ...(isOpen ? readsOfTeam(team.id) : [])
    ),
    (after) => ask(after, ...missing(after))
  )
}

/** The list shows the incident as it is now; an open pane reads again what belongs to it. */
const incidentChanged = (state: State, incident: IncidentView): Step => {
  const isKnown = state.known.incidents.get(incident.id)?.etag === incident.etag
  const next = { ...state, known: withIncidents(state.known, [incident]) }
  const isOpen = state.above.some((screen) => screen._tag === "IncidentPane" && screen.incidentId === incident.id)
  return isOpen && !isKnown ? ask(next, { _tag: "ReadDetails", incidentId: incident.id }) : step(next)
}

const settledWords: Partial<Record<TeamSummary["phase"], string>> = {
  open: "is open",
  archived: "is archived",
  lost: "was deleted in Teams"
}

/**
 * Gives a notice of a team that has come to rest, whether an event or a read showed it: the person who waits for it may
 * look at another screen. The answer to a person's own key or change is read first. Of several teams at once nobody
 * waited for one.
 */
const withRestNotice = (before: State, state: State): State => {
  const known = before.known.incidents
  if (known === state.known.incidents) return state
  const phases = new Map([...known.values()].map(({ team }) => [team?.id, team?.phase]))
  const moved = new Map<TeamSummary["id"], TeamSummary>()
  for (const { id, team } of state.known.incidents.values()) {
    if (team !== undefined && known.has(id) && phases.get(team.id) !== team.phase) moved.set(team.id, team)
  }
  const [team, ...others] = moved.values()
  const words = team === undefined || others.length > 0 ? undefined : settledWords[team.phase]
  return team === undefined || words === undefined
    ? state
    : {
        ...state,
        nextNotice: {
          tone: team.phase === "lost" ? "danger" : "good",
          text: `The team of incident ${team.incident.number} ${words}.`
        }
      }
}

/** The list as it has to be after whatever changed, with the cursor to be seen. */
const settled = (before: State, { state, intents }: Step): Step => {
  const { grid, known, workspace, size } = state
  const was = before.grid
  const isSorted =
    known.incidents === before.known.incidents && workspace === before.workspace && grid.sort === was.sort
  const sorted =
    isSorted || workspace === undefined
      ? grid
      : { ...grid, sorted: sortedBy(grid.sort, workspace, known.incidents, grid.sorted) }
  const isArranged =
    sorted === grid &&
    grid.shows === was.shows &&
    grid.filter.text === was.filter.text &&
    grid.touched === was.touched &&
    grid.rows === was.rows
  const next = isArranged ? grid : arranged(sorted)
  const { from } = windowOn(next.from, rowsIn(size), Math.max(0, cursorAt(next)), next.rows.length)
  return { state: next === grid && from === grid.from ? state : { ...state, grid: { ...next, from } }, intents }
}
