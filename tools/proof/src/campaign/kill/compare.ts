import { Schema } from "effect"
import { until } from "../../kill/Life.ts"
import type { Server } from "../../kill/Server.ts"
import type { SimulatedTenant, TeamTruth } from "../../kill/SimulatedTenant.ts"
import type { Expected, ExpectedTeam } from "./Expected.ts"
import type { KillReport } from "./KillReport.ts"
import { isClosed, starredIn } from "./told.ts"

const Stored = Schema.Struct({
  phase: Schema.String,
  desiredState: Schema.String,
  name: Schema.String,
  platformTeamId: Schema.optionalKey(Schema.String),
  blocked: Schema.optionalKey(Schema.Unknown),
  rename: Schema.Struct({ status: Schema.String }),
  counts: Schema.Struct({ asked: Schema.Int })
})
type Stored = typeof Stored.Type
const decodeTeam = Schema.decodeUnknownSync(Stored)

/** Once nothing is left to do: whether store, platform and incidents say what was acknowledged. */
export const compare = async (
  expected: Expected,
  server: Server,
  tenant: SimulatedTenant,
  token: string
): Promise<Omit<KillReport, "kills" | "acknowledged">> => {
  const wrong: Array<string> = []
  const get = (path: string) => server.call("GET", path, token)
  const rested = (incident: string, closed: boolean): Promise<Stored | "none"> =>
    until(`the team of ${incident} comes to rest`, async () => {
      const answer = await get(`/v1/incidents/${incident}/team`)
      if (answer.status === 404) return "none"
      if (answer.status !== 200) return undefined
      const team = decodeTeam(answer.body)
      return isAtRest(team, closed) ? team : undefined
    })

  let withTeam = 0
  for (const [incident, team] of expected.teams) {
    try {
      await compareOne(incident, team)
    } catch (error) {
      wrong.push(error instanceof Error ? error.message : String(error))
    }
  }

  async function compareOne(incident: string, team: ExpectedTeam): Promise<void> {
    const closed = isClosed((await get(`/v1/incidents/${incident}`)).body)
    expected.seen(`the status of ${incident}, closed,`, team.closed, closed)
    const stored = await rested(incident, closed)
    expected.seen(`the team of ${incident}, stored,`, team.exists, stored !== "none")
    if (stored === "none") return
    withTeam += 1
    const shown = (await tenant.truth()).teams.find(({ id }) => id === stored.platformTeamId)
    if (shown?.isArchived !== closed) wrong.push(`${incident} is ${closed ? "closed" : "open"}, its team isn't`)
    if (shown !== undefined) await asAsked(incident, team, shown)
  }

  async function asAsked(incident: string, team: ExpectedTeam, shown: TeamTruth): Promise<void> {
    const members = new Set(shown.members.map(({ userId }) => userId))
    for (const [person, possible] of team.people)
      expected.seen(`${person} in the team of ${incident}`, possible, members.has(person))
    // A name waits for an open team.
    if (team.name.certain === undefined) return
    if (shown.isArchived) {
      await tenant.changeIncident(incident, "reopen")
      await rested(incident, false)
    }
    const now = (await tenant.truth()).teams.find(({ id }) => id === shown.id)
    expected.seen(`the name of the team of ${incident}`, team.name, now?.displayName ?? undefined)
  }

  const starred = starredIn((await get("/v1/favorites")).body)
  for (const [person, possible] of expected.starred)
    expected.seen(`the favorite ${person}`, possible, starred.has(person))
  const { teams, groupsWithoutTeam } = await tenant.truth()
  return {
    lost: expected.lost.length,
    duplicates: Math.max(0, teams.length - withTeam) + groupsWithoutTeam.length,
    wrongState: wrong.length,
    findings: [...expected.lost, ...wrong]
  }
}

const isAtRest = ({ phase, desiredState, counts, rename }: Stored, closed: boolean): boolean =>
  phase === desiredState &&
  (desiredState === "archived") === closed &&
  counts.asked === 0 &&
  (closed || rename.status !== "pending")
