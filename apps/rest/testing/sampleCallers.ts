import type { DirectoryPerson } from "@incident-teams/application/ports/Directory"
import { ApplicationId, GroupId, PersonId, TenantId } from "@incident-teams/domain/ids/directoryIds"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import type { AppRole } from "@incident-teams/domain/permissions/Caller"

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
  /** No Teams license. */
  farid: person(5, "Farid", { licensed: false }),
  /** A disabled account. */
  hugo: person(6, "Hugo", { enabled: false }),
  /** The standby owner. */
  ines: person(7, "Ines"),
  /** Contributor, and may create groups. */
  ana: person(8, "Ana"),
  /** No role either; made the owner of a team in somebody's request. */
  kim: person(9, "Kim")
} as const

export type SampleCaller = keyof typeof sample

const group = (number: number): GroupId => GroupId.make(`00000000-0000-4000-9000-${String(number).padStart(12, "0")}`)

export const creators = { id: group(1), name: "Group creators", members: [sample.ben.id, sample.ana.id] }
export const tier1 = { id: group(2), name: "SOC tier 1", members: [sample.chloe.id, sample.hugo.id, sample.elif.id] }

const application = (number: number, name: string, ...roles: ReadonlyArray<AppRole>) => ({
  id: ApplicationId.make(`00000000-0000-4000-a000-${String(number).padStart(12, "0")}`),
  name,
  roles
})

/** Service principals. All but the bystander are Responders. */
export const applications = {
  /** Does everything that an application may. */
  playbook: application(1, "Playbook", "Team.Create", "Incident.ReadWrite"),
  /** Nobody granted it a role of ours. */
  stranger: application(2, "Stranger"),
  /** Makes teams and changes their people. */
  maker: application(3, "Maker", "Team.Create"),
  /** Changes incidents, too. */
  soar: application(4, "Soar", "Incident.ReadWrite"),
  /** Says that an incident changed. */
  trigger: application(5, "Trigger", "Incident.Notify"),
  /** Has our roles, and none in Azure. */
  bystander: application(6, "Bystander", "Team.Create", "Incident.ReadWrite")
} as const

export type SampleApplication = keyof typeof applications
