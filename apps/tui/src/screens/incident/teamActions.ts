import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { first, mayJoin, type Refusal, whyNotChangeTeam, whyNotEnter } from "../../console/rights.ts"
import type { State } from "../../console/State.ts"
import { ask, newName, opened, step } from "../../console/Step.ts"
import type { Binding } from "../../keys/Binding.ts"
import { emptyField, fieldOf } from "../../keys/Field.ts"
import { openForm } from "../form/openForm.ts"
import { unsent } from "../Sending.ts"

const noTeam = ({ number }: IncidentView): Refusal => `Incident ${number} has no team yet. Press n to create one.`

/** The actions on an incident's team. */
export const teamActions = (state: State, incident: IncidentView): ReadonlyArray<Binding> => {
  const { team } = incident
  const known = team === undefined ? undefined : state.known.teams.get(team.id)
  const missing = team === undefined ? noTeam(incident) : undefined
  const noLink =
    team === undefined || team.link !== undefined ? undefined : "The team is still being created and has no link yet."
  const lost =
    team?.phase === "lost" ? "The team was deleted in Teams. Restore it (R) or create a new one (M)." : undefined
  const notLost =
    team?.phase === "lost" ? undefined : "Only a team that was deleted in Teams can be restored or replaced."
  const mayChange = first(missing, whyNotChangeTeam(state, incident))
  const { name, state: named } = newName(state)
  const link = team?.link
  const me = state.known.me
  const joins =
    team !== undefined && me?.kind === "person" && mayJoin(state, incident)
      ? ({ _tag: "AddPeople", teamId: team.id, who: { people: [me.id], groups: [] }, idempotencyKey: name } as const)
      : undefined
  const group = "Team"
  return [
    {
      keys: ["b"],
      does: "open the team in Teams",
      group,
      hint: "Teams",
      word: "open",
      refusal: first(missing, noLink),
      press: () => step(state, ...(link === undefined ? [] : [{ _tag: "Open", url: link, what: "the team" } as const]))
    },
    {
      keys: ["y"],
      does: "copy the team's link",
      group,
      hint: "copy link",
      late: true,
      word: "copy",
      refusal: first(missing, noLink),
      press: () =>
        step(state, ...(link === undefined ? [] : [{ _tag: "Copy", text: link, what: "the team's link" } as const]))
    },
    {
      keys: ["a"],
      does: "add people and groups",
      group,
      hint: "add people",
      late: true,
      word: "add",
      changes: true,
      refusal: first(missing, lost, mayChange),
      request: team && { _tag: "AddPeople", teamId: team.id, who: { people: [], groups: [] }, idempotencyKey: name },
      press: () => (team === undefined ? step(state) : openForm(state, incident.id, team.id))
    },
    {
      keys: ["e"],
      does: "change the team's name or description",
      group,
      hint: "rename",
      late: true,
      word: "rename",
      changes: true,
      refusal: first(missing, lost, mayChange, known === undefined ? "The team is still loading." : undefined),
      request: known && {
        _tag: "RenameTeam",
        seen: known,
        name: known.value.name,
        description: known.value.description,
        idempotencyKey: name
      },
      press: () =>
        known === undefined
          ? step(state)
          : step(
              opened(named, {
                _tag: "Renaming",
                seen: known,
                name: fieldOf(known.value.name),
                description: fieldOf(known.value.description),
                focus: "name",
                key: name,
                edition: 0,
                ...unsent
              })
            )
    },
    {
      keys: ["t"],
      does: "retry everything that is blocked, waiting or refused",
      group,
      word: "retry",
      changes: true,
      refusal: mayChange,
      request: team && { _tag: "RetryTeam", teamId: team.id, idempotencyKey: name },
      press: () =>
        team === undefined ? step(state) : ask(named, { _tag: "RetryTeam", teamId: team.id, idempotencyKey: name })
    },
    {
      keys: ["A"],
      does: joins === undefined ? "request access to the team" : "join the team",
      group,
      word: joins === undefined ? "request" : "join",
      changes: true,
      refusal: first(missing, lost, whyNotEnter(state, incident)),
      request: joins ?? (team && { _tag: "AskAccess", teamId: team.id, reason: "…", idempotencyKey: name }),
      press: () =>
        team === undefined
          ? step(state)
          : joins !== undefined
            ? ask(named, joins)
            : step(
                opened(named, {
                  _tag: "Reasoning",
                  teamId: team.id,
                  of: { _tag: "Ask" },
                  field: emptyField,
                  key: name,
                  edition: 0,
                  ...unsent
                })
              )
    },
    {
      keys: ["R"],
      does: "restore a team that was deleted in Teams",
      group,
      word: "restore",
      changes: true,
      refusal: first(missing, notLost, mayChange),
      request: team && { _tag: "RestoreTeam", teamId: team.id, idempotencyKey: name },
      press: () =>
        team === undefined ? step(state) : ask(named, { _tag: "RestoreTeam", teamId: team.id, idempotencyKey: name })
    },
    {
      keys: ["M"],
      does: "create a new team in place of one that was deleted in Teams",
      group,
      word: "remake",
      changes: true,
      refusal: first(missing, notLost, mayChange),
      request: team && { _tag: "RemakeTeam", teamId: team.id, idempotencyKey: name },
      press: () =>
        team === undefined
          ? step(state)
          : step(
              opened(named, {
                _tag: "Confirming",
                title: "Create a new team",
                words: [
                  `The team of incident ${incident.number} was deleted in Teams.`,
                  "A new team is created in its place, with the same people but without the conversations of the deleted team. To keep those, restore the deleted team instead (R, within 30 days)."
                ],
                does: "create a new team",
                request: { _tag: "RemakeTeam", teamId: team.id, idempotencyKey: name },
                ...unsent
              })
            )
    }
  ]
}
