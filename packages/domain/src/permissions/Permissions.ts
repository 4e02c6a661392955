import { Result } from "effect"
import type { PersonId } from "../ids/directoryIds.ts"
import type { WorkspaceAlias } from "../ids/WorkspaceAlias.ts"
import { type GroupCreationPolicy, type GroupCreator, mayCreateGroups } from "../policy/GroupCreationPolicy.ts"
import { isolated } from "../text/visibleText.ts"
import {
  type AzureRights,
  incidentAction,
  incidentsRead,
  incidentsWrite,
  type IncidentVerb,
  isGranted
} from "./AzureActions.ts"
import type { AppRole, Caller } from "./Caller.ts"
import type { NotAllowed } from "./NotAllowed.ts"
import { allowIf, anyOf, type Requirement } from "./Requirement.ts"
import type { TeamStanding } from "./TeamStanding.ts"

/** The answer to every question here. */
export type Permission = Result.Result<void, NotAllowed>

/** Who asks, and what Azure says about them on the incident's workspace. */
export interface WorkspaceFacts {
  readonly caller: Caller
  readonly workspace: WorkspaceAlias
  readonly rights: AzureRights
}

/** That, and what the caller is in the team in question; an application is nothing in any team. */
export interface TeamFacts extends WorkspaceFacts {
  readonly standing: TeamStanding
}

const sentinelRight = (facts: WorkspaceFacts, action: string, role: string): Requirement => ({
  met: isGranted(facts.rights, action),
  needs: `${action} on the workspace ${facts.workspace}`,
  remedy:
    `Ask an owner of the workspace's resource group for the role ${role} on it, or another role with that action;` +
    " a new role may take about 10 minutes to apply."
})

const mayRead = (facts: WorkspaceFacts): Requirement => sentinelRight(facts, incidentsRead, "Microsoft Sentinel Reader")

const mayWrite = (facts: WorkspaceFacts): Requirement =>
  sentinelRight(facts, incidentsWrite, "Microsoft Sentinel Responder")

/** People come with themselves; an application comes with what an administrator of the tenant granted it. */
const mayCall = (caller: Caller, ...roles: readonly [AppRole, ...ReadonlyArray<AppRole>]): Requirement => ({
  met: caller._tag === "User" || roles.some((role) => caller.roles.includes(role)),
  needs: `the app role ${roles.join(" or ")}`,
  remedy: `Ask an administrator of the tenant to grant the application the app role ${roles[0]} of Incident Teams.`
})

const isPerson = (caller: Caller): Requirement => ({
  met: caller._tag === "User",
  needs: "a person",
  remedy: "Call with a person's token: an application can't do this for one."
})

const isOwner = (facts: { readonly caller: Caller; readonly standing: TeamStanding }): Requirement => ({
  met: facts.caller._tag === "User" && facts.standing === "owner",
  needs: "to be an owner of the team",
  remedy: "Ask one of the team's owners."
})

/** What a team's owners are now, and who steps in for them. */
export interface OwnerFacts {
  /** Owners that the team has now. */
  readonly owners: ReadonlyArray<PersonId>
  /** Those whom configuration names to step in where no owner is left. */
  readonly standbyOwners: ReadonlyArray<PersonId>
}

const stepsIn = ({ caller, standbyOwners }: TeamChangeFacts): Requirement => ({
  met: caller._tag === "User" && standbyOwners.includes(caller.id),
  needs: "to be a standby owner, as the team has no owner left",
  remedy: "Ask the operator of Incident Teams who the standby owners are."
})

const isInTeam = ({ caller, standing }: TeamFacts): Requirement => ({
  met: caller._tag === "User" && standing !== "none",
  needs: "to be a member of the incident's team",
  remedy: "Ask one of the team's owners to add you."
})

/** To see an incident, its team, the team's timeline and the incident page. */
export const canReadIncident = (facts: TeamFacts): Permission =>
  allowIf(facts.caller, `see incidents of the workspace ${facts.workspace}`, [
    mayCall(facts.caller, "Team.Create", "Incident.ReadWrite"),
    anyOf(mayRead(facts), isInTeam(facts))
  ])

/** To see all incidents of a workspace and their teams: being in one of the teams doesn't suffice. */
export const canReadWorkspace = (facts: WorkspaceFacts): Permission =>
  allowIf(facts.caller, `see incidents of the workspace ${facts.workspace}`, [
    mayCall(facts.caller, "Team.Create", "Incident.ReadWrite"),
    mayRead(facts)
  ])

/**
 * That the caller's account is enabled, where nothing else says so: a token, or a session at the page, outlives it for a
 * while. `account`: what the directory says; of no consequence for an application.
 */
export const hasEnabledAccount = (
  caller: Caller,
  what: string,
  account: { readonly enabled: boolean } | undefined
): Permission =>
  allowIf(caller, what, [
    {
      met: caller._tag === "Application" || account?.enabled === true,
      needs: "an enabled account in the tenant's directory",
      remedy: "Ask an administrator of the tenant to enable the account."
    }
  ])

/** To see incidents at all, on some workspace that is served. */
export const canReadSomewhere = (caller: Caller, readable: ReadonlyArray<WorkspaceAlias>): Permission =>
  allowIf(caller, "see the incidents of a workspace", [
    mayCall(caller, "Team.Create", "Incident.ReadWrite"),
    {
      met: readable.length > 0,
      needs: `${incidentsRead} on a workspace`,
      remedy: "Ask an owner of a workspace's resource group for the role Microsoft Sentinel Reader on it."
    }
  ])

export interface CreationFacts extends WorkspaceFacts {
  readonly policy: GroupCreationPolicy
  /** The name of the group whose members may create groups, where the policy names one and the directory knows it. */
  readonly creatorsGroup?: string
  /** What the directory says about the caller; of no consequence for an application. */
  readonly creator: GroupCreator
  /** The owner that the request names, if any. */
  readonly owner?: PersonId
}

/** The tenant's own rule; for an application the admin's grant of the app role stands in for it. */
const mayMakeGroups = ({ caller, policy, creatorsGroup, creator }: CreationFacts): Requirement => ({
  met: caller._tag === "Application" || mayCreateGroups(policy, creator),
  needs: "the right to create Microsoft 365 groups in the tenant",
  remedy: creator.guest
    ? "Guests never have it: ask a colleague of the tenant to create the team."
    : policy._tag === "MembersOf"
      ? `Ask an administrator of the tenant to add you to the group ${creatorsGroup === undefined ? policy.group : isolated(creatorsGroup)}; that may take 30 minutes to apply.`
      : "Ask an administrator of the tenant to allow group creation (Group.Unified: EnableGroupCreation," +
        " GroupCreationAllowedGroupId)."
})

/** A team needs an owner who is a person; a person who creates one owns it. */
const namesOwner = ({ caller, owner }: CreationFacts): Requirement => ({
  met: caller._tag === "User" || owner !== undefined,
  needs: "a person as the team's owner",
  remedy: "Name one in the request's owner."
})

/** To create an incident's team: the right to write incidents *and* the right to create groups. */
export const canCreateTeam = (facts: CreationFacts): Permission =>
  allowIf(facts.caller, `create a team for an incident of the workspace ${facts.workspace}`, [
    mayCall(facts.caller, "Team.Create", "Incident.ReadWrite"),
    mayWrite(facts),
    mayMakeGroups(facts),
    namesOwner(facts)
  ])

/** To close, reopen or edit an incident. For a person ARM has the last word, as the write carries their token. */
export const canEditIncident = (facts: WorkspaceFacts): Permission =>
  allowIf(facts.caller, `change this incident of the workspace ${facts.workspace}`, [
    mayCall(facts.caller, "Incident.ReadWrite"),
    mayWrite(facts)
  ])

/** To decide which incidents share a team: asked for the workspace of each of them. */
export const canShareTeam = (facts: WorkspaceFacts): Permission =>
  allowIf(facts.caller, `decide which incidents of the workspace ${facts.workspace} share a team`, [
    mayCall(facts.caller, "Incident.ReadWrite"),
    mayWrite(facts)
  ])

/** The least of Microsoft Sentinel's own roles that has the verb (Azure built-in roles, Security). */
const roleFor: Readonly<Record<IncidentVerb, string>> = {
  read: "Microsoft Sentinel Reader",
  write: "Microsoft Sentinel Responder",
  delete: "Microsoft Sentinel Contributor"
}

/**
 * To read, write or delete incidents, or what belongs to them, as Azure itself decides it: by rights on the workspace
 * alone, independent of membership in a team. For a person ARM has the last word, as the call carries their token.
 */
export const canUseIncidents = (
  facts: WorkspaceFacts,
  verb: IncidentVerb,
  below?: "comments" | "relations" | "tasks"
): Permission =>
  allowIf(facts.caller, `${verb} ${below ?? "incidents"} in the workspace ${facts.workspace}`, [
    verb === "read"
      ? mayCall(facts.caller, "Team.Create", "Incident.ReadWrite")
      : mayCall(facts.caller, "Incident.ReadWrite"),
    sentinelRight(facts, incidentAction(verb, below), roleFor[verb])
  ])

export interface TeamChangeFacts extends TeamFacts, OwnerFacts {}

/** Those who say who is in a team: its owners, a standby owner where none is left, and anyone who may write incidents. */
const mayChange = (facts: TeamChangeFacts): ReadonlyArray<Requirement> => [
  mayCall(facts.caller, "Team.Create", "Incident.ReadWrite"),
  anyOf(facts.owners.length === 0 ? stepsIn(facts) : isOwner(facts), mayWrite(facts))
]

/** To add and remove people, rename, retry and restore. */
export const canChangeTeam = (facts: TeamChangeFacts): Permission =>
  allowIf(facts.caller, "change this team", mayChange(facts))

/** To approve or deny an access request: to decide on one is to add someone or not. */
export const canDecideAccess = (facts: TeamChangeFacts): Permission =>
  allowIf(facts.caller, "decide who gets into this team", mayChange(facts))

/** To add oneself to a team. */
export const canJoinTeam = (facts: TeamChangeFacts): Permission =>
  allowIf(facts.caller, "join this team", [isPerson(facts.caller), ...mayChange(facts)])

/** To request access to a team: every Sentinel user of the workspace, Readers too. */
export const canRequestAccess = (facts: WorkspaceFacts): Permission =>
  allowIf(facts.caller, "request access to this team", [isPerson(facts.caller), mayRead(facts)])

/**
 * How a caller gets into a team: `join` adds them at once, as anyone who may change a team may add themselves; `request`
 * asks those who may. Undefined: they are in it, or may do neither.
 */
export type WayIn = "join" | "request"

export const wayIn = (facts: TeamChangeFacts): WayIn | undefined => {
  if (facts.standing !== "none") return undefined
  if (Result.isSuccess(canJoinTeam(facts))) return "join"
  return Result.isSuccess(canRequestAccess(facts)) ? "request" : undefined
}

export interface DirectoryFacts {
  readonly caller: Caller
  /** What the directory says about the caller; undefined for an application, and for someone it doesn't know. */
  readonly account: { readonly guest: boolean; readonly enabled: boolean } | undefined
  /** Whether the caller may write incidents on some workspace that is served. */
  readonly writes: boolean
  /** Whether the caller may change the team that the search is for; false where it names none, undefined where it can't. */
  readonly changesTeam: boolean | undefined
}

/**
 * To look people and groups up, which runs with the permissions of Incident Teams itself. For those who can do something
 * with what they find, and never for guests, from whom Entra ID hides the directory by default.
 */
export const canSearchDirectory = ({ caller, account, writes, changesTeam }: DirectoryFacts): Permission =>
  allowIf(caller, "search the directory", [
    mayCall(caller, "Team.Create", "Incident.ReadWrite"),
    {
      met: caller._tag === "Application" || (account?.enabled === true && !account.guest),
      needs: "an enabled account that is a member of the tenant, not a guest",
      remedy: "Ask a colleague of the tenant to add the people for you."
    },
    {
      met: writes || changesTeam === true,
      needs: `${incidentsWrite} on a workspace${changesTeam === undefined ? "" : ", or to be an owner of the team that the search is for"}`,
      remedy:
        "Ask an owner of a workspace's resource group for the role Microsoft Sentinel Responder on it." +
        (changesTeam === undefined ? "" : " An owner of a team names the team in the request.")
    }
  ])

/** Reporting that an incident changed. It only causes a read. */
export const canReceiveHook = (caller: Caller): Permission =>
  allowIf(caller, "announce changes of incidents", [
    {
      met: caller._tag === "Application",
      needs: "an application",
      remedy: "Call with the token of an application that has the app role Incident.Notify."
    },
    mayCall(caller, "Incident.Notify", "Incident.ReadWrite")
  ])
