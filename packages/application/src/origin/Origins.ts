import type { Step } from "@incident-teams/domain/team/Step"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { Schema } from "effect"
import { Origin } from "./Origin.ts"

/**
 * On whose account each matter of a team is worked on, since several may be at the same time: one request made the team,
 * another had it archived, a third added people meanwhile. The last one of each matter counts.
 */
export const Origins = Schema.Struct({
  /** That there is a team, with its owners, app, page and announcement. */
  team: Schema.optionalKey(Origin),
  people: Schema.optionalKey(Origin),
  name: Schema.optionalKey(Origin),
  /** Archiving and reopening. */
  wanted: Schema.optionalKey(Origin),
  /** Looking at the team and at the incident. */
  look: Schema.optionalKey(Origin)
})
export type Origins = typeof Origins.Type
export type Matter = keyof Origins

export const matterOf = (step: Step): Matter => {
  switch (step._tag) {
    case "EnsureGroup":
    case "EnsureTeam":
    case "EnsureOwner":
    case "InstallApp":
    case "PinPage":
    case "Announce":
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
      return "wanted"
    case "Verify":
    case "Observe":
      return "look"
  }
}

const all: ReadonlyArray<Matter> = ["team", "people", "name", "wanted", "look"]

/** What there is to do after an event on the account of whoever brought it about. */
const asked = (event: TeamEvent): ReadonlyArray<Matter> => {
  switch (event._tag) {
    case "TeamRequested":
    case "TeamRemade":
    case "Retried":
    case "RestoreAsked":
      return all
    case "PeopleAsked":
    case "GroupAsked":
    case "GroupDropped":
      return ["people"]
    case "RenameAsked":
      return ["name"]
    case "WantedChanged":
      return ["wanted"]
    // What was read is put right.
    case "PhaseRead":
    case "ChangedByHand":
    case "Found":
      return ["wanted", "look"]
    case "IncidentObserved":
      return event.lookAt === undefined ? [] : ["look"]
    case "IncidentMissed":
    case "TeamEnsured":
    case "Archived":
    case "Reopened":
    case "OperationFailed":
    case "OperationRefused":
    case "AttemptGivenUp":
    case "StrayEnded":
    case "LateResult":
    case "Restored":
    case "LookDue":
    case "TakenOver":
    case "Suspected":
      return ["look"]
    case "OwnerMissed":
      return ["team"]
    case "AccessAsked":
    case "AccessDecided":
    case "IncidentGone":
    case "StepBegun":
    case "GroupEnsured":
    case "OwnersEnsured":
    case "GroupExpanded":
    case "ExpansionRefused":
    case "PeopleSettled":
    case "AppInstalled":
    case "AppRefused":
    case "PagePinned":
    case "PageRefused":
    case "Renamed":
    case "RenameRefused":
    case "Announced":
    case "AnnouncementRefused":
    case "Provisioned":
    case "OperationAccepted":
    case "OperationSeen":
    case "StraySeen":
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
    if (settles(event)) origins.delete("look")
    if (origin !== undefined) for (const matter of asked(event)) origins.set(matter, origin)
  }
  return Object.fromEntries(origins)
}
