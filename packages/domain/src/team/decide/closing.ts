import { graceOf, incidentsOf, isOpen } from "../served.ts"
import type { Team } from "../Team.ts"
import type { CommandOf } from "../TeamCommand.ts"
import { IncidentIsOpen, NothingToKeepOpen } from "../TeamRejection.ts"
import { type Decision, happens, nothingHappens, refuse } from "./Decision.ts"

/** Nothing is waited for any more. Requested again, it changes nothing. */
export const archiveNow = ({ by }: CommandOf<"ArchiveNow">, team: Team): Decision => {
  if (graceOf(team) !== undefined) return happens({ _tag: "ArchiveRequested", by })
  const open = incidentsOf(team).find((incident) => isOpen(incident) && incident.graceUntil === undefined)
  if (open !== undefined && team.mergedInto === undefined) {
    return refuse(new IncidentIsOpen({ incident: open.id, number: open.number }))
  }
  return team.keptOpen === undefined ? nothingHappens : happens({ _tag: "ArchiveRequested", by })
}

/** Only within a grace: before it an incident is open, and after it only reopening one opens the team. */
export const keepOpen = ({ by }: CommandOf<"KeepOpen">, team: Team): Decision => {
  if (team.keptOpen !== undefined) return nothingHappens
  return graceOf(team) === undefined ? refuse(new NothingToKeepOpen()) : happens({ _tag: "KeptOpen", by })
}
