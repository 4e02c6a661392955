import { Result } from "effect"
import type { IncidentId } from "../../ids/IncidentId.ts"
import type { ReadOutcome } from "../Outcome.ts"
import { incidentIn, isOpen, linkTo } from "../served.ts"
import type { Team } from "../Team.ts"
import type { CommandOf } from "../TeamCommand.ts"
import { NoMergeToDecide } from "../TeamRejection.ts"
import { type Decision, happens, nothingHappens, refuse, type Situation } from "./Decision.ts"
import { delay, delayAfter, pauseFor, retryLater } from "./failure.ts"
import { linkIncident } from "./links.ts"
import { observeIncident } from "./observeIncident.ts"

export const chooseSurvivor = ({ incident: id, survivor, by }: CommandOf<"ChooseSurvivor">, team: Team): Decision => {
  const incident = incidentIn(team, id)
  return incident?.merge === undefined || !isOpen(incident) || survivor.id === id
    ? refuse(new NoMergeToDecide({ incident: id }))
    : happens({ _tag: "SurvivorChosen", incident: id, survivor, by })
}

export const dismissMerge = ({ incident: id, by }: CommandOf<"DismissMerge">, team: Team): Decision => {
  const incident = incidentIn(team, id)
  return incident?.merge === undefined || !isOpen(incident)
    ? refuse(new NoMergeToDecide({ incident: id }))
    : happens({ _tag: "MergeDismissed", incident: id, by })
}

/** What is linked has troubles and remedies of its own. */
export const linkedFirst = "The incidents are linked first."

/** The team stays open until the survivor is served, or a person says that there is none. */
export const settleMerge = (id: IncidentId, outcome: ReadOutcome, situation: Situation): Decision => {
  const { team, at, timing } = situation
  const incident = incidentIn(team, id)
  // A team that was merged meanwhile leaves its incidents to the other one.
  if (incident?.merge === undefined || !isOpen(incident) || team.mergedInto !== undefined) return nothingHappens
  const { since, problem } = incident.merge
  const pause = pauseFor(situation, "FollowMerge")
  const later = (reason: string) => delay("FollowMerge", reason, situation, pause)
  const tell = ({ reason, remedy }: { readonly reason: string; readonly remedy: string }) =>
    problem?.reason === reason ? [] : [{ _tag: "MergeUnresolved" as const, incident: id, reason, remedy }]
  if (outcome._tag === "SurvivorFound") {
    const { survivor, served, target } = outcome
    if (served === "here") {
      return happens({ _tag: "MergeFollowed", incident: id, survivor: { id: survivor.id, number: survivor.number } })
    }
    return served === "nowhere" && linkTo(team, target) === undefined && incidentIn(team, survivor.id) === undefined
      ? linkIncident(
          { _tag: "LinkIncident", incident: survivor, target, merge: true, lead: true, by: { _tag: "System" }, at },
          team
        )
      : happens({
          ...later(`The team waits until incident ${survivor.number} is linked.`),
          remedy: linkedFirst
        })
  }
  // Right after the label, Defender may not say yet that it merged the incident.
  if (outcome._tag === "NotMerged") {
    return at - since < timing.confirmMissingAfter
      ? happens(later("Microsoft Defender knows of no merge of the incident yet."))
      : happens({ _tag: "MergeDismissed", incident: id, by: { _tag: "System" } })
  }
  if (outcome._tag === "IncidentRead") {
    return Result.map(observeIncident(outcome.observation, situation), (events) =>
      events.length > 0 ? events : [later("Sentinel answered with an older state of the incident.")]
    )
  }
  if (outcome._tag === "SurvivorUnknown") {
    if (at - since >= timing.mergePatience) {
      return happens(...tell(outcome), delayAfter("FollowMerge", outcome, situation, timing.mergePatience))
    }
    return happens(outcome.lags ? later(outcome.reason) : delayAfter("FollowMerge", outcome, situation, pause))
  }
  return outcome._tag === "PersonDecides"
    ? happens(...tell(outcome), delayAfter("FollowMerge", outcome, situation, timing.verifyEvery))
    : retryLater("FollowMerge", outcome, situation)
}

export const settleConfirmation = (outcome: ReadOutcome, situation: Situation): Decision => {
  if (situation.team.mergedInto?.confirmed !== false) return nothingHappens
  if (outcome._tag === "MergeStands") return happens({ _tag: "MergeConfirmed" })
  return outcome._tag === "MergeEnded"
    ? happens({ _tag: "MergeUndone", incidents: [] })
    : retryLater("ConfirmMerge", outcome, situation)
}
