import type { AccessRequestView } from "@incident-teams/api/teams/AccessRequestView"
import { actionsOn } from "../../actions/actions.ts"
import { first, whyNotChangeTeam, whyNotDecideAccess } from "../../console/rights.ts"
import type { State } from "../../console/State.ts"
import { ask, changed, closed, newName, opened, step, type Step } from "../../console/Step.ts"
import type { Binding } from "../../keys/Binding.ts"
import { emptyField } from "../../keys/Field.ts"
import { moves } from "../../keys/moves.ts"
import type { Request, TeamId } from "../../requests/Request.ts"
import { confirm } from "../dialogs/Confirming.tsx"
import { unsent } from "../Sending.ts"
import { starring } from "../starring.ts"
import { type IncidentPane, type Section, sections } from "./IncidentPane.ts"
import { readsFor } from "./openPane.ts"
import { lastOf, placed } from "./paneLayout.ts"
import { rosterRows, type RosterRow } from "./roster.ts"

export const paneBindings = (state: State, pane: IncidentPane): ReadonlyArray<Binding> => {
  const { incidentId } = pane
  const incident = state.known.incidents.get(incidentId)
  const { view, rows } = placed(state, pane)
  const last = lastOf(view, rows)
  const here = sectionBindings(state, pane)
  const taken = new Set(here.flatMap(({ keys }) => keys))
  return [
    ...moves({
      at: Math.min(pane.at, last),
      total: last + 1,
      page: rows,
      go: (at) => step(changed(state, { ...pane, at }))
    }),
    ...tabs(state, pane),
    ...here,
    ...(incident === undefined
      ? []
      : actionsOn(state, incident).filter(({ keys }) => !keys.some((key) => taken.has(key)))),
    {
      keys: ["r"],
      does: "reload everything about the incident",
      group: "Incident",
      word: "reload",
      request: { _tag: "ReadDetails", incidentId },
      press: () => ask(state, ...readsFor(state, incidentId))
    },
    { keys: ["esc", "q"], does: "go back to the list", group: "Move", hint: "back", press: () => step(closed(state)) }
  ]
}

const tabs = (state: State, pane: IncidentPane): ReadonlyArray<Binding> => {
  const at = sections.indexOf(pane.section)
  const to = (section: Section | undefined): Step =>
    step(changed(state, { ...pane, section: section ?? pane.section, at: 0 }))
  return [
    {
      keys: ["tab", "right", "l"],
      does: "go to the next section",
      group: "Move",
      hint: "next",
      press: () => to(sections[(at + 1) % sections.length])
    },
    {
      keys: ["shift+tab", "left", "h"],
      does: "go to the previous section",
      group: "Move",
      press: () => to(sections.at(at - 1))
    },
    ...sections.map((section, index): Binding => ({
      keys: [String(index + 1)],
      does: `go to ${section}`,
      group: "Move",
      word: section.toLowerCase(),
      press: () => to(section)
    }))
  ]
}

/** What works in this section only. */
const sectionBindings = (state: State, pane: IncidentPane): ReadonlyArray<Binding> => {
  const team = state.known.incidents.get(pane.incidentId)?.team
  const { cursor } = placed(state, pane)
  switch (pane.section) {
    case "Team": {
      const view = team === undefined ? undefined : state.known.teams.get(team.id)?.value
      const row = view === undefined ? undefined : rosterRows(view)[cursor]
      return view === undefined || row === undefined ? [] : rosterBindings(state, pane, view.id, row)
    }
    case "Access": {
      const request = team === undefined ? undefined : state.known.accessRequests.get(team.id)?.items[cursor]
      return team === undefined || request === undefined ? [] : accessBindings(state, team.id, request)
    }
    case "Entities": {
      const details = state.known.details.get(pane.incidentId)
      const entity = details?.entities.status === "read" ? details.entities.items[cursor] : undefined
      if (entity === undefined) return []
      const copy = { _tag: "Copy", text: entity.name, what: `the entity` } as const
      return [
        {
          keys: ["y"],
          does: "copy the name of the selected entity",
          group: "List",
          hint: "copy",
          press: () => step(state, copy)
        }
      ]
    }
    case "Overview":
    case "Alerts":
    case "Comments":
    case "Timeline":
      return []
  }
}

const rosterBindings = (
  state: State,
  { incidentId }: IncidentPane,
  teamId: TeamId,
  row: RosterRow
): ReadonlyArray<Binding> => {
  const incident = state.known.incidents.get(incidentId)
  const { name: key, state: named } = newName(state)
  const { name } = row.kind === "group" ? row.group : row.member
  const request: Request = {
    _tag: "RemovePeople",
    teamId,
    who: row.kind === "group" ? { groups: [row.group.id] } : { people: [row.member.id] },
    idempotencyKey: key
  }
  const principal =
    row.kind === "group"
      ? ({ kind: "group", id: row.group.id, name } as const)
      : ({ kind: "person", id: row.member.id, name } as const)
  const out =
    row.kind === "person" && ["removed", "refused"].includes(row.member.status) && row.member.role === undefined
  return [
    {
      keys: ["d", "delete"],
      does: `remove ${name} from the team`,
      group: "Team",
      hint: "remove",
      word: "remove",
      changes: true,
      refusal: first(
        out ? `${name} isn't in the team.` : undefined,
        incident === undefined ? undefined : whyNotChangeTeam(state, incident)
      ),
      request,
      press: () =>
        confirm(named, {
          title: `Remove ${name}`,
          words: [
            row.kind === "group"
              ? "People who are in the team only because of this group are removed too. They can no longer open the team."
              : `${name} is removed from the team and can no longer open it.`
          ],
          does: `remove ${name}`,
          request
        })
    },
    { keys: ["*"], group: "Team", word: "star", ...starring(state, principal) }
  ]
}

const accessBindings = (state: State, teamId: TeamId, request: AccessRequestView): ReadonlyArray<Binding> => {
  const { name: key, state: named } = newName(state)
  const decide = (
    verdict: "approve" | "deny"
  ): Pick<Binding, "changes" | "refusal" | "request" | "press" | "group"> => ({
    group: "Team",
    changes: true,
    refusal: whyNotDecideAccess(state, teamId),
    request: { _tag: "DecideAccess", teamId, requestId: request.id, verdict, reason: "", idempotencyKey: key },
    press: () =>
      step(
        opened(named, {
          _tag: "Reasoning",
          teamId,
          of: { _tag: "Decide", requestId: request.id, person: request.person.name, verdict },
          field: emptyField,
          key,
          edition: 0,
          ...unsent
        })
      )
  })
  return [
    {
      keys: ["+"],
      does: `approve ${request.person.name}'s request`,
      hint: "approve",
      word: "approve",
      ...decide("approve")
    },
    { keys: ["-"], does: `deny ${request.person.name}'s request`, hint: "deny", word: "deny", ...decide("deny") }
  ]
}
