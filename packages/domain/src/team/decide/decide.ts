import { Result } from "effect"
import type { Timestamp } from "../../ids/Timestamp.ts"
import { workInTeam } from "../agenda.ts"
import { evolve } from "../evolve.ts"
import { stepName } from "../Step.ts"
import type { TeamState } from "../Team.ts"
import type { CommandOf, TeamCommand } from "../TeamCommand.ts"
import { type RequestEvent, requestEvents, type TeamEvent } from "../TeamEvent.ts"
import { NoSuchTeam, TeamIsMerged, type TeamRejection } from "../TeamRejection.ts"
import type { Timing } from "../Timing.ts"
import { decideAccess, requestAccess } from "./access.ts"
import { beginStep, takeOver } from "./beginStep.ts"
import { archiveNow, keepOpen } from "./closing.ts"
import { type Decision, type Happening, nothingHappens, refuse, type Situation } from "./Decision.ts"
import { changeDesiredState, changeLead, linkIncident, mergeTeam, undoMerge, unlinkIncident } from "./links.ts"
import { chooseSurvivor, dismissMerge } from "./merges.ts"
import { observeIncident } from "./observeIncident.ts"
import { addPeople, removePeople, renameTeam } from "./people.ts"
import { abandonRead, abandonWrite, reportRead, reportWrite } from "./reportStep.ts"
import { requestTeam } from "./requestTeam.ts"
import { checkTeam, recreateTeam, restoreTeam, retryTeam } from "./rescue.ts"

/** What a command leads to. Pure and deterministic; a refusal changes nothing. */
export const decide = (
  command: TeamCommand,
  state: TeamState,
  timing: Timing
): Result.Result<ReadonlyArray<TeamEvent>, TeamRejection> =>
  Result.map(decision(command, state, timing), (happenings) => {
    const operationNumber = numberFor(command, state)
    const decided = happenings.map((happening) => stamp(happening, command.at, operationNumber))
    const after = decided.reduce(evolve, state)
    // With any decision.
    const events =
      after._tag === "Team" && decided.some(({ _tag }) => aboutIncidents.has(_tag))
        ? [...decided, ...changeDesiredState(after).map((happening) => stamp(happening, command.at))]
        : decided
    return isProvisioningSettled(events.reduce(evolve, state), command.at, timing)
      ? [...events, stamp({ _tag: "Provisioned" }, command.at)]
      : events
  })

/** The desired state may follow from these. */
const aboutIncidents: ReadonlySet<string> = new Set<TeamEvent["_tag"]>([
  "IncidentObserved",
  "IncidentGone",
  "LinkRequested",
  "IncidentsLinked",
  "LinkRefused",
  "IncidentsUnlinked",
  "MergeConfirmed",
  "MergeUndone",
  "MergeFollowed",
  "MergeDismissed",
  "GraceEnded",
  "ArchiveRequested"
])

const stamp = (happening: Happening, at: Timestamp, operationNumber?: number): TeamEvent =>
  operationNumber !== undefined && isOfRequest(happening) ? { ...happening, operationNumber, at } : { ...happening, at }

/** Which commands are requests that are followed as operations. */
const isFollowed: Readonly<Record<TeamCommand["_tag"], boolean>> = {
  RequestTeam: true,
  AddPeople: true,
  RemovePeople: true,
  RenameTeam: true,
  RetryTeam: true,
  RestoreTeam: true,
  RecreateTeam: true,
  LinkIncident: true,
  UnlinkIncident: true,
  RequestAccess: false,
  DecideAccess: false,
  ObserveIncident: false,
  ChangeLead: false,
  DismissMerge: false,
  ChooseSurvivor: false,
  ArchiveNow: false,
  KeepOpen: false,
  MergeTeam: false,
  UndoMerge: false,
  CheckTeam: false,
  BeginStep: false,
  ReportWrite: false,
  ReportRead: false,
  AbandonWrite: false,
  AbandonRead: false,
  TakeOver: false
}

/** The next number, if the command is one of these. */
const numberFor = (command: TeamCommand, state: TeamState): number | undefined =>
  isFollowed[command._tag] ? (state._tag === "Team" ? state.operations.accepted : 0) + 1 : undefined

const requestTags: ReadonlySet<string> = new Set(requestEvents)

const isOfRequest = (happening: Happening): happening is Extract<Happening, { readonly _tag: RequestEvent["_tag"] }> =>
  requestTags.has(happening._tag)

/**
 * Nothing is left of provisioning, or nothing that isn't failing again and again: people who can't be added or a page
 * that can't be pinned keep no team from being used, and none from being archived. That work goes on in an open team.
 */
const isProvisioningSettled = (state: TeamState, at: Timestamp, { stalledAfter }: Timing): boolean => {
  if (state._tag !== "Team" || state.phase !== "provisioning" || state.place._tag !== "Team") return false
  const left = workInTeam(state).map(({ step }) => stepName(step))
  const { waits, inFlight } = state.work
  return (
    left.length === 0 ||
    (inFlight === undefined &&
      left.every((name) => waits.some(({ step, since }) => step === name && at - since >= stalledAfter)))
  )
}

const decision = (command: TeamCommand, state: TeamState, timing: Timing): Decision => {
  if (command._tag === "RequestTeam") return requestTeam(command, state)
  if (state._tag === "NoTeam") return withoutTeam(command)
  return withTeam(command, { team: state, at: command.at, timing })
}

type Later = Exclude<TeamCommand, CommandOf<"RequestTeam">>

const withTeam = (command: Later, situation: Situation): Decision => {
  const { team } = situation
  if (team.mergedInto !== undefined && isLeftToOtherTeam(command)) {
    return refuse(new TeamIsMerged({ into: team.mergedInto.team }))
  }
  switch (command._tag) {
    case "LinkIncident":
      return linkIncident(command, team)
    case "UnlinkIncident":
      return unlinkIncident(command, team)
    case "ChangeLead":
      return changeLead(command, team)
    case "DismissMerge":
      return dismissMerge(command, team)
    case "ChooseSurvivor":
      return chooseSurvivor(command, team)
    case "ArchiveNow":
      return archiveNow(command, team)
    case "KeepOpen":
      return keepOpen(command, team)
    case "MergeTeam":
      return mergeTeam(command, situation)
    case "UndoMerge":
      return undoMerge(command, team)
    case "AddPeople":
      return addPeople(command, team)
    case "RemovePeople":
      return removePeople(command, team)
    case "RenameTeam":
      return renameTeam(command, team)
    case "RequestAccess":
      return requestAccess(command, team)
    case "DecideAccess":
      return decideAccess(command, team)
    case "ObserveIncident":
      return observeIncident(command.observation, situation, command.done)
    case "RetryTeam":
      return retryTeam(command, situation)
    case "RestoreTeam":
      return restoreTeam(command, situation)
    case "RecreateTeam":
      return recreateTeam(command, team)
    case "CheckTeam":
      return checkTeam(situation)
    case "BeginStep":
      return beginStep(command, situation)
    case "ReportWrite":
      return reportWrite(command, situation)
    case "ReportRead":
      return reportRead(command, situation)
    case "AbandonWrite":
      return abandonWrite(command, situation)
    case "AbandonRead":
      return abandonRead(team)
    case "TakeOver":
      return takeOver(situation)
  }
}

/** People who came into a merged team would lose sight of its incidents. */
const leftToOtherTeam: ReadonlySet<string> = new Set<TeamCommand["_tag"]>([
  "AddPeople",
  "RequestAccess",
  "DecideAccess",
  "LinkIncident",
  "UnlinkIncident",
  "ChangeLead",
  "DismissMerge",
  "ChooseSurvivor",
  "KeepOpen"
])

const isLeftToOtherTeam = ({ _tag }: Later): boolean => leftToOtherTeam.has(_tag)

const withoutTeam = (command: Later): Decision => {
  switch (command._tag) {
    // The incident's state has no effect while no team was requested.
    case "ObserveIncident":
    case "CheckTeam":
    case "TakeOver":
    case "AbandonWrite":
    case "AbandonRead":
    case "UndoMerge":
      return nothingHappens
    case "LinkIncident":
    case "UnlinkIncident":
    case "ChangeLead":
    case "DismissMerge":
    case "ChooseSurvivor":
    case "ArchiveNow":
    case "KeepOpen":
    case "MergeTeam":
    case "AddPeople":
    case "RemovePeople":
    case "RenameTeam":
    case "RequestAccess":
    case "DecideAccess":
    case "RetryTeam":
    case "RestoreTeam":
    case "RecreateTeam":
    case "BeginStep":
    case "ReportWrite":
    case "ReportRead":
      return refuse(new NoSuchTeam())
  }
}
