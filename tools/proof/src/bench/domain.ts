import { replay } from "@incident-teams/domain/Decider"
import { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { IncidentArmId } from "@incident-teams/domain/ids/IncidentArmId"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { plus, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import type { IncidentSnapshot } from "@incident-teams/domain/incident/IncidentObservation"
import { nextStep } from "@incident-teams/domain/team/agenda"
import type { WriteOutcome } from "@incident-teams/domain/team/Outcome"
import { isWrite, type Write } from "@incident-teams/domain/team/Step"
import { noTeam, type TeamState } from "@incident-teams/domain/team/Team"
import type { TeamCommand } from "@incident-teams/domain/team/TeamCommand"
import { teamDecider } from "@incident-teams/domain/team/teamDecider"
import { timing } from "@incident-teams/domain/team/Timing"
import { Result } from "effect"
import { createMachine, initialTransition, transition } from "xstate"
import { ratioOf, type Spread, spreadOf } from "./Spread.ts"

const decider = teamDecider(timing)
const start = timestampOf(Date.UTC(2026, 0, 1))
const owner = { id: PersonId.make("00000000-0000-4000-8000-000000000001"), name: "Ben Sample" }

const incident = (status: IncidentSnapshot["status"], revision: number): IncidentSnapshot => ({
  id: IncidentId.make("soc~73e01a99-5cd7-4139-a149-9f2736ff2ab5"),
  armId: IncidentArmId.make(
    "/subscriptions/s/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/soc/providers/Microsoft.SecurityInsights/incidents/73e01a99-5cd7-4139-a149-9f2736ff2ab5"
  ),
  number: 1042,
  title: "Phishing",
  status,
  severity: "High",
  etag: `"${revision}"`,
  lastModified: plus(start, revision),
  url: "https://portal.example/incident"
})

/** The platform's answer where everything goes well. */
const well = (step: Write): WriteOutcome => {
  switch (step._tag) {
    case "EnsureGroup":
      return {
        _tag: "GroupEnsured",
        platformTeamId: PlatformTeamId.make("00000000-0000-4000-a000-000000000001"),
        found: false
      }
    case "EnsureTeam":
      return { _tag: "TeamEnsured", link: "https://teams.example/l/team" }
    case "EnsureOwner":
      return { _tag: "OwnersEnsured", owners: [owner.id] }
    case "Archive":
    case "Unarchive":
      return { _tag: "Accepted", operation: "operation" }
    case "Do":
      return { _tag: "Done" }
    case "AddMembers":
    case "RemoveMembers":
    case "Rename":
    case "Restore":
      throw new Error(`${step._tag} isn't part of this life.`)
  }
}

/** One team's life, decided, folded and asked for its next step at each turn; how many turns it took. */
const live = (): number => {
  let state: TeamState = noTeam
  let now = start
  let turns = 0
  const turn = (command: TeamCommand): void => {
    const decided = decider.decide(command, state)
    if (Result.isFailure(decided)) throw new Error(`Refused: ${decided.failure._tag}`)
    state = replay(decider, decided.success, state)
    nextStep(state, now)
    turns += 1
  }
  const work = (): void => {
    for (;;) {
      now = plus(now, 60_000)
      const step = nextStep(state, now)
      if (step === undefined || step._tag === "Verify") return
      if (isWrite(step)) {
        turn({ _tag: "BeginStep", step, at: now })
        const attempt: number = state._tag === "Team" ? state.work.attempts : 0
        turn({ _tag: "ReportWrite", attempt, step, outcome: well(step), at: now })
      } else turn({ _tag: "ReportRead", step, outcome: { _tag: "OperationRead", status: "succeeded" }, at: now })
    }
  }
  const observe = (status: IncidentSnapshot["status"], revision: number): void =>
    turn({ _tag: "ObserveIncident", observation: { _tag: "Found", incident: incident(status, revision) }, at: now })
  turn({
    _tag: "RequestTeam",
    id: TeamId.make("abcdefghijklmnopqrstuvwxyz"),
    incident: incident("New", 0),
    name: "INC-1042 Phishing",
    description: "",
    owners: [owner],
    standbyOwners: [],
    people: [],
    refused: [],
    groups: [],
    withApp: false,
    announce: true,
    by: { _tag: "System" },
    at: now
  })
  work()
  observe("Closed", 1)
  work()
  observe("Active", 2)
  work()
  return turns
}

/** The same phases and messages as a machine of XState's, without what our decider keeps beside the phase. */
const machine = createMachine({
  id: "team",
  initial: "requested",
  states: {
    requested: { on: { BEGIN: "grouping" } },
    grouping: { on: { DONE: "grouped" } },
    grouped: { on: { BEGIN: "teaming" } },
    teaming: { on: { DONE: "made" } },
    made: { on: { BEGIN: "pinning" } },
    pinning: { on: { DONE: "pinned" } },
    pinned: { on: { BEGIN: "announcing" } },
    announcing: { on: { DONE: "open" } },
    open: { on: { CLOSE: "toArchive" } },
    toArchive: { on: { BEGIN: "archiving" } },
    archiving: { on: { ACCEPTED: "archivingFollowed" } },
    archivingFollowed: { on: { DONE: "archived" } },
    archived: { on: { REOPEN: "toReopen" } },
    toReopen: { on: { BEGIN: "reopening" } },
    reopening: { on: { ACCEPTED: "reopeningFollowed" } },
    reopeningFollowed: { on: { DONE: "open" } }
  }
})
const messages = [
  ..."BEGIN DONE BEGIN DONE BEGIN DONE BEGIN DONE".split(" "),
  ..."CLOSE BEGIN ACCEPTED DONE".split(" "),
  ..."REOPEN BEGIN ACCEPTED DONE".split(" ")
]

const liveInXState = (): number => {
  let [state] = initialTransition(machine)
  for (const type of messages) [state] = transition(machine, state, { type })
  if (state.value !== "open") throw new Error(`It ends as ${JSON.stringify(state.value)}.`)
  return messages.length
}

/** Turns a second, lives lived for about so many milliseconds. */
const rate = (one: () => number, millis: number): number => {
  const began = performance.now()
  let turns = 0
  while (performance.now() - began < millis) turns += one()
  return (turns / (performance.now() - began)) * 1_000
}

export interface DomainFigures {
  readonly ratio: Spread
  readonly perSecond: Spread
  readonly xstatePerSecond: Spread
}

/** decide + evolve + nextStep against XState v5's pure `transition`, taking turns. */
export const domainVsXstate = (rounds = 9): DomainFigures => {
  rate(live, 300)
  rate(liveInXState, 300)
  const ours: Array<number> = []
  const theirs: Array<number> = []
  for (let round = 0; round < rounds; round++) {
    ours.push(rate(live, 200))
    theirs.push(rate(liveInXState, 200))
  }
  return { ratio: ratioOf(ours, theirs), perSecond: spreadOf(ours), xstatePerSecond: spreadOf(theirs) }
}
