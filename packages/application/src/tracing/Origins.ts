import type { Step } from "@incident-teams/domain/team/Step"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { Schema } from "effect"
import { Origin } from "./Origin.ts"

/**
 * On whose account each subject of a team is worked on, since several may be at the same time: one request made the team,
 * another had it archived, a third added people meanwhile. The last one of each subject counts.
 */
export const Origins = Schema.Struct({
  /** That there is a team, with its owners, app, page and announcement. */
  team: Schema.optionalKey(Origin),
  people: Schema.optionalKey(Origin),
  name: Schema.optionalKey(Origin),
  /** Archiving and reopening. */
  desiredState: Schema.optionalKey(Origin),
  /** Looking at the team and at the incident. */
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
    case "Observe":
      return "checks"
  }
}

const all: ReadonlyArray<Subject> = ["team", "people", "name", "desiredState", "checks"]

/** What there is to do after an event on the account of whoever brought it about. */
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
      return ["desiredState"]
    // What was read is put right.
    case "PhaseRead":
    case "ChangedInTeams":
    case "Found":
      return ["desiredState", "checks"]
    case "IncidentObserved":
      return event.checkAt === undefined ? [] : ["checks"]
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
    case "AccessRequested":
    case "AccessDecided":
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
    case "StepDelayed":
    case "Blocked":
    case "Unblocked":
    case "Verified":
    case "Lost":
    case "StillLost":
      return []
  }
}

/** A look that found nothing new ends what it was made for; the next one is due by time alone. */
const settles = (event: TeamEvent): boolean => event._tag === "Verified" || event._tag === "StillLost"

/** The accounts after `events`, which came about on `origin`'s. */
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
