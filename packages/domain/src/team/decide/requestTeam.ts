import { defined } from "../../defined.ts"
import { isClosed } from "../../incident/IncidentStatus.ts"
import { groupsPerTeam, peoplePerTeam, type TeamState } from "../Team.ts"
import type { CommandOf } from "../TeamCommand.ts"
import { IncidentIsClosed, TeamExists, TooManyGroups, TooManyPeople } from "../TeamRejection.ts"
import { type Decision, type Happening, happens, refuse } from "./Decision.ts"
import { distinct, inChunks } from "./people.ts"

/** One team per incident, created while the incident is open. Limits are checked before anything is accepted. */
export const requestTeam = (command: CommandOf<"RequestTeam">, state: TeamState): Decision => {
  if (state._tag === "Team") return refuse(new TeamExists({ team: state.id }))
  const { id, incident, name, description, standIns, chores, by, refused, favorites = [] } = command
  if (isClosed(incident.status)) return refuse(new IncidentIsClosed())
  const owners = distinct([...command.owners])
  const standbyOwners = distinct(command.standbyOwners)
  const bound = new Set([...owners.map((person) => person.id), ...standIns])
  const people = distinct(command.people).filter((person) => !bound.has(person.id))
  const groups = distinct(command.groups)
  const asked = people.length + bound.size
  if (asked > peoplePerTeam) return refuse(new TooManyPeople({ asked, limit: peoplePerTeam }))
  if (groups.length > groupsPerTeam) {
    return refuse(new TooManyGroups({ asked: groups.length, limit: groupsPerTeam }))
  }
  return happens(
    { _tag: "TeamRequested", id, incident, name, description, owners, standbyOwners, standIns, chores, by },
    ...inChunks(0, "add", people, by, { refused, favorites }),
    ...groups.map((group): Happening => ({
      _tag: "GroupRequested",
      ...defined({ group, favorite: favorites.includes(group.id) ? true : undefined, by })
    }))
  )
}
