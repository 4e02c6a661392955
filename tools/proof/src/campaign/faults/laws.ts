import { platformTeamIdOf } from "@incident-teams/domain/team/Team"
import type { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import { isServedTwice, servicesIn } from "../merges/judge.ts"
import type { TeamAndHistory } from "../TeamAndHistory.ts"
import type { Analyst } from "./Analyst.ts"

export const archivedTooEarly = "L17: a team was archived while an incident that it serves was open"

/** Of L18 to L20, the first that didn't hold, in words. */
export const brokenLawOf = async (
  analyst: Analyst,
  histories: ReadonlyArray<TeamAndHistory>,
  tenant: SimulatedTenant
): Promise<string | undefined> => {
  if ([...servicesIn(histories).values()].some(isServedTwice)) return "L18: two teams served one incident"
  const { teams } = await tenant.truth()
  const membersOf = (stored: TeamAndHistory["stored"] | undefined): ReadonlyArray<string> => {
    const id = stored && platformTeamIdOf(stored.team)
    return teams.find((team) => team.id === id)?.members.map(({ userId }) => userId) ?? []
  }
  for (const { stored } of histories) {
    const into = histories.find((one) => one.stored.id === stored.team.mergedInto?.team.id)
    if (into === undefined) continue
    const there = new Set(membersOf(into.stored))
    if (membersOf(stored).some((one) => !there.has(one))) return "L19: somebody of a merged team isn't in the other one"
  }
  return (await analyst.leavesNothing()) ? undefined : "L20: something is left of a link that was undone"
}
