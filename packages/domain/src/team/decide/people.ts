import { groupsPerTeam, peoplePerTeam, type Team } from "../Team.ts"
import type { CommandOf } from "../TeamCommand.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import { LastOwnerStays, NobodyNamed, TeamIsLost, TooManyGroups, TooManyPeople } from "../TeamRejection.ts"
import { chunks, distinct } from "./chunks.ts"
import { alreadySo, type Decision, happens, refuse } from "./Decision.ts"

/** Asked once: who is asked again after leaving is added again. */
export const addPeople = (command: CommandOf<"AddPeople">, team: Team): Decision => {
  if (team.phase === "lost") return refuse(new TeamIsLost())
  const people = distinct(command.people)
  const groups = [...new Map(command.groups.map((group) => [group.id, group])).values()]
  if (people.length + groups.length + command.refused.length === 0) return refuse(new NobodyNamed())
  const waiting = team.openChunks.reduce((sum, chunk) => (chunk.kind === "add" ? sum + chunk.left : sum), 0)
  const asked = Math.max(team.membersSeen, team.owners.length) + waiting + people.length
  if (asked > peoplePerTeam) return refuse(new TooManyPeople({ asked, limit: peoplePerTeam }))
  const all = new Set([...team.groups.map((group) => group.id), ...groups.map((group) => group.id)])
  if (all.size > groupsPerTeam) return refuse(new TooManyGroups({ asked: all.size, limit: groupsPerTeam }))
  return happens(
    ...chunks(team.nextChunk, "add", people, command.by, command.at, { refused: command.refused }),
    ...groups.map((group): TeamEvent => ({ _tag: "GroupRequested", group, by: command.by, at: command.at }))
  )
}

/** Removes whom it names, however they came in; an owner only while another one stays. */
export const removePeople = (command: CommandOf<"RemovePeople">, team: Team): Decision => {
  if (team.phase === "lost") return refuse(new TeamIsLost())
  const people = distinct(command.people)
  const groups = [...new Set(command.groups)].filter((id) => team.groups.some((group) => group.id === id))
  if (people.length + command.groups.length === 0) return refuse(new NobodyNamed())
  const leaving = new Set(people.map((person) => person.id))
  const owner = team.ownersSeen.find((id) => leaving.has(id))
  if (owner !== undefined && team.ownersSeen.every((id) => leaving.has(id))) {
    return refuse(new LastOwnerStays({ owner }))
  }
  return happens(
    ...groups.map((group): TeamEvent => ({ _tag: "GroupDropped", group, by: command.by, at: command.at })),
    ...chunks(team.nextChunk, "remove", people, command.by, command.at)
  )
}

export const renameTeam = (command: CommandOf<"RenameTeam">, team: Team): Decision => {
  if (team.phase === "lost") return refuse(new TeamIsLost())
  const name = command.name ?? team.name
  const description = command.description ?? team.description
  return name === team.name && description === team.description
    ? alreadySo
    : happens({ _tag: "RenameRequested", name, description, by: command.by, at: command.at })
}
