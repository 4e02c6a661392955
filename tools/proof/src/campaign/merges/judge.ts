import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { incidentsOf, isLinking, isOpen, isServed } from "@incident-teams/domain/team/served"
import { isProvisioned, noTeam, platformTeamIdOf, type Team } from "@incident-teams/domain/team/Team"
import { teamDecider } from "@incident-teams/domain/team/teamDecider"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { timing } from "@incident-teams/domain/team/Timing"
import type { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import { isConsistent, type TeamAndHistory } from "../TeamAndHistory.ts"
import type { Deeds } from "./Deeds.ts"
import type { MergesReport } from "./MergesReport.ts"

type Truth = Awaited<ReturnType<SimulatedTenant["truth"]>>

const { evolve } = teamDecider(timing)

/** For how long a team served an incident for certain. */
interface Service {
  readonly team: TeamId
  readonly from: Timestamp
  until: number
}

/** While another team has taken over, it serves nothing. */
const servedBy = (team: Team): ReadonlySet<string> =>
  new Set(
    team.mergedInto === undefined ? incidentsOf(team).flatMap((one) => (isServed(team, one) ? [one.id] : [])) : []
  )

/** Which teams served each incident, and when, by their histories. */
export const servicesIn = (
  histories: ReadonlyArray<TeamAndHistory>,
  /** With each event, and the team before it. */
  look: (team: Team, event: TeamEvent) => void = () => undefined
): ReadonlyMap<string, ReadonlyArray<Service>> => {
  const services = new Map<string, Array<Service>>()
  for (const { stored, history } of histories) {
    let state: Parameters<typeof evolve>[0] = noTeam
    const current = new Map<string, Service>()
    for (const { event } of history) {
      if (state._tag !== "NoTeam") look(state, event)
      state = evolve(state, event)
      const served: ReadonlySet<string> = state._tag === "NoTeam" ? new Set() : servedBy(state)
      for (const [incident, service] of current) {
        if (served.has(incident)) continue
        service.until = event.at
        current.delete(incident)
      }
      for (const incident of served) {
        if (current.has(incident)) continue
        const service = { team: stored.id, from: event.at, until: Infinity }
        current.set(incident, service)
        services.set(incident, [...(services.get(incident) ?? []), service])
      }
    }
  }
  return services
}

/** L17, by what was really done to the incidents, and for a merged one by whether the one that continues was served. */
const archivesTooEarly = (team: Team, at: number, deeds: Deeds): boolean =>
  team.mergedInto?.confirmed !== true &&
  incidentsOf(team).some(({ id, gone, merge }) =>
    deeds.merged.has(id) ? !gone && merge?.survivor === undefined : !gone && deeds.wasOpen(id, at)
  )

/** L18: no two teams at the same time. */
export const isServedTwice = (services: ReadonlyArray<Service>): boolean =>
  services.some((one) =>
    services.some((other) => one.team < other.team && one.from < other.until && other.from < one.until)
  )

const isAtRest = (team: Team, deeds: Deeds): boolean =>
  isProvisioned(team) &&
  team.phase === team.desiredState &&
  team.work.inFlight === undefined &&
  team.people.openChunks.length === 0 &&
  team.mergedInto?.confirmed !== false &&
  !isLinking(team) &&
  (team.mergedInto !== undefined ||
    incidentsOf(team).every(
      // Before a circle was closed, its incidents may have been followed.
      (one) => deeds.end(one.id) === undefined || isOpen(one) === deeds.isOpen(one.id)
    ))

const describeTeam = (team: Team, deeds: Deeds): string => {
  const { phase, desiredState, work, people, mergedInto, links } = team
  return JSON.stringify({
    phase,
    desiredState,
    inFlight: work.inFlight?.step,
    blocked: work.blocked,
    waits: work.waits.map(({ step, reason, tries }) => ({ step, reason, tries })),
    openChunks: people.openChunks.length,
    mergedInto,
    links: links?.all.map(({ number, state, merge, target }) => ({ number, state, merge, target })),
    incidents: incidentsOf(team).map(({ id, closed, merge }) => ({
      id,
      closed,
      merge,
      isOpen: deeds.isOpen(id),
      end: deeds.end(id)
    }))
  })
}

export const judged = (histories: ReadonlyArray<TeamAndHistory>, truth: Truth, deeds: Deeds): MergesReport => {
  let archivedWhileOpen = 0
  const services = servicesIn(histories, (team, event) => {
    const archives = event._tag === "StepBegun" && event.step._tag === "Archive"
    if (archives && archivesTooEarly(team, event.at, deeds)) archivedWhileOpen += 1
  })
  const teams = histories.map(({ stored }) => stored.team)
  const members = new Map(truth.teams.map((team) => [team.id, new Set(team.members.map(({ userId }) => userId))]))
  const open = teams.filter((team) => team.mergedInto === undefined && team.phase === "open")
  const openTeamOf = (incident: string) => open.find((team) => servedBy(team).has(incident))
  const merged = [...deeds.merged.keys()].filter((incident) => services.has(incident))
  /** Whom a merge may not exclude, each with the incident that they must still see. */
  const seeing = [...deeds.people].flatMap(([incident, person]) => {
    const end = deeds.end(incident)
    return end !== undefined && deeds.isOpen(end) ? [{ person, end, team: openTeamOf(end) }] : []
  })
  const isUnresolved = (incident: string): boolean => {
    const end = deeds.end(incident)
    return end === undefined || (deeds.isOpen(end) && openTeamOf(end) === undefined)
  }
  const lost = seeing.filter(
    ({ person, team }) => members.get((team && platformTeamIdOf(team)) ?? "")?.has(person) !== true
  )
  const restless = teams.filter((team) => !isAtRest(team, deeds))
  return {
    merges: deeds.merged.size,
    archivedWhileOpen,
    servedTwice: [...services.values()].filter(isServedTwice).length,
    lostPeople: lost.length,
    unresolved: merged.filter(isUnresolved).length,
    circular: merged.filter((incident) => deeds.end(incident) === undefined).length,
    inconsistent: histories.filter((one) => !isConsistent(one)).length,
    restless: restless.length,
    findings: [
      ...lost.map(({ person, end, team }) => `${person} isn't in the team of ${end}, ${team?.id ?? "which has none"}`),
      ...restless.map((team) => `team ${team.id}: ${describeTeam(team, deeds)}`)
    ]
  }
}
