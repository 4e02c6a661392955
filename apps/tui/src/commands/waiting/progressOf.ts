import type { TeamView } from "@incident-teams/api/teams/TeamView"

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

/** How far a team has come, in one line. */
export const progressOf = ({ phase, desiredState, counts, groups, waits }: TeamView): string => {
  const reading = groups.filter(({ status }) => status === "pending").length
  const [wait] = waits
  const parts = [
    phase === "open" || phase === "archived" ? `The team is ${phase}` : `The team is ${phase} (to be ${desiredState})`,
    ...(counts.asked > 0 ? [`${counted(counts.asked, "person", "people")} to go`] : []),
    ...(counts.refused > 0 ? [`${counted(counts.refused, "person", "people")} refused`] : []),
    ...(reading > 0 ? [`reading ${counted(reading, "group", "groups")}`] : []),
    ...(wait === undefined ? [] : [`${wait.step} is tried again: ${wait.reason}`])
  ]
  return `${parts.join("; ")}.`
}
