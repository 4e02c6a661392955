import { StepName } from "@incident-teams/domain/team/Step"
import { requestEvents, TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { describe, expect, it } from "vitest"
import { allCells } from "./faults/runFaults.ts"
import { callsOf } from "./faults/steps.ts"
import { recordedEvents, recordsOf } from "./faults/storeSteps.ts"
import { allLives } from "./lasting/runLasting.ts"

/** Not the success of a step: what somebody requested or did, what was read, and a step that failed, waits or is late. */
const elsewhere: ReadonlyArray<TeamEvent["_tag"]> = [
  ...requestEvents,
  "AccessRequested",
  "AccessDecided",
  "LeadChanged",
  "SurvivorChosen",
  "MergeDismissed",
  "ArchiveRequested",
  "KeptOpen",
  "IncidentChanged",
  "IncidentDeleted",
  "IncidentObserved",
  "IncidentMissed",
  "IncidentGone",
  "GraceEnded",
  "OperationSeen",
  "OrphanSeen",
  "OrphanEnded",
  "Suspected",
  "PhaseRead",
  "ChangedInTeams",
  "AddedInTeams",
  "Lost",
  "Found",
  "StillLost",
  "LinkRefused",
  "MergeUnresolved",
  "ExpansionRefused",
  "ChoreRefused",
  "RenameRefused",
  "OperationFailed",
  "OperationRefused",
  "OwnerMissed",
  "RestoreRefused",
  "RenewalRefused",
  "StepDelayed",
  "Blocked",
  "LateResult",
  // Written with one of the others.
  "StepBegun",
  "Provisioned",
  "Unblocked",
  "CheckDue",
  "TakenOver"
]

const columnsOf = (matrix: ReadonlyArray<{ readonly step: { readonly step: string } }>) =>
  new Set(matrix.map(({ step }) => step.step))

describe("the matrices of passing faults and of lasting answers", () => {
  it.each([
    ["passing", columnsOf(allCells)],
    ["lasting", columnsOf(allLives)]
  ])("have each call and each record of every step: %s", (_, columns) => {
    for (const name of StepName.literals) {
      const calls = callsOf[name].map(({ step }) => step)
      const records = recordsOf[name].map(({ what }) => `recording ${what}`)
      expect(records, name).not.toHaveLength(0)
      for (const column of [...calls, ...records]) expect([...columns]).toContain(column)
    }
  })

  it("have every event that says what came of a step", () => {
    const placed = new Set<string>([...recordedEvents, ...elsewhere])
    expect(Object.keys(TeamEvent.cases).filter((event) => !placed.has(event))).toEqual([])
  })
})
