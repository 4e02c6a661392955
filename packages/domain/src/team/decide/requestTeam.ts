import { isClosed } from "../../incident/IncidentStatus.ts"
import { groupsPerTeam, peoplePerTeam, type TeamState } from "../Team.ts"
import type { CommandOf } from "../TeamCommand.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import { IncidentIsClosed, TeamExists, TooManyGroups, TooManyPeople } from "../TeamRejection.ts"
import { chunks, distinct } from "./chunks.ts"
import { type Decision, happens, refuse } from "./Decision.ts"

/** One team per incident, made while the incident is open. Limits are checked before anything is accepted. */
export const requestTeam = (command: CommandOf<"RequestTeam">, state: TeamState): Decision => {
  if (state._tag === "Team") return refuse(new TeamExists({ team: state.id }))
  if (isClosed(command.incident.status)) return refuse(new IncidentIsClosed())
  const { by, at } = command
  const owners = distinct([...command.owners])
  const standbyOwners = distinct(command.standbyOwners)
  const bound = new Set([...owners, ...standbyOwners].map((person) => person.id))
  const people = distinct(command.people).filter((person) => !bound.has(person.id))
  const groups = [...new Map(command.groups.map((group) => [group.id, group])).values()]
  const asked = people.length + bound.size
  if (asked > peoplePerTeam) return refuse(new TooManyPeople({ asked, limit: peoplePerTeam }))
  if (groups.length > groupsPerTeam) {
    return refuse(new TooManyGroups({ asked: groups.length, limit: groupsPerTeam }))
  }
  return happens(
    {
      _tag: "TeamRequested",
      id: command.id,
      incident: command.incident,
      name: command.name,
      description: command.description,
      owners,
      standbyOwners,
      withApp: command.withApp,
      announce: command.announce,
      by,
      at
    },
    ...chunks(0, "add", people, by, at, { refused: command.refused }),
    ...groups.map((group): TeamEvent => ({ _tag: "GroupRequested", group, by, at }))
  )
}
