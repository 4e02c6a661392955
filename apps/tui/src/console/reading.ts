import type { Me } from "@incident-teams/api/me/Me"
import type { Request, RequestOf, Workspace } from "../requests/Request.ts"
import { statusesShown } from "../screens/grid/Grid.ts"
import { readsFor } from "../screens/incident/openPane.ts"
import { cutOff, isUnderWay } from "./Exchange.ts"
import type { State } from "./State.ts"
import { ask, noticed, type Step, step } from "./Step.ts"

/** As many incidents as a list shows; the newest changes come first. */
const mostIncidents = 10_000

/**
 * Milliseconds between two looks at what changed of the incidents: while they are followed live only in case something was
 * missed, such as a change that the source listed late.
 */
const pollEvery = { Live: 300_000, Connecting: 15_000, Broken: 15_000 }

/** The first page of what the list shows, with the pages after it as they come. */
export const listing = (state: State, workspace: Workspace): Request => ({
  _tag: "ListIncidents",
  workspace,
  statuses: statusesShown[state.grid.shows]
})

/** The next page, if it is wanted. */
export const nextPage = (
  state: State,
  asked: RequestOf<"ListIncidents">,
  page: { readonly items: ReadonlyArray<{ readonly lastModified: number }>; readonly continuation?: string }
): Step => {
  const { continuation } = page
  if (continuation === undefined || asked.workspace !== state.workspace) return step(state)
  const oldest = page.items.at(-1)?.lastModified ?? 0
  const known = state.known.incidents.size
  const wanted = asked.since === undefined ? known < mostIncidents : oldest >= asked.since
  return wanted ? ask(state, { ...asked, continuation }) : step(state)
}

/** Asks what changed of the incidents since a little before the newest change that is known. */
export const poll = (state: State): Step => {
  const { workspace, known } = state
  if (workspace === undefined || known.incidents.size === 0) return step(state)
  let since = 0
  for (const { id, lastModified } of known.incidents.values()) {
    if (lastModified > since && id.startsWith(`${workspace}~`)) since = lastModified
  }
  return ask(
    { ...state, polledAt: state.now },
    { _tag: "ListIncidents", workspace, statuses: [], since: since - pollEvery.Live }
  )
}

export const pollIfDue = (state: State): Step =>
  state.now - state.polledAt < pollEvery[state.live._tag] ? step(state) : poll(state)

/** Milliseconds between two looks at what the installation can't do; Azure isn't asked for that. */
const troubleEvery = 15_000

export const lookAtTrouble = (state: State): Step =>
  state.now - state.troubleAt < troubleEvery
    ? step(state)
    : ask({ ...state, troubleAt: state.now }, { _tag: "ReadTrouble" })

/** Milliseconds. Reading a team makes the server look at it in Teams, at most once a minute. */
const lookEvery = 60_000

/** Whoever watches a team sees what was changed in Teams itself, soon. */
export const look = (state: State): Step =>
  state.now - state.lookedAt < lookEvery
    ? step(state)
    : ask({ ...state, lookedAt: state.now }, ...readOpen(state).filter(({ _tag }) => _tag === "ReadTeam"))

/** Which workspace to begin with: the one that was asked for, or else the first whose incidents may be read. */
export const enter = (state: State, me: Me): Step => {
  const wanted = state.workspace ?? state.wantedWorkspace
  const named = me.workspaces.find(({ alias }) => alias === wanted)
  const [firstOne] = me.workspaces
  const readable = me.workspaces.find(({ readIncidents }) => readIncidents.allowed) ?? firstOne
  const workspace = (named ?? readable)?.alias
  const there =
    wanted === undefined || named !== undefined
      ? { ...state, workspace }
      : noticed(
          { ...state, workspace },
          "warning",
          `The server has no workspace "${wanted}". Its workspaces: ${me.workspaces.map(({ alias }) => alias).join(", ")}.`
        )
  return ask(
    there,
    { _tag: "ReadTrouble" },
    ...(workspace === undefined ? [] : [listing(there, workspace)]),
    ...(me.kind === "person" ? [{ _tag: "ReadFavorites" } as const] : [])
  )
}

/** Everything that is open reads itself anew; what is being read already is asked once more afterward. */
export const readOpen = (state: State): ReadonlyArray<Request> =>
  state.above.flatMap((screen) => (screen._tag === "IncidentPane" ? readsFor(state, screen.incidentId) : []))

/** The server responds: what failed because it didn't is asked again. */
export const resume = (state: State): Step => ask(state, ...cutOff(state.exchange))

/** What an open pane shows and hasn't been read: a team that came to be while it was open. */
export const missing = (state: State): ReadonlyArray<Request> =>
  readOpen(state).filter((request) => {
    if (isUnderWay(state.exchange, request)) return false
    if (request._tag === "ReadTeam") return !state.known.teams.has(request.teamId)
    if (request._tag === "ReadTimeline") return !state.known.timelines.has(request.teamId)
    return request._tag === "ReadAccessRequests" && !state.known.accessRequests.has(request.teamId)
  })
