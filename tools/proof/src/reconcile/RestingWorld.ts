import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import * as MemoryAzureRights from "@incident-teams/adapter-memory/MemoryAzureRights"
import * as MemoryCollaborationPlatform from "@incident-teams/adapter-memory/MemoryCollaborationPlatform"
import * as MemoryDirectory from "@incident-teams/adapter-memory/MemoryDirectory"
import * as MemoryIncidentSource from "@incident-teams/adapter-memory/MemoryIncidentSource"
import * as MemoryProviderIncidents from "@incident-teams/adapter-memory/MemoryProviderIncidents"
import { PlatformHand } from "@incident-teams/adapter-memory/PlatformHand"
import { now, startTeam } from "@incident-teams/application/changes/decideAndCommit"
import * as WorkBell from "@incident-teams/application/changes/WorkBell"
import { Deployment } from "@incident-teams/application/deployment/Deployment"
import { PlatformTime } from "@incident-teams/application/deployment/PlatformTime"
import { observeIncident } from "@incident-teams/application/feed/observeIncident"
import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import type { DirectoryPerson } from "@incident-teams/application/ports/Directory"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { leaseTerms } from "@incident-teams/application/reconcile/Claim"
import { reconcileOnce, type WorkerTerms } from "@incident-teams/application/reconcile/reconciler"
import { withHand } from "@incident-teams/application/testing/Hand"
import { GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Namespace } from "@incident-teams/domain/ids/Namespace"
import { type TeamId, teamIdOf } from "@incident-teams/domain/ids/TeamId"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { snapshotOf } from "@incident-teams/domain/incident/IncidentObservation"
import { timing } from "@incident-teams/domain/team/Timing"
import { Effect, Layer, Logger, Option } from "effect"
import { TestClock } from "effect/testing"

const person = (number: number): DirectoryPerson => ({
  id: PersonId.make(`00000000-0000-4000-8000-${String(number).padStart(12, "0")}`),
  name: `Person ${number}`,
  userPrincipalName: `person${number}@woodgrove.example`,
  guest: false,
  enabled: true,
  attributes: {}
})
const everybody = Array.from({ length: 20 }, (_, index) => person(index + 1))
const named = ({ id, name }: DirectoryPerson) => ({ id, name })
export const people = everybody.map(named)
const owner = named(person(1))
export const tier1 = { id: GroupId.make("00000000-0000-4000-9000-000000000001"), name: "SOC tier 1" }
export const workspace = WorkspaceAlias.make("soc")
const namespace = Namespace.make("proof")

const deployment = Layer.succeed(Deployment, {
  namespace,
  publicUrl: "https://incidents.example",
  standbyOwners: [],
  withApp: false,
  announce: true,
  neutralNames: false,
  accessDecision: "owner",
  accessPauseMillis: 3_600_000,
  merges: "follow"
})

/** Everything outside of the store: platform, incidents, directory, each with a hand. */
export const outside = Layer.mergeAll(
  withHand(CollaborationPlatform).pipe(Layer.provideMerge(MemoryCollaborationPlatform.layer)),
  MemoryIncidentSource.layer([{ alias: workspace }]).pipe(Layer.provideMerge(MemoryAzureRights.layer([workspace]))),
  MemoryDirectory.layer({
    people: everybody,
    groups: [{ ...tier1, members: everybody.slice(10, 15).map(({ id }) => id) }]
  }),
  MemoryProviderIncidents.layer,
  deployment,
  // What is closed in Sentinel is archived at once.
  Layer.succeed(PlatformTime, { ...timing, closeGrace: 0 }),
  WorkBell.layer,
  Logger.layer([]),
  TestClock.layer()
)

export const worker = (name: string): WorkerTerms => ({
  ...leaseTerms(name),
  concurrency: 8,
  waitAtMostMillis: 1_000
})

/** A team asked for by the first person, for the third to fifth and a group. */
export const requestTeam = Effect.gen(function* () {
  const incident = yield* (yield* IncidentHand).add(workspace, { title: "Phishing" })
  const { stored } = yield* startTeam(teamIdOf(namespace, incident.armId), {
    _tag: "RequestTeam",
    id: teamIdOf(namespace, incident.armId),
    incident: snapshotOf(incident),
    name: "INC-1 Phishing",
    description: "",
    owners: [owner],
    standbyOwners: people.slice(1, 2),
    standIns: [],
    people: people.slice(2, 5),
    refused: [],
    groups: [tier1],
    chores: ["page", "announcement"],
    by: { _tag: "System" },
    at: yield* now
  })
  return { team: stored.id, incident: incident.id }
})

export const load = (id: TeamId) =>
  Effect.flatMap(TeamStore, (store) => store.load(id)).pipe(
    Effect.flatMap(
      Option.match({
        onNone: () => Effect.die(new Error("The team isn't stored.")),
        onSome: (stored) => Effect.succeed(stored)
      })
    )
  )

/** Works until nothing is due within `within` milliseconds (a quarter of an hour), time passing as it must. */
export const settle = Effect.fn("settle")(function* (name: string = "worker", within: number = 15 * 60_000) {
  const store = yield* TeamStore
  for (let round = 0; round < 500; round++) {
    if ((yield* reconcileOnce(worker(name))) > 0) continue
    const due = yield* store.nextDue()
    const at = yield* now
    if (Option.isNone(due) || due.value - at > within) return
    yield* TestClock.adjust(Math.max(due.value - at, 1))
  }
  return yield* Effect.die(new Error("It doesn't come to rest."))
})

/** What the platform shows: the one team, or a failure of the test. */
export const theTeam = Effect.gen(function* () {
  const teams = yield* (yield* PlatformHand).teams
  const [team] = teams
  return team === undefined || teams.length !== 1
    ? yield* Effect.die(new Error(`There are ${teams.length} teams on the platform.`))
    : team
})

export const close = (id: IncidentId) =>
  Effect.andThen(
    Effect.flatMap(IncidentHand, (hand) => hand.close(id)),
    observeIncident(id)
  )
export const reopen = (id: IncidentId) =>
  Effect.andThen(
    Effect.flatMap(IncidentHand, (hand) => hand.reopen(id)),
    observeIncident(id)
  )
