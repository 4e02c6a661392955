import type { StepName } from "@incident-teams/domain/team/Step"
import { choreStepWords, type StepWords } from "./team.ts"

const words: Readonly<Record<StepName, StepWords>> = {
  ...choreStepWords,
  EnsureGroup: { activity: "creating the team's group", failure: "the team's group can't be created" },
  EnsureTeam: { activity: "creating the team", failure: "the team can't be created" },
  EnsureOwner: { activity: "adding an owner", failure: "no owner can be added to the team" },
  ExpandGroup: { activity: "reading a group's members", failure: "a group's members can't be read" },
  AddMembers: { activity: "adding people", failure: "people can't be added" },
  RemoveMembers: { activity: "removing people", failure: "people can't be removed" },
  Rename: { activity: "renaming the team", failure: "the team can't be renamed" },
  Archive: { activity: "archiving the team", failure: "the team can't be archived" },
  Unarchive: { activity: "reopening the team", failure: "the team can't be reopened" },
  Restore: { activity: "restoring the team", failure: "the team can't be restored" },
  Renew: {
    activity: "renewing the team before it expires",
    failure: "the team can't be renewed before it expires"
  },
  AwaitOperation: {
    activity: "waiting for Teams to finish the operation",
    failure: "Teams doesn't finish the operation"
  },
  GiveUp: { activity: "closing an unanswered request", failure: "a request to Teams was never answered" },
  Verify: { activity: "checking the team in Teams", failure: "the team can't be checked in Teams" },
  ReadExpiration: {
    activity: "reading when the team expires",
    failure: "it can't be read when the team expires"
  },
  Observe: { activity: "reading the incident", failure: "the incident can't be read" },
  Link: { activity: "linking an incident", failure: "an incident can't be linked" },
  Unlink: { activity: "unlinking an incident", failure: "an incident can't be unlinked" },
  FollowMerge: {
    activity: "looking for the incident that continues a merged one",
    failure: "the incident that continues a merged one can't be found"
  },
  ConfirmMerge: {
    activity: "waiting for the other team to take over",
    failure: "the other team doesn't take over"
  }
}

const isStepName = (step: string): step is StepName => Object.hasOwn(words, step)

/** A step by the name that it has on the wire. A newer server may have steps that aren't known here. */
export const stepWords = (step: string): StepWords =>
  isStepName(step) ? words[step] : { activity: "working on the team", failure: "the team can't be brought up to date" }
