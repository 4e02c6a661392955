import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import type { Refusal } from "../console/rights.ts"
import type { State } from "../console/State.ts"
import { ask, newName, opened, step } from "../console/Step.ts"
import type { Binding } from "../keys/Binding.ts"
import type { Request } from "../requests/Request.ts"
import type { Confirming } from "../screens/dialogs/Confirming.tsx"
import { unsent } from "../screens/Sending.ts"
import type { Action } from "./Action.ts"

interface OnTeam extends Pick<Binding, "keys" | "does" | "word"> {
  readonly sends: "ArchiveNow" | "KeepOpen" | "RetryTeam" | "RestoreTeam" | "RecreateTeam"
  readonly refusal: (state: State, incident: IncidentView) => Refusal
  /** What is asked before. */
  readonly confirms?: (incident: IncidentView) => Pick<Confirming, "title" | "words" | "does">
}

/** A change that needs nothing but the team. */
export const onTeam =
  ({ sends, refusal, confirms, ...words }: OnTeam): Action =>
  (state, incident) => {
    const { name: idempotencyKey, state: named } = newName(state)
    const request: Request | undefined = incident.team && { _tag: sends, teamId: incident.team.id, idempotencyKey }
    return {
      ...words,
      group: "Team",
      changes: true,
      refusal: refusal(state, incident),
      request,
      press: () => {
        if (request === undefined) return step(state)
        return confirms === undefined
          ? ask(named, request)
          : step(opened(named, { _tag: "Confirming", ...confirms(incident), request, ...unsent }))
      }
    }
  }
