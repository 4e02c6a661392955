import { oneOrSeveral } from "../several/oneOrSeveral.ts"
import { OperationOrTeam, operationOrTeamLines } from "./OperationOrTeam.ts"

const { forEach, ...result } = oneOrSeveral({
  noun: "team",
  one: OperationOrTeam,
  sheet: operationOrTeamLines,
  columns: [
    { title: "OPERATION", cell: (answer) => ("teamId" in answer ? answer.id : "") },
    { title: "NAME", cell: (answer) => ("teamId" in answer ? "" : answer.name), shrinks: true }
  ]
})

/** What a command that changes teams answers. */
export const changedTeams = result

export const forEachTeam = forEach
