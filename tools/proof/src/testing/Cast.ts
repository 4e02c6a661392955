import { sentinelContributor, sentinelReader, sentinelResponder } from "@incident-teams/adapter-memory/BuiltInRoles"
import type { MemoryGroup } from "@incident-teams/adapter-memory/MemoryDirectory"
import type { DirectoryPerson } from "@incident-teams/application/ports/Directory"
import type { Session } from "@incident-teams/application/ports/Session"
import { ApplicationId, GroupId, PersonId, TenantId } from "@incident-teams/domain/ids/directoryIds"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import type { AzurePermission } from "@incident-teams/domain/permissions/AzureActions"
import type { AppRole, Caller } from "@incident-teams/domain/permissions/Caller"
import { peoplePerGroup } from "@incident-teams/domain/team/Team"
import { Redacted } from "effect"

const tail = (number: number): string => String(number).padStart(12, "0")
export const personId = (number: number): PersonId => PersonId.make(`00000000-0000-4000-8000-${tail(number)}`)
export const groupId = (number: number): GroupId => GroupId.make(`00000000-0000-4000-9000-${tail(number)}`)
const applicationId = (number: number): ApplicationId => ApplicationId.make(`00000000-0000-4000-a000-${tail(number)}`)

/** Somebody whom the directory knows, an ordinary colleague unless `more` says otherwise. */
export const colleague = (number: number, name: string, more: Partial<DirectoryPerson> = {}): DirectoryPerson => ({
  id: personId(number),
  name,
  userPrincipalName: `${name.toLowerCase().replaceAll(" ", ".")}@woodgrove.example`,
  guest: false,
  enabled: true,
  licensed: true,
  attributes: {},
  ...more
})

/** Their roles are on the workspace `soc`, and on no other. */
export const cast = {
  /** Responder, and may create groups. */
  ben: colleague(1, "Ben Sample", { attributes: { Department: "Security" } }),
  /** Responder who may not create groups. */
  chloe: colleague(2, "Chloe Sample"),
  /** Reader, and may create groups. */
  dev: colleague(3, "Dev Sample"),
  /** No role at all, and may create groups. */
  elif: colleague(4, "Elif Sample"),
  /** No Teams license. */
  farid: colleague(5, "Farid Sample", { licensed: false }),
  /** A guest of the tenant; Responder, and in the group of those who may create groups. */
  greta: colleague(6, "Greta Guest", { guest: true }),
  /** A disabled account; Responder, and in the group of those who may create groups. */
  hugo: colleague(7, "Hugo Sample", { enabled: false }),
  /** The standby owner; no role. */
  ines: colleague(8, "Ines Sample"),
  /** Contributor, and may create groups. */
  carla: colleague(9, "Carla Sample"),
  /** Another Reader. */
  rita: colleague(10, "Rita Sample")
} as const
export type Player = keyof typeof cast

/** Colleagues without a role, for teams with many people. */
export const crowd = (count: number): ReadonlyArray<DirectoryPerson> =>
  Array.from({ length: count }, (_, index) => colleague(10_001 + index, `Colleague ${index + 1}`))

export const groups = {
  /** Who may create groups. */
  creators: {
    id: groupId(1),
    name: "Group creators",
    members: [cast.ben, cast.dev, cast.elif, cast.greta, cast.hugo, cast.carla].map(({ id }) => id)
  },
  /** Three people, one of them disabled. */
  tier1: { id: groupId(2), name: "SOC tier 1", members: [cast.chloe.id, cast.hugo.id, cast.elif.id] },
  /** With Tier 1 in it. */
  tier2: { id: groupId(3), name: "SOC tier 2", members: [cast.rita.id, groupId(2)] },
  /** As many as Teams takes ... */
  full: { id: groupId(4), name: "All of IT", members: crowd(peoplePerGroup).map(({ id }) => id) },
  /** ... and one more. */
  tooLarge: { id: groupId(5), name: "All of Woodgrove", members: crowd(peoplePerGroup + 1).map(({ id }) => id) }
} as const satisfies Record<string, MemoryGroup>

/** Applications; all but the bystander are Responders on `soc`. */
export const applications = {
  /** Makes teams and changes their people. */
  playbook: { id: applicationId(1), roles: ["Team.Create"] },
  /** That, and changes incidents. */
  soar: { id: applicationId(2), roles: ["Incident.ReadWrite"] },
  /** Tells us to look again. */
  hook: { id: applicationId(3), roles: ["Incident.Notify"] },
  /** Nobody granted it anything of ours. */
  unknown: { id: applicationId(4), roles: [] },
  /** Has our roles, and none in Azure. */
  bystander: { id: applicationId(5), roles: ["Team.Create", "Incident.ReadWrite"] }
} as const satisfies Record<string, { readonly id: ApplicationId; readonly roles: ReadonlyArray<AppRole> }>
export type Application = keyof typeof applications

/** Whom and what the directory knows from the start. */
export const directory = {
  people: [...Object.values(cast), ...crowd(peoplePerGroup + 1)],
  groups: Object.values(groups)
}

export const workspaces = { soc: WorkspaceAlias.make("soc"), lab: WorkspaceAlias.make("lab") } as const

/** Who has which role on `soc`. */
export const roles: ReadonlyArray<readonly [PersonId | ApplicationId, AzurePermission]> = [
  ...[cast.ben, cast.chloe, cast.greta, cast.hugo].map(({ id }) => [id, sentinelResponder] as const),
  ...[cast.dev, cast.rita].map(({ id }) => [id, sentinelReader] as const),
  [cast.carla.id, sentinelContributor],
  ...(["playbook", "soar", "hook", "unknown"] as const).map((one) => [applications[one].id, sentinelResponder] as const)
]

const tenant = TenantId.make("11111111-2222-4333-8444-555555555555")

export const sessionOf = (caller: Caller): Session => ({
  caller,
  tenant,
  token: Redacted.make(`token of ${caller.id}`)
})

/** A session of somebody in the cast, of an application, or of anybody whom the directory knows. */
export const as = (who: Player | Application | DirectoryPerson): Session => {
  if (typeof who !== "string") return sessionOf({ _tag: "User", id: who.id, name: who.name })
  return who in cast
    ? sessionOf({ _tag: "User", id: cast[who as Player].id, name: cast[who as Player].name })
    : sessionOf({ _tag: "Application", ...applications[who as Application], name: who })
}

export const named = ({ id, name }: DirectoryPerson) => ({ id, name })
