import type { Team, TeamState } from "../Team.ts"
import type { CommandOf, TeamCommand } from "../TeamCommand.ts"
import { NoSuchTeam } from "../TeamRejection.ts"
import type { Timing } from "../Timing.ts"
import { requestAccess, decideAccess } from "./access.ts"
import { alreadySo, type Decision, refuse } from "./Decision.ts"
import { observeIncident } from "./observeIncident.ts"
import { addPeople, removePeople, renameTeam } from "./people.ts"
import { handOver, reportStep } from "./reportStep.ts"
import { requestTeam } from "./requestTeam.ts"
import { checkTeam, recreateTeam, restoreTeam, retryTeam } from "./rescue.ts"
import { beginStep, takeOver } from "./work.ts"

/** What a command leads to. Pure and deterministic; a refusal changes nothing. */
export const decide = (command: TeamCommand, state: TeamState, timing: Timing): Decision => {
  if (command._tag === "RequestTeam") return requestTeam(command, state)
  if (state._tag === "NoTeam") return withoutTeam(command)
  return withTeam(command, state, timing)
}

type Later = Exclude<TeamCommand, CommandOf<"RequestTeam">>

const withTeam = (command: Later, team: Team, timing: Timing): Decision => {
  switch (command._tag) {
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
      return observeIncident(command.observation, command.at, team, timing)
    case "RetryTeam":
      return retryTeam(command, team, timing)
    case "RestoreTeam":
      return restoreTeam(command, team, timing)
    case "RecreateTeam":
      return recreateTeam(command, team)
    case "CheckTeam":
      return checkTeam(command, team, timing)
    case "BeginStep":
      return beginStep(command, team, timing)
    case "ReportStep":
      return reportStep(command, team, timing)
    case "HandOver":
      return handOver(command, team, timing)
    case "TakeOver":
      return takeOver(command, team, timing)
  }
}

const withoutTeam = (command: Later): Decision => {
  switch (command._tag) {
    // What the incident does is of no interest while nobody asked for a team.
    case "ObserveIncident":
    case "CheckTeam":
    case "TakeOver":
    case "HandOver":
      return alreadySo
    case "AddPeople":
    case "RemovePeople":
    case "RenameTeam":
    case "RequestAccess":
    case "DecideAccess":
    case "RetryTeam":
    case "RestoreTeam":
    case "RecreateTeam":
    case "BeginStep":
    case "ReportStep":
      return refuse(new NoSuchTeam())
  }
}
