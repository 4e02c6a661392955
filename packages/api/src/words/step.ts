import type { StepName } from "@incident-teams/domain/team/Step"

/** What people call a step of a team's lifecycle. Its own name (`EnsureTeam`) is for programs and is never shown. */
export interface StepWords {
  /** After "Delayed:", or as a subject: `creating the team's group`. */
  readonly activity: string
  /** A clause that says what the failure means: `the team's group can't be created`. */
  readonly failure: string
}

const words: Readonly<Record<StepName, StepWords>> = {
  EnsureGroup: { activity: "creating the team's group", failure: "the team's group can't be created" },
  EnsureTeam: { activity: "creating the team", failure: "the team can't be created" },
  EnsureOwner: { activity: "adding an owner", failure: "no owner can be added to the team" },
  ExpandGroup: { activity: "reading a group's members", failure: "a group's members can't be read" },
  AddMembers: { activity: "adding people", failure: "people can't be added" },
  RemoveMembers: { activity: "removing people", failure: "people can't be removed" },
  app: { activity: "installing the app", failure: "the app can't be installed" },
  page: { activity: "pinning the Incident page", failure: "the Incident page can't be pinned" },
  Rename: { activity: "renaming the team", failure: "the team can't be renamed" },
  announcement: {
    activity: "posting the team's link on the incident",
    failure: "the team's link can't be posted on the incident"
  },
  Archive: { activity: "archiving the team", failure: "the team can't be archived" },
  Unarchive: { activity: "reopening the team", failure: "the team can't be reopened" },
  Restore: { activity: "restoring the team", failure: "the team can't be restored" },
  AwaitOperation: {
    activity: "waiting for Teams to finish the operation",
    failure: "Teams doesn't finish the operation"
  },
  GiveUp: { activity: "closing an unanswered request", failure: "a request to Teams was never answered" },
  Verify: { activity: "checking the team in Teams", failure: "the team can't be checked in Teams" },
  Observe: { activity: "reading the incident", failure: "the incident can't be read" }
}

const isStepName = (step: string): step is StepName => Object.hasOwn(words, step)

/** A step by the name that it has on the wire. A newer server may have steps that aren't known here. */
export const stepWords = (step: string): StepWords =>
  isStepName(step) ? words[step] : { activity: "working on the team", failure: "the team can't be brought up to date" }
