import type { Step } from "@incident-teams/domain/team/Step"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { Schema } from "effect"
import { Origin } from "./Origin.ts"

/**
 * The origin that the work on each subject of a team is attributed to, since several requests may be at work at the same
 * time: one created the team, another had it archived, a third added people. The last one of each subject counts.
 */
export const Origins = Schema.Struct({
  /** That there is a team, with its owners, app, page and announcement. */
  team: Schema.optionalKey(Origin),
  people: Schema.optionalKey(Origin),
  name: Schema.optionalKey(Origin),
  /** Archiving and reopening. */
  desiredState: Schema.optionalKey(Origin),
  /** Checking the team and the incident. */
  checks: Schema.optionalKey(Origin)
})
export type Origins = typeof Origins.Type
export type Subject = keyof Origins

export const subjectOf = (step: Step): Subject => {
  switch (step._tag) {
    case "EnsureGroup":
    case "EnsureTeam":
    case "EnsureOwner":
    case "Do":
    case "Restore":
      return "team"
    case "ExpandGroup":
    case "AddMembers":
    case "RemoveMembers":
      return "people"
    case "Rename":
      return "name"
    case "Archive":
    case "Unarchive":
    case "AwaitOperation":
    case "GiveUp":
      return "desiredState"
    case "Verify":
    case "ReadExpiration":
    case "Observe":
    case "Renew":
    case "Link":
    case "Unlink":
    case "FollowMerge":
    case "ConfirmMerge":
      return "checks"
  }
}

const all: ReadonlyArray<Subject> = ["team", "people", "name", "desiredState", "checks"]

/** The subjects whose work after an event is attributed to the event's origin. */
const asked = (event: TeamEvent): ReadonlyArray<Subject> => {
  switch (event._tag) {
    case "TeamRequested":
    case "TeamRecreated":
    case "Retried":
    case "RestoreRequested":
      return all
    case "PeopleRequested":
    case "GroupRequested":
    case "GroupDropped":
      return ["people"]
    case "RenameRequested":
      return ["name"]
    case "DesiredStateChanged":
    case "ArchiveRequested":
      return ["desiredState"]
    // What was read is corrected.
    case "PhaseRead":
    case "ChangedInTeams":
    case "Found":
      return ["desiredState", "checks"]
    case "IncidentObserved":
      return event.checkAt === undefined && event.graceUntil === undefined ? [] : ["checks"]
    case "LinkRequested":
    case "IncidentsLinked":
    case "SurvivorChosen":
    case "UnlinkRequested":
    case "TeamMerged":
    case "MergeUndone":
    case "IncidentMissed":
    case "TeamEnsured":
    case "Archived":
    case "Reopened":
    case "OperationFailed":
    case "OperationRefused":
    case "AttemptGivenUp":
    case "OrphanEnded":
    case "LateResult":
    case "Restored":
    case "CheckDue":
    case "TakenOver":
    case "Suspected":
      return ["checks"]
    case "OwnerMissed":
      return ["team"]
    case "LinkRefused":
    case "IncidentsUnlinked":
    case "LeadChanged":
    case "MergeConfirmed":
    case "MergeFollowed":
    case "MergeUnresolved":
    case "MergeDismissed":
    case "GraceEnded":
    case "KeptOpen":
    case "AccessRequested":
    case "AccessDecided":
    case "IncidentChanged":
    case "IncidentDeleted":
    case "IncidentGone":
    case "StepBegun":
    case "GroupEnsured":
    case "OwnersEnsured":
    case "GroupExpanded":
    case "ExpansionRefused":
    case "PeopleSettled":
    case "ChoreDone":
    case "ChoreRefused":
    case "Renamed":
    case "RenameRefused":
    case "Provisioned":
    case "OperationAccepted":
    case "OperationSeen":
    case "OrphanSeen":
    case "RestoreRefused":
    case "GroupRenewed":
    case "RenewalRefused":
    case "StepDelayed":
    case "Blocked":
    case "Unblocked":
    case "Verified":
    case "ExpirationRead":
    case "Lost":
    case "StillLost":
    case "AddedInTeams":
      return []
  }
}

/** A check that found nothing new ends the attribution; the next one is due by time alone. */
const settles = (event: TeamEvent): boolean => event._tag === "Verified" || event._tag === "StillLost"

/** The attributions after `events`, which `origin` caused. */
export const originsAfter = (
  before: Origins,
  events: ReadonlyArray<TeamEvent>,
  origin: Origin | undefined
): Origins => {
  const origins = new Map(Object.entries(before))
  for (const event of events) {
    if (settles(event)) origins.delete("checks")
    if (origin !== undefined) for (const subject of asked(event)) origins.set(subject, origin)
  }
  return Object.fromEntries(origins)
}
