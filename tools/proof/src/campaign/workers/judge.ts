import { isProvisioned } from "@incident-teams/domain/team/Team"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { Schema } from "effect"
import type { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import { isConsistent, type TeamAndHistory } from "../TeamAndHistory.ts"
import type { WorkersReport } from "./WorkersReport.ts"

const Call = Schema.Struct({ at: Schema.String, method: Schema.String, path: Schema.String, status: Schema.Int })
export type Call = typeof Call.Type
const decodeCalls = Schema.decodeUnknownSync(Schema.Struct({ value: Schema.Array(Call) }))

const decodeTruth = Schema.decodeUnknownSync(
  Schema.Struct({
    teams: Schema.Array(
      Schema.Struct({ uniqueName: Schema.NullOr(Schema.String), tabs: Schema.Array(Schema.Unknown) })
    ),
    groupsWithoutTeam: Schema.Array(Schema.Unknown)
  })
)
type Truth = ReturnType<typeof decodeTruth>

export const graphCalls = async (tenant: SimulatedTenant): Promise<ReadonlyArray<Call>> =>
  decodeCalls(await tenant.control("GET", "/calls?surface=graph")).value

export const platformTruth = async (tenant: SimulatedTenant): Promise<Truth> =>
  decodeTruth(await tenant.control("GET", "/truth"))

/** What happens once in the making of a team. */
const onceOnly = new Set<TeamEvent["_tag"]>([
  "TeamRequested",
  "GroupEnsured",
  "TeamEnsured",
  "ChoreDone",
  "Provisioned"
])

const isComplete = ({ stored: { team } }: TeamAndHistory): boolean =>
  isProvisioned(team) &&
  team.phase === "open" &&
  team.chores.page._tag === "Done" &&
  team.chores.announcement._tag === "Done"

const toldTwice = ({ history }: TeamAndHistory): boolean => {
  const once = history.flatMap(({ event }) =>
    onceOnly.has(event._tag)
      ? [event._tag === "ChoreDone" ? `${event.chore} ${event.incident?.id ?? ""}` : event._tag]
      : []
  )
  return once.length > new Set(once).size
}

const repeated = (calls: ReadonlyArray<Call>): number => {
  // checkMemberGroups is posted and reads.
  const writes = calls.filter(
    ({ method, path, status }) => method !== "GET" && status < 300 && /^\/(?:teams|groups)\//u.test(path)
  )
  return writes.length - new Set(writes.map(({ method, path }) => `${method} ${path}`)).size
}

/** `from`: when the calls begin to count. */
export const judged = (
  due: number,
  teams: ReadonlyArray<TeamAndHistory>,
  truth: Truth,
  calls: ReadonlyArray<Call>,
  from: number
): Omit<WorkersReport, "staleRefused" | "staleAccepted"> => {
  const names = truth.teams.map(({ uniqueName }) => uniqueName)
  const madeTwice = names.length - new Set(names).size + truth.teams.filter(({ tabs }) => tabs.length > 1).length
  const completed = teams.filter((team) => isComplete(team) && isConsistent(team)).length
  const measured = calls.filter(({ at }) => Date.parse(at) >= from)
  return {
    due,
    completed,
    lost: due - completed,
    duplicated: teams.filter(toldTwice).length + madeTwice + truth.groupsWithoutTeam.length,
    repeatedCalls: repeated(calls),
    share429: measured.filter(({ status }) => status === 429).length / Math.max(1, measured.length)
  }
}
