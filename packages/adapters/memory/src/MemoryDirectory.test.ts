import type { DirectoryPerson } from "@incident-teams/application/ports/Directory"
import { directoryContract } from "@incident-teams/application/testing/directoryContract"
import { DirectoryStage } from "@incident-teams/application/testing/DirectoryStage"
import { GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import { Layer } from "effect"
import * as MemoryDirectory from "./MemoryDirectory.ts"

const personId = (number: number) => PersonId.make(`7a1e0000-0000-4000-8000-${String(number).padStart(12, "0")}`)
const groupId = (number: number) => GroupId.make(`7a1e0000-0000-4000-9000-${String(number).padStart(12, "0")}`)

const person = (number: number, name: string, more: Partial<DirectoryPerson> = {}): DirectoryPerson => {
  const address = `${name.toLowerCase().replaceAll(" ", ".")}@woodgrove.example`
  return {
    id: personId(number),
    name,
    userPrincipalName: address,
    mail: address,
    guest: false,
    enabled: true,
    licensed: true,
    attributes: {},
    ...more
  }
}

const ana = person(1, "Ana Sample")
const ben = person(2, "Ben Sample")
const farid = person(3, "Farid Sample", { licensed: false })
const greta = person(4, "Greta Guest", { guest: true })
const hugo = person(5, "Hugo Sample", { enabled: false })
const colleagues = Array.from({ length: 250 }, (_, number) => person(100 + number, `Colleague ${number}`))

const tier1 = { id: groupId(1), name: "SOC Tier 1", members: [ben.id] }
const tier2 = { id: groupId(2), name: "SOC Tier 2", members: [ana.id, ben.id, groupId(3)] }
const all = { id: groupId(3), name: "SOC All", members: [tier1.id, tier2.id] }
const operations = {
  id: groupId(4),
  name: "IT Operations",
  members: [farid.id, hugo.id, ...colleagues.map(({ id }) => id)]
}

const stage = Layer.succeed(DirectoryStage, {
  person: {
    id: ana.id,
    name: ana.name,
    userPrincipalName: ana.userPrincipalName,
    mail: "ana.sample@woodgrove.example"
  },
  guest: { id: greta.id, name: greta.name },
  disabled: { id: hugo.id, name: hugo.name },
  unlicensed: { id: farid.id, name: farid.name },
  nested: { id: all.id, name: all.name, people: [ana.id, ben.id], inner: tier2.id },
  large: { id: operations.id, count: 252 }
})

const directory = MemoryDirectory.layer({
  people: [ana, ben, farid, greta, hugo, ...colleagues],
  groups: [tier1, tier2, all, operations]
})

directoryContract("memory", Layer.mergeAll(directory, stage))
