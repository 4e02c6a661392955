import type { TeamSummary } from "@incident-teams/api/teams/TeamSummary"
import type { MemberView, TaskView, TeamView } from "@incident-teams/api/teams/TeamView"
import { sentence } from "@incident-teams/api/words/phrase"
import type { SeenRoster } from "@incident-teams/application/ports/TeamStore"
import type { TeamDetails } from "@incident-teams/application/use-cases/getTeam"
import { defined } from "@incident-teams/domain/defined"
import type { Member } from "@incident-teams/domain/team/Member"
import type { Person } from "@incident-teams/domain/team/Person"
import type { RosterEntry } from "@incident-teams/domain/team/Roster"
import { graceOf, incidentsOf, isServed, linkNumbered } from "@incident-teams/domain/team/served"
import type { Task } from "@incident-teams/domain/team/Task"
import { linkOf, ownersOf, platformTeamIdOf, type Team } from "@incident-teams/domain/team/Team"
import type { MergeSearch, TeamIncident } from "@incident-teams/domain/team/TeamIncident"
import { Record } from "effect"
import { actorView } from "./actorView.ts"
import { operationId } from "./operationView.ts"

const incidentView = ({ id, number, title, closed, gone }: TeamIncident): TeamSummary["incident"] => ({
  id,
  number,
  title,
  closed,
  gone
})

/** What a row in a list needs. */
export const teamSummary = (team: Team): TeamSummary => ({
  id: team.id,
  incident: incidentView(team.incident),
  name: team.name,
  phase: team.phase,
  since: team.phaseSince,
  desiredState: team.desiredState,
  operation: `/v1/operations/${operationId(team.id, { generation: team.generation })}`,
  ...defined({
    archivesAt: graceOf(team),
    keptOpen: team.keptOpen && { by: actorView(team.keptOpen.by), since: team.keptOpen.since },
    link: linkOf(team),
    platformTeamId: platformTeamIdOf(team),
    blocked: team.work.blocked
  }),
  accessRequestsWaiting: team.people.accessRequests.length,
  createdAt: team.createdAt
})

type ServedIncident = TeamView["incidents"][number]

/** The incidents of a team, the lead first. */
export const servedView = (team: Team): ReadonlyArray<ServedIncident> =>
  incidentsOf(team).map((incident) => ({
    ...incidentView(incident),
    state: isServed(team, incident)
      ? "served"
      : linkNumbered(team, incident.link)?.state === "leaving"
        ? "leaving"
        : "joining",
    founding: incident.link === undefined,
    ...defined({
      merge: incident.merge && mergeView(incident.merge),
      announcement: incident.announcement && taskView(incident.announcement)
    })
  }))

/** A team with everybody who was asked for or is in it. */
export const teamView = ({ stored: { team }, entries, seen }: TeamDetails): TeamView => {
  const people = members(team, entries, seen)
  return {
    ...teamSummary(team),
    description: team.description,
    generation: team.generation,
    incarnation: team.incarnation,
    createdBy: actorView(team.createdBy),
    updatedAt: team.updatedAt,
    incidents: servedView(team),
    ...(team.mergedInto === undefined
      ? {}
      : { mergedInto: { teamId: team.mergedInto.team.id, name: team.mergedInto.team.name } }),
    owners: team.people.owners,
    standbyOwners: team.people.standbyOwners,
    people,
    groups: team.people.groups.map(({ id, name, expansion }) => ({
      id,
      name,
      status: expansion._tag === "Done" ? "done" : expansion._tag === "Refused" ? "refused" : "pending",
      ...(expansion._tag === "Refused" ? { reason: expansion.reason } : {})
    })),
    counts: {
      asked: people.filter(({ status }) => status === "asked" || status === "leaving").length,
      added: people.filter(({ status }) => status === "added").length,
      refused: people.filter(({ status }) => status === "refused" || status === "notRemoved").length,
      inTeam: seen === undefined ? 0 : seen.members.length
    },
    ...(seen === undefined ? {} : { seenAt: seen.at }),
    ...Record.map(team.chores, taskView),
    rename: taskView(team.rename),
    restore: taskView(team.loss?.restore ?? { _tag: "NotRequested" }),
    renewal: renewalView(team),
    waits: team.work.waits.map(({ unreadySince: _, ...wait }) => wait),
    ...defined({ expiresAt: team.expiration?.at, lostAt: team.loss?.since, namesake: team.loss?.namesake })
  }
}

const mergeView = ({ since, survivor, chosen, problem }: MergeSearch): NonNullable<ServedIncident["merge"]> =>
  survivor === undefined
    ? { since, status: "searching", ...defined({ into: chosen }), ...problem }
    : survivor._tag === "Served"
      ? { since, status: "followed", into: { id: survivor.id, number: survivor.number } }
      : { since, status: "dismissed" }

const renewalView = ({ expiration }: Team): TaskView => {
  if (expiration?.refusal !== undefined) {
    const { reason, remedy } = expiration.refusal
    return { status: "refused", reason: `${sentence(reason)} ${sentence(remedy)}` }
  }
  return { status: expiration?.renewedAt === undefined ? "notAsked" : "done" }
}

const taskView = (task: Task): TaskView => {
  switch (task._tag) {
    case "NotRequested":
      return { status: "notAsked" }
    case "Pending":
      return { status: "pending" }
    case "Done":
      return { status: "done" }
    case "Refused":
      return { status: "refused", reason: task.reason }
  }
}

/** Owners first, then people who were requested, then people who were added in Teams. */
const members = (
  team: Team,
  entries: ReadonlyArray<RosterEntry>,
  seen: SeenRoster | undefined
): ReadonlyArray<MemberView> => {
  const roles = new Map((seen?.members ?? []).map((member) => [member.id, member]))
  const asked = new Map(entries.map((entry) => [entry.person.id, entry]))
  const bound = new Map(ownersOf(team).map((person) => [person.id, person]))
  const known = new Set([...bound.keys(), ...asked.keys()])
  return [
    ...[...bound.values()]
      .filter((person) => !asked.has(person.id))
      .map((person) => boundView(person, linkOf(team) !== undefined, roles.get(person.id))),
    ...entries.map((entry) => askedView(entry, roles.get(entry.person.id))),
    ...(seen?.members ?? [])
      .filter(({ id }) => !known.has(id))
      .map(({ id, name, role }): MemberView => ({ id, name, status: "notAsked", role, groups: [] }))
  ]
}

const boundView = ({ id, name }: Person, there: boolean, member: Member | undefined): MemberView => ({
  id,
  name,
  status: there ? "added" : "asked",
  ...(member === undefined ? {} : { role: member.role }),
  groups: []
})

const askedView = ({ person, kind, standing, groups }: RosterEntry, member: Member | undefined): MemberView => {
  const adding = kind === "add"
  const status = {
    Asked: adding ? "asked" : "leaving",
    Done: adding ? "added" : "removed",
    Refused: adding ? "refused" : "notRemoved"
  } as const
  return {
    id: person.id,
    name: person.name,
    status: status[standing._tag],
    ...(standing._tag === "Refused" ? { reason: standing.reason } : {}),
    ...(member === undefined ? {} : { role: member.role }),
    groups
  }
}
