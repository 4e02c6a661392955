import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ApplicationId, GroupId, PersonId } from "../ids/directoryIds.ts"
import { WorkspaceAlias } from "../ids/WorkspaceAlias.ts"
import type { GroupCreationPolicy } from "../policy/GroupCreationPolicy.ts"
import { personId, workspaceAlias } from "../testing/ArbitraryIds.ts"
import { azureRights, caller, groupCreation, teamStanding } from "../testing/ArbitraryRights.ts"
import { throughJson } from "../testing/throughJson.ts"
import {
  type AzureRights,
  incidentAction,
  incidentsRead,
  incidentsWrite,
  isGranted,
  noAzureRights
} from "./AzureActions.ts"
import { Caller } from "./Caller.ts"
import { NotAllowed } from "./NotAllowed.ts"
import {
  canChangeTeam,
  canCreateTeam,
  canDecideAccess,
  canEditIncident,
  canJoinTeam,
  canReadIncident,
  canReadWorkspace,
  canReadSomewhere,
  canReceiveHook,
  canRequestAccess,
  canSearchDirectory,
  canShareTeam,
  canUseIncidents,
  type CreationFacts,
  type DirectoryFacts,
  hasEnabledAccount,
  type Permission,
  type TeamChangeFacts,
  wayIn
} from "./Permissions.ts"
import { TeamStanding } from "./TeamStanding.ts"

const workspace = WorkspaceAlias.make("soc")
const adaId = PersonId.make("2046feea-040d-4a46-9e2b-91c2941bfa70")
const bobId = PersonId.make("b03ca914-5eb6-45e5-9417-fe0797c372fd")
const creators = GroupId.make("4d2f2bd1-5b0f-4e55-8f1b-cf0e0a9a7d11")
const ada: Caller = { _tag: "User", id: adaId, name: "Ada" }
const playbook = (...roles: ReadonlyArray<string>): Caller => ({
  _tag: "Application",
  id: ApplicationId.make("0d3c9b7e-1111-4222-8333-944455556666"),
  name: "Playbook",
  roles
})

const grants = (...actions: ReadonlyArray<string>): AzureRights => ({
  granted: [{ actions, notActions: [] }],
  denied: []
})
const reader = grants("Microsoft.SecurityInsights/*/read")
const responder = grants("Microsoft.SecurityInsights/*/read", "Microsoft.SecurityInsights/incidents/*")

const refusalOf = (answer: Permission): NotAllowed | undefined => Result.getOrUndefined(Result.flip(answer))
const isAllowed = (answer: Permission): boolean => Result.isSuccess(answer)

const creation = (facts: Partial<CreationFacts>): CreationFacts => ({
  caller: ada,
  workspace,
  rights: responder,
  policy: { _tag: "Everyone" },
  creator: { guest: false, memberOf: [] },
  ...facts
})

describe("canCreateTeam", () => {
  it.each<[string, Partial<CreationFacts>]>([
    ["a Responder where everybody may create groups", {}],
    [
      "a Responder in the group that may",
      { policy: { _tag: "MembersOf", group: creators }, creator: { guest: false, memberOf: [creators] } }
    ],
    [
      "an application with the app role and its Azure role, naming an owner, where nobody may",
      { caller: playbook("Team.Create"), policy: { _tag: "Nobody" }, owner: adaId }
    ],
    ["an application that may change incidents too", { caller: playbook("Incident.ReadWrite"), owner: adaId }]
  ])("lets %s", (_, facts) => {
    expect(isAllowed(canCreateTeam(creation(facts)))).toBe(true)
  })

  it.each<[string, Partial<CreationFacts>, string, string]>([
    ["a Reader", { rights: reader }, "Microsoft.SecurityInsights/incidents/write", "Microsoft Sentinel Responder"],
    ["nobody's caller", { rights: noAzureRights }, "on the workspace soc", "resource group"],
    [
      "a Responder outside the group that may",
      { policy: { _tag: "MembersOf", group: creators } },
      "Microsoft 365 groups",
      `to the group ${creators}`
    ],
    [
      "a Responder outside the group that may, by its name where that is known",
      { policy: { _tag: "MembersOf", group: creators }, creatorsGroup: "Group creators" },
      "Microsoft 365 groups",
      "to the group Group creators;"
    ],
    [
      "a Responder where nobody may",
      { policy: { _tag: "Nobody" } },
      "Microsoft 365 groups",
      "EnableGroupCreation, GroupCreationAllowedGroupId"
    ],
    ["a guest", { creator: { guest: true, memberOf: [creators] } }, "Microsoft 365 groups", "Guests never"],
    [
      "an application without our app roles",
      { caller: playbook("Somebody.Elses"), owner: adaId },
      "app role Team.Create or Incident.ReadWrite",
      "administrator of the tenant"
    ],
    ["an application for hooks", { caller: playbook("Incident.Notify"), owner: adaId }, "app role", "Team.Create"],
    [
      "an application without an Azure role",
      { caller: playbook("Team.Create"), rights: reader, owner: adaId },
      "incidents/write",
      "Responder"
    ],
    ["an application that names no owner", { caller: playbook("Team.Create") }, "team's owner", "request's owner"]
  ])("refuses %s, saying what is missing and who can help", (_, facts, needs, remedy) => {
    const refusal = refusalOf(canCreateTeam(creation(facts)))
    expect(refusal).toMatchObject({
      _tag: "NotAllowed",
      who: facts.caller?.name ?? "Ada",
      needs: expect.stringContaining(needs),
      remedy: expect.stringContaining(remedy)
    })
    expect(refusal?.needs).not.toContain("; and ")
  })

  it("names both rights where both are missing, in one message", () => {
    const refusal = refusalOf(canCreateTeam(creation({ rights: reader, policy: { _tag: "Nobody" } })))
    expect(refusal?.message).toMatch(
      /^Ada may not create a team for an incident of the workspace soc\. Missing: .*incidents\/write.*; and .*groups/
    )
  })

  it("never allows a person without both rights, nor an application without its role, right and owner (L9)", () => {
    fc.assert(
      fc.property(
        caller,
        azureRights,
        groupCreation,
        fc.option(personId, { nil: undefined }),
        workspaceAlias,
        (who, rights, { policy, creator }, owner, alias) => {
          const facts = { caller: who, workspace: alias, rights, policy, creator }
          const answer = canCreateTeam(owner === undefined ? facts : { ...facts, owner })
          const mayWrite = isGranted(rights, incidentsWrite)
          // The policy told once more, by its settings.
          const enabled = policy._tag === "Everyone"
          const allowedGroup = policy._tag === "MembersOf" ? policy.group : undefined
          const mayMakeGroups = !creator.guest && (enabled || creator.memberOf.some((group) => group === allowedGroup))
          const hasRole =
            who._tag === "Application" && ["Team.Create", "Incident.ReadWrite"].some((role) => who.roles.includes(role))
          expect(isAllowed(answer)).toBe(
            mayWrite && (who._tag === "User" ? mayMakeGroups : hasRole && owner !== undefined)
          )
        }
      ),
      { numRuns: 1000 }
    )
  })
})

describe("the other questions", () => {
  const on = (who: Caller, rights: AzureRights, standing: "owner" | "member" | "none" = "none") => ({
    caller: who,
    workspace,
    rights,
    standing,
    owners: [bobId],
    standbyOwners: [adaId]
  })
  const searching = (who: Caller, facts: Partial<DirectoryFacts> = {}): DirectoryFacts => ({
    caller: who,
    account: who._tag === "User" ? { guest: false, enabled: true } : undefined,
    writes: true,
    changesTeam: false,
    ...facts
  })

  it.each<[string, () => Permission, boolean]>([
    ["a Reader reads an incident", () => canReadIncident(on(ada, reader)), true],
    ["a member without a role reads it", () => canReadIncident(on(ada, noAzureRights, "member")), true],
    ["an owner without a role reads it", () => canReadIncident(on(ada, noAzureRights, "owner")), true],
    ["a member without a role reads them all", () => canReadWorkspace(on(ada, noAzureRights, "member")), false],
    ["a Reader reads them all", () => canReadWorkspace(on(ada, reader)), true],
    ["an application for teams reads them all", () => canReadWorkspace(on(playbook("Team.Create"), reader)), true],
    [
      "an application that writes incidents reads them all",
      () => canReadWorkspace(on(playbook("Incident.ReadWrite"), reader)),
      true
    ],
    ["an application without our role reads them all", () => canReadWorkspace(on(playbook(), reader)), false],
    ["somebody else reads it", () => canReadIncident(on(ada, noAzureRights)), false],
    ["an application reads it", () => canReadIncident(on(playbook("Team.Create"), reader)), true],
    ["an application without our role reads it", () => canReadIncident(on(playbook(), reader)), false],
    [
      "an application can't be a member",
      () => canReadIncident(on(playbook("Team.Create"), noAzureRights, "member")),
      false
    ],

    ["a Responder edits an incident", () => canEditIncident(on(ada, responder)), true],
    ["a Reader edits it", () => canEditIncident(on(ada, reader)), false],
    ["an application edits it", () => canEditIncident(on(playbook("Incident.ReadWrite"), responder)), true],
    ["an application for teams edits it", () => canEditIncident(on(playbook("Team.Create"), responder)), false],

    ["an owner changes a team", () => canChangeTeam(on(ada, noAzureRights, "owner")), true],
    ["a Responder changes it", () => canChangeTeam(on(ada, responder)), true],
    ["a member changes it", () => canChangeTeam(on(ada, reader, "member")), false],
    ["an application changes it", () => canChangeTeam(on(playbook("Team.Create"), responder)), true],
    [
      "an application that writes incidents changes it",
      () => canChangeTeam(on(playbook("Incident.ReadWrite"), responder)),
      true
    ],
    ["an application without a role changes it", () => canChangeTeam(on(playbook(), responder, "owner")), false],

    ["a Reader requests access", () => canRequestAccess(on(ada, reader)), true],
    ["someone without a role requests it", () => canRequestAccess(on(ada, noAzureRights)), false],
    ["an application requests it", () => canRequestAccess(on(playbook("Team.Create"), reader)), false],

    ["a Responder joins", () => canJoinTeam(on(ada, responder)), true],
    ["a Reader joins", () => canJoinTeam(on(ada, reader)), false],
    ["an application joins", () => canJoinTeam(on(playbook("Team.Create"), responder)), false],

    ["a Responder searches the directory", () => canSearchDirectory(searching(ada)), true],
    [
      "an owner without a role searches it for the team",
      () => canSearchDirectory(searching(ada, { writes: false, changesTeam: true })),
      true
    ],
    ["a Reader searches it", () => canSearchDirectory(searching(ada, { writes: false })), false],
    [
      "a guest who is a Responder searches it",
      () => canSearchDirectory(searching(ada, { account: { guest: true, enabled: true } })),
      false
    ],
    [
      "a disabled Responder searches it",
      () => canSearchDirectory(searching(ada, { account: { guest: false, enabled: false } })),
      false
    ],
    [
      "a Responder whom the directory doesn't know searches it",
      () => canSearchDirectory(searching(ada, { account: undefined })),
      false
    ],
    ["an application searches it", () => canSearchDirectory(searching(playbook("Team.Create"))), true],
    [
      "an application that writes incidents searches it",
      () => canSearchDirectory(searching(playbook("Incident.ReadWrite"))),
      true
    ],
    [
      "an application without an app role searches it",
      () => canSearchDirectory(searching(playbook("Somebody.Elses"))),
      false
    ],
    [
      "an application without a role in Azure searches it",
      () => canSearchDirectory(searching(playbook("Team.Create"), { writes: false })),
      false
    ],

    ["a person who may read a workspace sees incidents", () => canReadSomewhere(ada, [workspace]), true],
    ["a person who may read none sees incidents", () => canReadSomewhere(ada, []), false],
    ["an application for teams sees incidents", () => canReadSomewhere(playbook("Team.Create"), [workspace]), true],
    [
      "an application that writes incidents sees incidents",
      () => canReadSomewhere(playbook("Incident.ReadWrite"), [workspace]),
      true
    ],
    ["an application without an app role sees incidents", () => canReadSomewhere(playbook(), [workspace]), false],

    ["a Responder decides which incidents share a team", () => canShareTeam(on(ada, responder)), true],
    ["a Reader decides it", () => canShareTeam(on(ada, reader)), false],
    [
      "an application that writes incidents decides it",
      () => canShareTeam(on(playbook("Incident.ReadWrite"), responder)),
      true
    ],
    ["an application for teams decides it", () => canShareTeam(on(playbook("Team.Create"), responder)), false],

    ["a person with an enabled account", () => hasEnabledAccount(ada, "stay", { enabled: true }), true],
    ["a person with a disabled account", () => hasEnabledAccount(ada, "stay", { enabled: false }), false],
    ["a person whom the directory doesn't know", () => hasEnabledAccount(ada, "stay", undefined), false],
    ["an application, which has no account", () => hasEnabledAccount(playbook(), "stay", undefined), true],

    ["a hook announces", () => canReceiveHook(playbook("Incident.Notify")), true],
    ["an application that writes incidents announces", () => canReceiveHook(playbook("Incident.ReadWrite")), true],
    ["an application for teams announces", () => canReceiveHook(playbook("Team.Create")), false],
    ["a person announces", () => canReceiveHook(ada), false]
  ])("%s: %s", (_, answer, allowed) => {
    expect(isAllowed(answer())).toBe(allowed)
  })

  it("says what is missing and who can help, naming both ways where there are two", () => {
    const needs = (action: string, role: string) => ({
      needs: `Microsoft.SecurityInsights/incidents/${action} on the workspace soc`,
      remedy:
        `Ask an owner of the workspace's resource group for the role Microsoft Sentinel ${role} on it, or another role` +
        " with that action; a new role may take about 10 minutes to apply."
    })
    const [read, write] = [needs("read", "Reader"), needs("write", "Responder")]
    const app = playbook("Incident.Notify")
    const role = (first: string) =>
      `Ask an administrator of the tenant to grant the application the app role ${first} of Incident Teams.`
    expect([
      refusalOf(canReadIncident(on(ada, noAzureRights)))?.message,
      // Being in a team opens its incident, and not the list of all.
      refusalOf(canReadWorkspace(on(ada, noAzureRights, "member")))?.message,
      refusalOf(canEditIncident(on(ada, reader)))?.message,
      refusalOf(canChangeTeam(on(ada, reader)))?.message,
      refusalOf(canRequestAccess(on(playbook(), noAzureRights)))?.message,
      refusalOf(canReadIncident(on(app, reader)))?.message,
      refusalOf(canEditIncident(on(app, responder)))?.message,
      refusalOf(canSearchDirectory(searching(app)))?.message,
      refusalOf(canReceiveHook(ada))?.message
    ]).toEqual([
      `Ada may not see incidents of the workspace soc. Missing: ${read.needs}, or to be a member of the incident's team.` +
        ` ${read.remedy} Or: Ask one of the team's owners to add you.`,
      `Ada may not see incidents of the workspace soc. Missing: ${read.needs}. ${read.remedy}`,
      `Ada may not change this incident of the workspace soc. Missing: ${write.needs}. ${write.remedy}`,
      `Ada may not change this team. Missing: to be an owner of the team, or ${write.needs}.` +
        ` Ask one of the team's owners. Or: ${write.remedy}`,
      `Playbook may not request access to this team. Missing: a person; and ${read.needs}.` +
        ` Call with a person's token: an application can't do this for one. ${read.remedy}`,
      "Playbook may not see incidents of the workspace soc." +
        ` Missing: the app role Team.Create or Incident.ReadWrite. ${role("Team.Create")}`,
      "Playbook may not change this incident of the workspace soc." +
        ` Missing: the app role Incident.ReadWrite. ${role("Incident.ReadWrite")}`,
      `Playbook may not search the directory. Missing: the app role Team.Create or Incident.ReadWrite. ${role("Team.Create")}`,
      "Ada may not announce changes of incidents. Missing: an application." +
        " Call with the token of an application that has the app role Incident.Notify."
    ])
  })

  it("names the workspace, the team or the directory that somebody may not use, and who can help", () => {
    const disabled = { account: { guest: false, enabled: false } }
    expect([
      refusalOf(hasEnabledAccount(ada, "stay signed in", undefined))?.message,
      refusalOf(canReadSomewhere(ada, []))?.message,
      refusalOf(canShareTeam(on(ada, reader)))?.what,
      refusalOf(canJoinTeam(on(ada, reader)))?.what,
      refusalOf(canSearchDirectory(searching(ada, disabled)))?.message,
      refusalOf(canSearchDirectory(searching(ada, { writes: false })))?.message,
      refusalOf(canSearchDirectory(searching(ada, { writes: false, changesTeam: undefined })))?.message
    ]).toEqual([
      "Ada may not stay signed in. Missing: an enabled account in the tenant's directory." +
        " Ask an administrator of the tenant to enable the account.",
      "Ada may not see the incidents of a workspace. Missing: Microsoft.SecurityInsights/incidents/read on a workspace." +
        " Ask an owner of a workspace's resource group for the role Microsoft Sentinel Reader on it.",
      "decide which incidents of the workspace soc share a team",
      "join this team",
      "Ada may not search the directory." +
        " Missing: an enabled account that is a member of the tenant, not a guest." +
        " Ask a colleague of the tenant to add the people for you.",
      "Ada may not search the directory. Missing: Microsoft.SecurityInsights/incidents/write on a workspace, or to be" +
        " an owner of the team that the search is for. Ask an owner of a workspace's resource group for the role" +
        " Microsoft Sentinel Responder on it. An owner of a team names the team in the request.",
      "Ada may not search the directory. Missing: Microsoft.SecurityInsights/incidents/write on a workspace." +
        " Ask an owner of a workspace's resource group for the role Microsoft Sentinel Responder on it."
    ])
  })

  it("always follows the table of who may do what", () => {
    fc.assert(
      fc.property(caller, azureRights, teamStanding, (who, rights, standing) => {
        const facts = { caller: who, workspace, rights, standing, owners: [bobId], standbyOwners: [] }
        const read = isGranted(rights, incidentsRead)
        const write = isGranted(rights, incidentsWrite)
        const person = who._tag === "User"
        const has = (...roles: ReadonlyArray<string>) => person || roles.some((role) => who.roles.includes(role))
        expect({
          read: isAllowed(canReadIncident(facts)),
          edit: isAllowed(canEditIncident(facts)),
          change: isAllowed(canChangeTeam(facts)),
          request: isAllowed(canRequestAccess(facts)),
          join: isAllowed(canJoinTeam(facts))
        }).toEqual({
          read: has("Team.Create", "Incident.ReadWrite") && (read || (person && standing !== "none")),
          edit: has("Incident.ReadWrite") && write,
          change: has("Team.Create", "Incident.ReadWrite") && (write || (person && standing === "owner")),
          request: person && read,
          join: person && (write || standing === "owner")
        })
      })
    )
  })
})

describe("deciding on access", () => {
  const facts = (more: Partial<TeamChangeFacts>): TeamChangeFacts => ({
    caller: ada,
    workspace,
    rights: noAzureRights,
    standing: "none",
    owners: [bobId],
    standbyOwners: [adaId],
    ...more
  })
  const decides = (more: Partial<TeamChangeFacts>) => canDecideAccess(facts(more))

  it.each<[string, Partial<TeamChangeFacts>, boolean]>([
    ["an owner", { standing: "owner", owners: [adaId] }, true],
    ["a member", { standing: "member" }, false],
    ["a Responder", { rights: responder }, true],
    ["a Reader", { rights: reader }, false],
    ["a standby owner while there is an owner", {}, false],
    ["a standby owner once none is left", { owners: [] }, true],
    ["a member once no owner is left", { standing: "member", owners: [], standbyOwners: [bobId] }, false],
    ["an application with its role", { caller: playbook("Team.Create"), rights: responder }, true],
    ["an application without a role in Azure", { caller: playbook("Team.Create"), standing: "owner" }, false],
    [
      "an application with a standby owner's id",
      {
        caller: { _tag: "Application", id: ApplicationId.make(adaId), name: "Odd", roles: ["Team.Create"] },
        owners: []
      },
      false
    ]
  ])("%s: %s", (_, more, allowed) => {
    expect(isAllowed(decides(more))).toBe(allowed)
  })

  it("is always for exactly those who may add people", () => {
    fc.assert(
      fc.property(
        caller,
        azureRights,
        teamStanding,
        fc.array(personId, { maxLength: 1 }),
        fc.array(personId, { maxLength: 2 }),
        (who, rights, standing, owners, standbyOwners) => {
          const asked = { caller: who, workspace, rights, standing, owners, standbyOwners }
          expect(isAllowed(canDecideAccess(asked))).toBe(isAllowed(canChangeTeam(asked)))
        }
      )
    )
  })

  it("names both ways to someone who may not, and the one that counts where no owner is left", () => {
    const write = "Microsoft.SecurityInsights/incidents/write on the workspace soc"
    expect([
      refusalOf(decides({ standing: "member" })),
      refusalOf(decides({ owners: [], standbyOwners: [] }))
    ]).toMatchObject([
      { what: "decide who gets into this team", needs: `to be an owner of the team, or ${write}` },
      {
        needs: `to be a standby owner, as the team has no owner left, or ${write}`,
        remedy: expect.stringMatching(/^Ask the operator of Incident Teams who the standby owners are\. Or: /u)
      }
    ])
  })

  it("offers someone who isn't in the team the way that they have: to join, to request access, or neither", () => {
    expect([
      wayIn(facts({ rights: responder })),
      wayIn(facts({ rights: reader })),
      wayIn(facts({})),
      wayIn(facts({ rights: responder, standing: "member" })),
      wayIn(facts({ owners: [] })),
      wayIn(facts({ caller: playbook("Team.Create"), rights: responder }))
    ]).toEqual(["join", "request", undefined, undefined, "join", undefined])
  })
})

describe("callers and refusals", () => {
  it("always survive their codecs", () => {
    fc.assert(
      fc.property(caller, azureRights, teamStanding, (who, rights, standing) => {
        expect(throughJson(Caller, who)).toEqual(who)
        expect(throughJson(TeamStanding, standing)).toBe(standing)
        const refusal = refusalOf(canEditIncident({ caller: who, workspace, rights }))
        fc.pre(refusal !== undefined)
        const again = throughJson(NotAllowed, refusal)
        expect(again).toBeInstanceOf(NotAllowed)
        expect(again.message).toBe(refusal.message)
      })
    )
  })

  it("always say something in all four parts", () => {
    const nobody: GroupCreationPolicy = { _tag: "Nobody" }
    fc.assert(
      fc.property(caller, azureRights, (who, rights) => {
        const refusal = refusalOf(canCreateTeam({ ...creation({}), caller: who, rights, policy: nobody }))
        fc.pre(refusal !== undefined)
        for (const part of ["who", "what", "needs", "remedy"] as const) expect(refusal[part]).not.toBe("")
      })
    )
  })
})

describe("using incidents as Azure decides it", () => {
  const verbs = ["read", "write", "delete"] as const
  const below = [undefined, "comments", "relations", "tasks"] as const

  it("always is the right of Azure's own operation, and for an application the app role beside it", () => {
    fc.assert(
      fc.property(
        caller,
        azureRights,
        fc.constantFrom(...verbs),
        fc.constantFrom(...below),
        (who, rights, verb, kind) => {
          const roles = verb === "read" ? ["Team.Create", "Incident.ReadWrite"] : ["Incident.ReadWrite"]
          const mayCall = who._tag === "User" || roles.some((role) => who.roles.includes(role))
          expect(isAllowed(canUseIncidents({ caller: who, workspace, rights }, verb, kind))).toBe(
            mayCall && isGranted(rights, incidentAction(verb, kind))
          )
        }
      ),
      { numRuns: 1000 }
    )
  })

  it.each<[(typeof verbs)[number], (typeof below)[number], string, string]>([
    ["read", undefined, "incidents/read", "Reader"],
    ["write", undefined, "incidents/write", "Responder"],
    ["write", "comments", "incidents/comments/write", "Responder"],
    ["delete", undefined, "incidents/delete", "Contributor"],
    ["delete", "relations", "incidents/relations/delete", "Contributor"]
  ])("names what is missing to %s (%s)", (verb, kind, action, role) => {
    expect(refusalOf(canUseIncidents({ caller: ada, workspace, rights: noAzureRights }, verb, kind))).toMatchObject({
      who: "Ada",
      what: `${verb} ${kind ?? "incidents"} in the workspace soc`,
      needs: `Microsoft.SecurityInsights/${action} on the workspace soc`,
      remedy: expect.stringContaining(`the role Microsoft Sentinel ${role} on it`)
    })
  })
})
