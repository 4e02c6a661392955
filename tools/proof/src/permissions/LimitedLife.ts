import * as EntraCredentials from "@incident-teams/adapter-entra/EntraCredentials"
import { type GraphPermissionName, permissionsFor } from "@incident-teams/adapter-entra/setup/graphPermissions"
import * as GraphClient from "@incident-teams/adapter-graph/GraphClient"
import { lookAtGraph } from "@incident-teams/adapter-graph/lookAtGraph"
import { lookAtTeamsOfStandbyOwners } from "@incident-teams/adapter-graph/lookAtTeamsOfStandbyOwners"
import * as ArmConnection from "@incident-teams/adapter-sentinel/arm/ArmConnection"
import { lookAtWorkspaces } from "@incident-teams/adapter-sentinel/lookAtWorkspaces"
import type { Finding } from "@incident-teams/application/doctor/Finding"
import { lookAtPolicy, lookAtStandbyOwners } from "@incident-teams/application/doctor/lookAtTenant"
import { AzureRightsSource } from "@incident-teams/application/ports/AzureRightsSource"
import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import { CreationPolicy } from "@incident-teams/application/ports/CreationPolicy"
import { Directory } from "@incident-teams/application/ports/Directory"
import { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import { ProviderIncidents } from "@incident-teams/application/ports/ProviderIncidents"
import { asCaller, type Session } from "@incident-teams/application/ports/Session"
import { ApplicationId, GroupId, PersonId, TenantId } from "@incident-teams/domain/ids/directoryIds"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Namespace } from "@incident-teams/domain/ids/Namespace"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { teamKeyOf } from "@incident-teams/domain/naming/TeamKey"
import { sample } from "@incident-teams/testkit/sample"
import { Effect, Exit, Layer, ManagedRuntime, Option, Redacted, Schema, Stream } from "effect"
import { app, memory, type Services, services, settings } from "../campaign/faults/Installation.ts"
import type { SimulatedTenant } from "../kill/SimulatedTenant.ts"

/** Something that `setup` grants to an installation with every option. */
export type Grant = GraphPermissionName | "user_impersonation" | "Microsoft Sentinel Responder"

const graphPermissions: ReadonlyArray<GraphPermissionName> = permissionsFor(["teamsApp", "defender"]).map(
  ({ name }) => name
)
export const grants: ReadonlyArray<Grant> = [...graphPermissions, "user_impersonation", "Microsoft Sentinel Responder"]

/** What was denied, and what the adapters say to do about it. */
export interface Denied {
  readonly action: string
  readonly remedy: string
}

export interface Lived {
  readonly denied: ReadonlyArray<Denied>
  /** Doctor's, of the same installation, unless all is well. */
  readonly findings: ReadonlyArray<Finding>
}

const responder = {
  principalId: sample.servicePrincipal.server,
  role: "Microsoft Sentinel Responder",
  scope: `/subscriptions/${sample.subscription}/resourceGroups/${sample.resourceGroup}`
}

/** Gives the application exactly what setup grants, without one of it. */
const grant = async (tenant: SimulatedTenant, without?: Grant): Promise<void> => {
  await tenant.control("PUT", "/applications/server", {
    roles: { graph: graphPermissions.filter((name) => name !== without) },
    scopes: { arm: without === "user_impersonation" ? [] : ["user_impersonation"] }
  })
  await tenant.control("DELETE", `/arm/role-assignments?principalId=${responder.principalId}`)
  if (without !== responder.role) await tenant.control("POST", "/arm/role-assignments", responder)
}

const unavailable = ["DirectoryUnavailable", "IncidentSourceUnavailable", "RightsUnavailable"] as const
const Remedied = Schema.Struct({ _tag: Schema.String, remedy: Schema.String })
const Denial = Schema.Union([
  Schema.Struct({
    _tag: Schema.Literals(["InstallationTrouble", "CantBeAsked", "NotAuthorized"]),
    remedy: Schema.String
  }),
  Schema.Struct({ _tag: Schema.Literals(unavailable), trouble: Remedied })
])
const decodeDenial = Schema.decodeUnknownOption(Denial)

/** The remedy, if something ended with a denial. */
const remedyOf = (exit: Exit.Exit<unknown, unknown>): string | undefined =>
  Option.match(decodeDenial(Exit.isSuccess(exit) ? exit.value : Option.getOrUndefined(Exit.findErrorOption(exit))), {
    onNone: () => undefined,
    onSome: (denial) => ("trouble" in denial ? denial.trouble.remedy : denial.remedy)
  })

// No call hangs here, so a time-out could only say that the machine is busy.
const settingsOf = (tenant: SimulatedTenant) =>
  settings(tenant, { TEAMS_APP_ID: app, GRAPH_TIMEOUT_SECONDS: "240", STANDBY_OWNERS: sample.person.ana })

const installation = (tenant: SimulatedTenant) =>
  ManagedRuntime.make(services(memory, (store) => store).pipe(Layer.provide(settingsOf(tenant))))

/** What doctor finds about the tenant. */
const examine = (tenant: SimulatedTenant): Effect.Effect<ReadonlyArray<Finding>, unknown, Services> =>
  Effect.all([lookAtGraph, lookAtPolicy, lookAtStandbyOwners, lookAtTeamsOfStandbyOwners, lookAtWorkspaces]).pipe(
    Effect.map((found) => found.flat()),
    Effect.provide(
      Layer.merge(ArmConnection.layer, GraphClient.layer).pipe(
        Layer.provideMerge(EntraCredentials.layer),
        Layer.provideMerge(settingsOf(tenant))
      )
    )
  )

const decodeMade = Schema.decodeUnknownSync(Schema.Struct({ name: Schema.String, providerIncidentId: Schema.String }))

const soc = WorkspaceAlias.make("soc")
const person = (name: keyof typeof sample.person) => ({ id: PersonId.make(sample.person[name]), name })

/**
 * Everything that an installation with every option asks of Microsoft Graph and Azure, once, without one of the grants. What
 * is denied is then done with all of them, so that the rest can be tried. Of a new tenant.
 */
export const liveWithout = async (tenant: SimulatedTenant, without?: Grant): Promise<Lived> => {
  await tenant.behave({
    throttling: false,
    // Not what Microsoft supports only for backward compatibility.
    legacyPermissions: "refuse",
    groupReplicationMillis: 0,
    memberLagMillis: 0,
    operationMillis: [0, 0]
  })
  await tenant.control("PUT", "/lifecycle-policy", { groupLifetimeInDays: 180 })
  const session: Session = {
    caller: { _tag: "User", id: PersonId.make(sample.person.ben), name: "Ben Sample" },
    tenant: TenantId.make(tenant.id),
    token: Redacted.make(await tenant.tokenOf("ben"))
  }
  const made = decodeMade(await tenant.control("POST", "/arm/workspaces/soc-prod/incidents", { fromDefender: true }))
  const incident = IncidentId.make(`soc~${made.name}`)
  await grant(tenant, without)
  const [limited, whole] = [installation(tenant), installation(tenant)]
  const denied: Array<Denied> = []

  const did = async <A, E>(action: string, act: Effect.Effect<A, E, Services>): Promise<A> => {
    const exit = await limited.runPromiseExit(act)
    const remedy = remedyOf(exit)
    if (remedy === undefined) {
      if (Exit.isSuccess(exit)) return exit.value
      throw new Error(`It failed to ${action}, without a denial: ${String(exit.cause)}`)
    }
    denied.push({ action, remedy })
    await grant(tenant)
    const done = await whole.runPromise(act)
    await grant(tenant, without)
    return done
  }

  try {
    const findings = await limited.runPromise(examine(tenant))
    await did(
      "search people",
      Effect.flatMap(Directory, (one) => one.searchPeople("Ben", 5))
    )
    await did(
      "read people's accounts and licenses",
      Effect.flatMap(Directory, (one) => one.people([PersonId.make(sample.person.ben)]))
    )
    await did(
      "search groups",
      Effect.flatMap(Directory, (one) => one.searchGroups("Tier", 5))
    )
    await did(
      "read who is in a group",
      Effect.flatMap(Directory, (one) => one.membersOf(GroupId.make(sample.group.tier1)))
    )
    await did(
      "read the tenant's rules for groups",
      Effect.flatMap(CreationPolicy, (one) => one.read())
    )
    await did(
      "check a team's name against the naming policy",
      Effect.flatMap(CreationPolicy, (one) => one.validate({ name: "INC-1", nickname: "inc-1" }))
    )
    await did(
      "check whether a person may create teams",
      Effect.flatMap(Directory, (one) =>
        one.memberOf(PersonId.make(sample.person.ben), [GroupId.make(sample.group.tier1)])
      )
    )
    const platform = <A, E>(use: (one: CollaborationPlatform["Service"]) => Effect.Effect<A, E>) =>
      Effect.flatMap(CollaborationPlatform, use)
    const key = teamKeyOf(Namespace.make("main"), TeamId.make("a".repeat(26)), 1)
    const owners = [person("ana")]
    const request = { key, name: "INC-1", description: "Of an incident", owners, standbyOwners: [], lookFirst: true }
    const { id } = await did(
      "find or create the team's group",
      platform((one) => one.ensureGroup(request))
    )
    await did(
      "put a team on the group",
      platform((one) => one.ensureTeam(id))
    )
    await did(
      "add people",
      platform((one) => one.addMembers(id, [person("ben"), person("chloe")]))
    )
    await did(
      "remove people",
      platform((one) => one.removeMembers(id, [person("chloe")]))
    )
    await did(
      "install the Teams app",
      platform((one) => one.installApp(id))
    )
    const page = { title: "Incident", url: "https://incidents.woodgrove.example/incidents/1" }
    await did(
      "pin the Incident page",
      platform((one) => one.pinPage(id, page))
    )
    const moved = { ...page, url: "https://teams.woodgrove.example/incidents/1" }
    await did(
      "correct the page's address",
      platform((one) => one.pinPage(id, moved))
    )
    await did(
      "rename the team",
      platform((one) => one.rename(id, { name: "INC-1 renamed", description: "" }))
    )
    await did(
      "verify the team",
      platform((one) => one.read(id))
    )
    await tenant.control("DELETE", `/teams/${id}/people/${sample.person.ana}`)
    await did(
      "make a standby owner an owner",
      platform((one) => one.ensureOwner(id, [person("ines")]))
    )
    const taken = await did(
      "archive the team",
      platform((one) => one.archive(id))
    )
    const operation = taken._tag === "Begun" ? (taken.operation ?? "") : ""
    await did(
      "follow an operation",
      platform((one) => one.operation(id, operation))
    )
    await did(
      "reopen the team",
      platform((one) => one.unarchive(id))
    )
    await did(
      "read when the team expires",
      platform((one) => one.expiresAt(id))
    )
    await did(
      "renew the team",
      platform((one) => one.renew(id))
    )
    await tenant.control("POST", `/teams/${id}/delete`)
    await did(
      "restore a deleted team",
      platform((one) => one.restore(id))
    )
    await did(
      "find out into which incident another one was merged",
      Effect.flatMap(ProviderIncidents, (one) => one.read(made.providerIncidentId))
    )
    const incidents = <A, E>(use: (one: IncidentSource["Service"]) => Effect.Effect<A, E>) =>
      Effect.flatMap(IncidentSource, use)
    await did(
      "follow incidents",
      incidents((one) => Stream.runCollect(one.changedSince(soc, timestampOf(0))))
    )
    await did(
      "add the team's link to the incident",
      incidents((one) => one.putComment(incident, "7a1e0000-0000-4000-8000-0000000c0111", "The team"))
    )
    const application = {
      _tag: "Application",
      id: ApplicationId.make(sample.servicePrincipal.playbook),
      name: "Playbook",
      roles: []
    } as const
    await did(
      "read what a calling application may do",
      Effect.flatMap(AzureRightsSource, (one) => one.rightsOf({ caller: application, tenant: session.tenant }, soc))
    )
    await did(
      "change an incident in a person's name",
      incidents((one) => one.update(incident, () => ({ severity: "High" }), asCaller(session)))
    )
    await did(
      "read what a person may do",
      Effect.flatMap(AzureRightsSource, (one) => one.rightsOf(session, soc))
    )
    return { denied, findings: findings.filter(({ state }) => state !== "ok") }
  } finally {
    await Promise.all([limited.dispose(), whole.dispose()])
  }
}
