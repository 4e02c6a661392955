import { GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import { expect, it } from "vitest"
import { idsInTeam } from "./idsInTeam.ts"
import type { MemberView } from "./TeamView.ts"

const idOf = (number: number) => `2046feea-040d-4a46-9e2b-${String(number).padStart(12, "0")}`
const group = { id: GroupId.make(idOf(99)), name: "Legal", status: "done" } as const

it.each<[MemberView["status"], MemberView["role"], boolean]>([
  ["asked", undefined, true],
  ["added", "member", true],
  ["notAsked", "guest", true],
  ["notRemoved", "owner", true],
  // Someone may have removed them in Teams again.
  ["added", undefined, false],
  ["refused", undefined, false],
  ["leaving", "member", false],
  ["removed", "member", false]
])("says of a person who is %s, in Teams %s, whether adding them changes nothing: %s", (status, role, is) => {
  const person = {
    id: PersonId.make(idOf(1)),
    name: "Ana",
    status,
    groups: [],
    ...(role === undefined ? {} : { role })
  }
  expect([...idsInTeam({ people: [person], groups: [group] })]).toEqual(is ? [person.id, group.id] : [group.id])
})
