import { setTimeout as sleep } from "node:timers/promises"
import { delayedTeams, installationDelays } from "@incident-teams/application/monitoring/delays"
import * as Health from "@incident-teams/application/monitoring/Health"
import type { Session } from "@incident-teams/application/ports/Session"
import { type Stored, TeamStore } from "@incident-teams/application/ports/TeamStore"
import { addPeople } from "@incident-teams/application/use-cases/addPeople"
import { createTeam } from "@incident-teams/application/use-cases/createTeam"
import { PersonId, TenantId } from "@incident-teams/domain/ids/directoryIds"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { sample } from "@incident-teams/testkit/sample"
import type { SimulatorAddress } from "@incident-teams/testkit/Simulator"
import { Effect, Option, Redacted, Result, Schema } from "effect"
import { until } from "../../kill/Life.ts"
import { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import { needsPerson } from "../faults/CellLife.ts"
import { Installation, type Services } from "../faults/Installation.ts"
import { JumpingClock } from "../faults/JumpingClock.ts"
import { answer } from "../faults/Trouble.ts"
import { refusedIn } from "../lasting/printed.ts"

/** What was seen of the weekend on which the secret expired. */
export interface SecretReport {
  /** People who were requested before it was mended, and those of them who are in the team in the end. */
  readonly requested: number
  readonly added: number
  /** Incidents that were closed meanwhile, and their teams that are archived in the end. */
  readonly closed: number
  readonly archived: number
  /** Teams that waited for the installation at the same time. */
  readonly waited: number
  /** How often the trouble was reported, and what was said to do about it. */
  readonly reported: ReadonlyArray<string>
  readonly ready: { readonly before: boolean; readonly meanwhile: boolean; readonly after: boolean }
  readonly refused: number
  /** Teams that need a person in the end. */
  readonly needPerson: number
}

const people = 300
const closed = 5

/** Seconds. MSAL renews a token 5 minutes before its end: so long is one used here. */
const tokenUsed = 2

const expired = answer(401, undefined, {
  body: { error: "invalid_client", error_description: "AADSTS7000222: The provided client secret keys are expired." }
})

const Members = Schema.Struct({ members: Schema.Array(Schema.String) })

/**
 * On Friday the client secret expires. Before anyone notices, 300 people are requested for a team and five other incidents
 * are closed. On Monday the secret is renewed. `tell`: each thing that happens, as a sentence.
 */
export const runSecret = async (simulator: SimulatorAddress, tell: (what: string) => void): Promise<SecretReport> => {
  const tenant = await SimulatedTenant.create(simulator)
  const clock = new JumpingClock()
  await tenant.behave({ throttling: false, tokenSeconds: 300 + tokenUsed })
  await tenant.control("PATCH", "/arm/behavior", { throttling: false })
  const installation = await Installation.make(tenant, {
    store: "memory",
    withApp: false,
    witness: { recorded: () => Promise.resolve() },
    clock
  })
  const session: Session = {
    caller: { _tag: "User", id: PersonId.make(sample.person.ben), name: "Ben Sample" },
    tenant: TenantId.make(tenant.id),
    token: Redacted.make(await tenant.tokenOf("ben"))
  }
  /** As a client does it that is answered to try again. */
  const ask = <A, E>(request: Effect.Effect<A, E, Services>): Promise<A> =>
    until("the request is accepted", async () => {
      const result = await installation.run(Effect.result(request))
      return Result.isSuccess(result) ? result.success : undefined
    })
  const load = async (id: TeamId): Promise<Stored> =>
    Option.getOrThrow(await installation.run(Effect.flatMap(TeamStore, (store) => store.load(id))))
  const health = () =>
    installation.run(Effect.flatMap(Health.Health, ({ look }) => look).pipe(Effect.provide(Health.layer)))
  const isReady = async () => {
    const { store, graph, sentinel, installation: troubles } = await health()
    return store && graph && sentinel && troubles.length === 0
  }
  try {
    installation.start()
    const incidents = await tenant.addIncidents(closed + 1)
    const teams = await Promise.all(
      incidents.map(async (incident) => {
        const request = createTeam(session, { incident: IncidentId.make(incident), people: [], groups: [] })
        return (await ask(request)).stored.id
      })
    )
    await until("all teams are open", async () =>
      (await Promise.all(teams.map(load))).every(({ team }) => team.phase === "open") ? true : undefined
    )
    const before = await isReady()
    tell(`Friday: ${teams.length} teams are open. Ready: ${before}.`)

    // Throttled until no valid token is left, so that none of the people are added before.
    await tenant.inject({
      id: "busy",
      path: "/teams/{id}/members/add",
      fault: answer(429, undefined, { retryAfter: 1 })
    })
    const { members } = Schema.decodeUnknownSync(Members)(await tenant.control("GET", "/groups/it-operations"))
    const asked = members
      .filter((id) => id !== sample.person.hugo)
      .slice(0, people)
      .map((id) => PersonId.make(id))
    const [busiest, ...others] = teams
    if (busiest === undefined) throw new Error("There is no team.")
    await ask(addPeople(session, busiest, { people: asked, groups: [] }))
    await tenant.inject({ id: "expired", surface: "entra", path: "^/.+/token$", fault: expired })
    await sleep((tokenUsed + 1) * 1_000)
    await tenant.control("DELETE", "/faults/busy")
    tell(`${asked.length} people are requested for one team, and the secret expires before they are added.`)
    for (const incident of incidents.slice(1)) await tenant.changeIncident(incident, "close")
    tell(`${others.length} other incidents are closed in Sentinel.`)

    const delays = () => installation.run(Effect.map(delayedTeams, installationDelays))
    await until("the trouble is reported", async () => {
      clock.skip((60 * 60_000) / simulator.timeScale)
      await sleep(50)
      return (await delays()).length > 0 ? true : undefined
    })
    // Everything that is due is tried, in vain, all weekend.
    for (let hour = 0; hour < 72; hour += 6) {
      clock.skip((6 * 60 * 60_000) / simulator.timeScale)
      await sleep(50)
    }
    const reports = await delays()
    const reported = reports.map(({ reason, remedy, teams: count }) => `${count} waiting: ${reason} ${remedy}`)
    const meanwhile = await isReady()
    tell(`Monday, 72 hours later. Ready: ${meanwhile}. Reported once: ${reported.join(" | ")}`)
    const early = await Promise.all(teams.map(load))
    tell(
      `Refused: ${refusedIn(installation.written.map(({ event }) => event)).length}. Need a person: ${early.filter(({ team }) => needsPerson(team)).length}.`
    )

    await tenant.control("DELETE", "/faults/expired")
    tell("The secret is renewed. Nobody does anything else.")
    await until(
      "everything is done",
      async () => {
        clock.skip(60_000 / simulator.timeScale)
        const now = await Promise.all(teams.map(load))
        const isDone = now.every(
          ({ id, team }) =>
            team.phase === (id === busiest ? "open" : "archived") &&
            team.people.openChunks.length === 0 &&
            team.work.waits.length === 0
        )
        return isDone ? true : undefined
      },
      { everyMillis: 50 }
    )
    const after = await until("it is ready", async () => ((await isReady()) ? true : undefined))
    const { teams: shown } = await tenant.truth()
    const wanted = new Set<string>(asked)
    const added = Math.max(...shown.map((team) => team.members.filter(({ userId }) => wanted.has(userId)).length))
    const late = await Promise.all(teams.map(load))
    const report = {
      requested: asked.length,
      added,
      closed: others.length,
      archived: shown.filter(({ isArchived }) => isArchived).length,
      waited: reports[0]?.teams ?? 0,
      reported,
      ready: { before, meanwhile, after },
      refused: refusedIn(installation.written.map(({ event }) => event)).length,
      needPerson: late.filter(({ team }) => needsPerson(team)).length
    }
    tell(
      `${added} of ${asked.length} people are in the team, ${report.archived} of ${others.length} teams are archived. Ready: ${after}.`
    )
    return report
  } finally {
    await tenant.heal()
    await installation.stop()
    await tenant.control("DELETE", "")
  }
}

/** What was claimed and isn't so, in words. */
export const brokenClaims = (report: SecretReport): ReadonlyArray<string> => [
  ...(report.added === report.requested ? [] : [`${report.requested - report.added} people were never added`]),
  ...(report.archived === report.closed ? [] : [`${report.closed - report.archived} teams were never archived`]),
  ...(report.reported.length === 1 ? [] : [`it was reported ${report.reported.length} times`]),
  ...(report.ready.meanwhile ? ["the server was ready meanwhile"] : []),
  ...(report.ready.before && report.ready.after ? [] : ["the server wasn't ready before or after"]),
  ...(report.refused === 0 ? [] : [`${report.refused} people were refused`]),
  ...(report.needPerson === 0 ? [] : [`${report.needPerson} teams need a person`])
]
