import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { first, whyNotChangeIncident, whyNotCreateTeam } from "../../console/rights.ts"
import type { State } from "../../console/State.ts"
import { ask, newName, opened, step } from "../../console/Step.ts"
import type { Binding } from "../../keys/Binding.ts"
import { emptyField } from "../../keys/Field.ts"
import type { Request, RequestOf } from "../../requests/Request.ts"
import { openForm } from "../form/openForm.ts"
import { unsent } from "../Sending.ts"

const changeOf = (seen: IncidentView, change: RequestOf<"ChangeIncident">["change"]): Request => ({
  _tag: "ChangeIncident",
  seen,
  change
})

/** The actions on the incident under the cursor, on any screen. */
export const incidentActions = (state: State, incident: IncidentView): ReadonlyArray<Binding> => {
  const { id, number, status, team } = incident
  const isClosed = status === "Closed"
  const mayChange = whyNotChangeIncident(state, incident)
  const me = state.known.me
  const take = changeOf(incident, {
    ...(me === undefined ? {} : { owner: { id: me.id, kind: "User", name: me.name } as const }),
    ...(status === "New" ? { status: "Active" as const } : {})
  })
  const isMine = me !== undefined && incident.owner?.id === me.id
  const named = newName(state)
  return [
    {
      keys: ["n"],
      does: "create the incident's team",
      group: "Team",
      hint: "new team",
      word: "create",
      changes: true,
      refusal: first(
        team === undefined ? undefined : `Incident ${number} already has a team. Press Enter to show it.`,
        isClosed ? `Incident ${number} is closed. Reopen it first (o).` : undefined,
        whyNotCreateTeam(state, incident)
      ),
      request: { _tag: "CreateTeam", incidentId: id, team: {}, idempotencyKey: named.name },
      press: () => openForm(state, id, undefined)
    },
    {
      keys: ["c"],
      does: "close the incident and archive its team",
      group: "Incident",
      hint: "close",
      word: "close",
      changes: true,
      refusal: first(isClosed ? `Incident ${number} is already closed.` : undefined, mayChange),
      request: changeOf(incident, {
        status: "Closed",
        classification: "TruePositive",
        classificationReason: "SuspiciousActivity"
      }),
      press: () =>
        step(
          opened(state, {
            _tag: "Closing",
            seen: incident,
            at: 0,
            comment: emptyField,
            focus: "classification",
            ...unsent
          })
        )
    },
    {
      keys: ["o"],
      does: "reopen the incident and its team",
      group: "Incident",
      hint: "reopen",
      word: "reopen",
      changes: true,
      refusal: first(isClosed ? undefined : `Incident ${number} is already open.`, mayChange),
      request: changeOf(incident, { status: "Active" }),
      press: () => step(opened(state, { _tag: "Choosing", of: { _tag: "Reopen", seen: incident }, at: 0, ...unsent }))
    },
    {
      keys: ["i"],
      does: "assign the incident to yourself and set it to Active",
      group: "Incident",
      hint: "assign to me",
      late: true,
      word: "take",
      changes: true,
      refusal: first(
        isClosed ? `Incident ${number} is closed.` : undefined,
        me?.kind === "application" ? "An application can't own an incident." : undefined,
        isMine && status !== "New" ? `Incident ${number} is already assigned to you.` : undefined,
        mayChange
      ),
      request: take,
      press: () => ask(state, take)
    },
    {
      keys: ["v"],
      does: "change the incident's severity",
      group: "Incident",
      hint: "severity",
      late: true,
      word: "severity",
      changes: true,
      refusal: mayChange,
      request: changeOf(incident, { severity: "High" }),
      press: () => step(opened(state, { _tag: "Choosing", of: { _tag: "Severity", seen: incident }, at: 0, ...unsent }))
    },
    {
      keys: ["P"],
      does: "open the incident in the Azure portal",
      group: "Incident",
      word: "portal",
      press: () => step(state, { _tag: "Open", url: incident.url, what: "the incident" })
    }
  ]
}
