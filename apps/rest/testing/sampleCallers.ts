import type { DirectoryPerson } from "@incident-teams/application/ports/Directory"
import { ApplicationId } from "@incident-teams/domain/ids/ApplicationId"
import { GroupId } from "@incident-teams/domain/ids/GroupId"
import { PersonId } from "@incident-teams/domain/ids/PersonId"
import { TenantId } from "@incident-teams/domain/ids/TenantId"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"

export const tenant = TenantId.make("11111111-2222-4333-8444-555555555555")
export const audience = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
export const workspace = WorkspaceAlias.make("soc")

const person = (number: number, name: string, more: Partial<DirectoryPerson> = {}): DirectoryPerson => ({
  id: PersonId.make(`00000000-0000-4000-8000-${String(number).padStart(12, "0")}`),
  name: `${name} Sample`,
  userPrincipalName: `${name.toLowerCase()}@woodgrove.example`,
  guest: false,
  enabled: true,
  licensed: true,
  attributes: {},
  ...more
})

/** By what they may: see the role assignments of `restUnderTest`. */
export const sample = {
  /** Responder, and may create groups. */
  ben: person(1, "Ben"),
  /** Responder who may not create groups. */
  chloe: person(2, "Chloe"),
  /** Reader. */
  dev: person(3, "Dev"),
  /** No role. */
  elif: person(4, "Elif"),
  /** No Teams licence. */
  farid: person(5, "Farid", { licensed: false }),
  /** A disabled account. */
  hugo: person(6, "Hugo", { enabled: false }),
  /** The standby owner. */
  ines: person(7, "Ines")
} as const

export type SampleCaller = keyof typeof sample

const group = (number: number): GroupId => GroupId.make(`00000000-0000-4000-9000-${String(number).padStart(12, "0")}`)

export const creators = { id: group(1), name: "Group creators", members: [sample.ben.id] }
export const tier1 = { id: group(2), name: "SOC tier 1", members: [sample.chloe.id, sample.hugo.id, sample.elif.id] }

/** Service principals: with our app roles, and without any. Both are Responders. */
export const playbook = ApplicationId.make("00000000-0000-4000-a000-000000000001")
export const stranger = ApplicationId.make("00000000-0000-4000-a000-000000000002")
