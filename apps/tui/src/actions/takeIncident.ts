import { first, whyNotChangeIncident } from "../console/rights.ts"
import { ask } from "../console/Step.ts"
import type { Request } from "../requests/Request.ts"
import type { Action } from "./Action.ts"

export const takeIncident: Action = (state, incident) => {
  const { number, status, owner } = incident
  const { me } = state.known
  const request: Request = {
    _tag: "ChangeIncident",
    seen: incident,
    change: {
      ...(me === undefined ? {} : { owner: { id: me.id, kind: "User", name: me.name } as const }),
      ...(status === "New" ? { status: "Active" as const } : {})
    }
  }
  const isMine = me !== undefined && owner?.id === me.id
  return {
    keys: ["i"],
    does: "assign the incident to yourself and set it to Active",
    group: "Incident",
    hint: "assign to me",
    late: true,
    word: "take",
    changes: true,
    refusal: first(
      status === "Closed" ? `Incident ${number} is closed.` : undefined,
      me?.kind === "application" ? "An application can't own an incident." : undefined,
      isMine && status !== "New" ? `Incident ${number} is already assigned to you.` : undefined,
      whyNotChangeIncident(state, incident)
    ),
    request,
    press: () => ask(state, request)
  }
}
