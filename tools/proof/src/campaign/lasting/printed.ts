import type { TaskView } from "@incident-teams/api/teams/TeamView"
import { teamTroubles, type Trouble } from "@incident-teams/api/words/troubles"
import { defined } from "@incident-teams/domain/defined"
import type { PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { RefusedPerson } from "@incident-teams/domain/team/Outcome"
import { incidentsOf } from "@incident-teams/domain/team/served"
import type { Task } from "@incident-teams/domain/team/Task"
import type { Team } from "@incident-teams/domain/team/Team"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { Record } from "effect"

/** Someone whose last change was refused, and which change it was. */
export interface RefusedChange extends RefusedPerson {
  readonly kind: "add" | "remove"
}

/** Everyone whose last change is recorded as refused. */
export const refusedIn = (events: ReadonlyArray<TeamEvent>): ReadonlyArray<RefusedChange> => {
  const refused = new Map<PersonId, RefusedChange>()
  for (const event of events) {
    if (event._tag !== "PeopleSettled") continue
    for (const id of event.done) refused.delete(id)
    for (const person of event.refused) refused.set(person.id, { ...person, kind: event.kind })
  }
  return [...refused.values()]
}

/** What every client prints about a team in trouble, and what it says to do. */
export const printedAbout = (team: Team, refused: ReadonlyArray<RefusedChange>): ReadonlyArray<Trouble> =>
  teamTroubles({
    id: team.id,
    name: team.name,
    incident: team.incident,
    phase: team.phase,
    since: team.phaseSince,
    desiredState: team.desiredState,
    operation: "",
    accessRequestsWaiting: 0,
    createdAt: team.createdAt,
    waits: team.work.waits,
    ...defined({ blocked: team.work.blocked, lostAt: team.loss?.since }),
    ...Record.map(team.chores, shownTask),
    rename: shownTask(team.rename),
    restore: shownTask(team.loss?.restore ?? { _tag: "NotRequested" }),
    renewal:
      team.expiration?.refusal === undefined
        ? { status: "done" }
        : { status: "refused", reason: team.expiration.refusal.reason },
    incidents: incidentsOf(team).map(({ announcement, merge, ...incident }) => ({
      ...incident,
      state: "served",
      founding: incident.link === undefined,
      ...defined({
        announcement: announcement && shownTask(announcement),
        merge: merge && {
          since: merge.since,
          status: merge.survivor === undefined ? ("searching" as const) : ("followed" as const),
          ...merge.problem
        }
      })
    })),
    groups: team.people.groups.map(({ id, name, expansion }) => ({
      id,
      name,
      ...(expansion._tag === "Refused"
        ? { status: "refused" as const, reason: expansion.reason }
        : { status: "done" as const })
    })),
    people: refused.map(({ id, name, reason, kind }) => ({
      id,
      name,
      reason,
      status: kind === "add" ? ("refused" as const) : ("notRemoved" as const),
      groups: []
    }))
  })

const shownTask = (task: Task): TaskView => {
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
