import { isDeepStrictEqual } from "node:util"
import { IncidentHand, type NewIncident } from "@incident-teams/adapter-memory/IncidentHand"
import * as MemoryAzureRights from "@incident-teams/adapter-memory/MemoryAzureRights"
import * as MemoryCollaborationPlatform from "@incident-teams/adapter-memory/MemoryCollaborationPlatform"
import * as MemoryCreationPolicy from "@incident-teams/adapter-memory/MemoryCreationPolicy"
import * as MemoryDirectory from "@incident-teams/adapter-memory/MemoryDirectory"
import * as MemoryFavoritesStore from "@incident-teams/adapter-memory/MemoryFavoritesStore"
import * as MemoryIncidentSource from "@incident-teams/adapter-memory/MemoryIncidentSource"
import * as MemoryProviderIncidents from "@incident-teams/adapter-memory/MemoryProviderIncidents"
import * as MemorySourcesSideBySide from "@incident-teams/adapter-memory/MemorySourcesSideBySide"
import * as MemoryTeamStore from "@incident-teams/adapter-memory/MemoryTeamStore"
import * as MemoryWatermarkStore from "@incident-teams/adapter-memory/MemoryWatermarkStore"
import { PlatformHand } from "@incident-teams/adapter-memory/PlatformHand"
import * as WorkBell from "@incident-teams/application/changes/WorkBell"
import { Deployment } from "@incident-teams/application/deployment/Deployment"
import { PlatformTime } from "@incident-teams/application/deployment/PlatformTime"
import * as HookInbox from "@incident-teams/application/feed/HookInbox"
import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import { Directory } from "@incident-teams/application/ports/Directory"
import { FavoritesStore } from "@incident-teams/application/ports/FavoritesStore"
import { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import * as IncidentParts from "@incident-teams/application/recent/IncidentParts"
import { handOn, withHand } from "@incident-teams/application/testing/Hand"
import { Namespace } from "@incident-teams/domain/ids/Namespace"
import { timing, type Timing } from "@incident-teams/domain/team/Timing"
import { Context, Effect, identity, Layer, Logger, Result } from "effect"
import { TestClock } from "effect/testing"
import { cast, directory, groups, roles, workspaces } from "./Cast.ts"

/** What the stores hold, past their ports. */
export class Remembered extends Context.Service<
  Remembered,
  { readonly teams: MemoryTeamStore.TeamData; readonly favorites: MemoryFavoritesStore.FavoritesData }
>()("@incident-teams/proof/Remembered") {}

export interface WorldOptions {
  readonly deployment?: Partial<Deployment["Service"]>
  /** Default: the real ones, which suit the test clock, without a grace for what is closed in Sentinel. */
  readonly timing?: Timing
  /** Whether each workspace has a source of its own. Default: false, one source has all. */
  readonly sideBySide?: boolean
  /** What stands between everybody and the stores. Default: nothing. */
  readonly between?: BetweenStores
}

export interface BetweenStores {
  readonly teams?: (store: TeamStore["Service"]) => TeamStore["Service"]
  readonly favorites?: (store: FavoritesStore["Service"]) => FavoritesStore["Service"]
}

/**
 * The whole application over memory adapters, with the cast in its directory and its roles, and a clock that only the
 * test moves. Each build is a world of its own.
 */
export const memoryWorld = (options: WorldOptions = {}) => {
  const { between = {} } = options
  const all = Object.values(workspaces)
  const remembered = Layer.sync(Remembered, () => ({ teams: MemoryTeamStore.noTeamData(), favorites: new Map() }))
  const stores = Layer.unwrap(
    Effect.map(Remembered, ({ teams, favorites }) =>
      Layer.mergeAll(
        Layer.effect(TeamStore, Effect.map(TeamStore, between.teams ?? identity)).pipe(
          Layer.provide(MemoryTeamStore.layerOn(teams))
        ),
        Layer.effect(FavoritesStore, Effect.map(FavoritesStore, between.favorites ?? identity)).pipe(
          Layer.provide(MemoryFavoritesStore.layerOn(favorites))
        )
      )
    )
  ).pipe(Layer.provideMerge(remembered))
  const outside = Layer.mergeAll(
    options.sideBySide === true
      ? Layer.orDie(MemorySourcesSideBySide.layer(all))
      : MemoryIncidentSource.layer(all.map((alias) => ({ alias }))).pipe(
          Layer.provideMerge(MemoryAzureRights.layer(all))
        ),
    MemoryCollaborationPlatform.layer,
    MemoryCreationPolicy.layer,
    MemoryProviderIncidents.layer,
    MemoryDirectory.layer(directory)
  )
  const hands = Layer.mergeAll(withHand(CollaborationPlatform), withHand(IncidentSource), withHand(Directory))
  const rules = Layer.effectDiscard(
    Effect.gen(function* () {
      const { assign } = yield* MemoryAzureRights.RightsHand
      for (const [who, role] of roles) assign(who, workspaces.soc, role)
      const policy = yield* MemoryCreationPolicy.PolicyHand
      policy.setCreation({ _tag: "MembersOf", group: groups.creators.id })
      const platform = yield* PlatformHand
      yield* platform.guest(cast.greta.id)
      yield* platform.refuse(cast.hugo.id, "The account is disabled.")
    })
  )
  return Layer.merge(HookInbox.layer, IncidentParts.layer).pipe(
    Layer.provideMerge(
      Layer.mergeAll(
        Layer.mergeAll(rules, hands).pipe(Layer.provideMerge(outside)),
        stores,
        MemoryWatermarkStore.layer,
        WorkBell.layer,
        Layer.succeed(PlatformTime, options.timing ?? { ...timing, closeGrace: 0 }),
        Layer.succeed(Deployment, {
          namespace: Namespace.make("proof"),
          publicUrl: "https://incidents.example",
          standbyOwners: [cast.ines.id],
          withApp: false,
          announce: true,
          neutralNames: false,
          accessDecision: "owner",
          accessPauseMillis: 3_600_000,
          merges: "follow",
          ...options.deployment
        }),
        Logger.layer([]),
        TestClock.layer()
      )
    )
  )
}

export type MemoryWorld = Layer.Success<ReturnType<typeof memoryWorld>>

/** Runs a test in a world of its own. */
export const inMemoryWorld = <A, E>(test: Effect.Effect<A, E, MemoryWorld>, options?: WorldOptions): Promise<A> =>
  Effect.runPromise(Effect.provide(test, memoryWorld(options)))

/** A new incident in `soc`. */
export const incidentOf = (incident?: NewIncident) =>
  Effect.flatMap(IncidentHand, (hand) => hand.add(workspaces.soc, incident))

/** Everything that could be changed: what is stored, and what was written or asked outside. */
const everything = Effect.gen(function* () {
  const { teams, favorites } = yield* Remembered
  const [platform, incidents] = [yield* handOn(CollaborationPlatform), yield* handOn(IncidentSource)]
  return {
    teams: [...teams.rows.entries()],
    changes: [...teams.changes],
    favorites: [...favorites.entries()],
    platform: platform.calls(),
    written: [...incidents.calls("update"), ...incidents.calls("putComment")]
  }
})

/** What a request came to, after making sure that a refusal changed nothing: nothing stored, called or written. */
export const outcomeOf = Effect.fnUntraced(function* <A, E, R>(request: Effect.Effect<A, E, R>) {
  const before = yield* everything
  const outcome = yield* Effect.result(request)
  if (Result.isSuccess(outcome)) return outcome
  const after = yield* everything
  return isDeepStrictEqual(before, after)
    ? outcome
    : yield* Effect.die(
        new Error("A refused request changed something.", { cause: { refusal: outcome.failure, before, after } })
      )
})

/** The failure of a request that must be refused. Dies if it isn't, or if it changed something. */
export const refusalOf = <A, E, R>(request: Effect.Effect<A, E, R>) =>
  Effect.flatMap(outcomeOf(request), (outcome) =>
    Result.isFailure(outcome) ? Effect.succeed(outcome.failure) : Effect.die(new Error("The request wasn't refused."))
  )

/** Lets the test's clock run, a moment at a time, for as long as it takes: those that were in the way try again. */
export const whileTimePasses = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.raceFirst(effect, Effect.forever(Effect.andThen(TestClock.adjust("10 millis"), Effect.promise(nextTurn))))

const nextTurn = () =>
  new Promise<void>((done) => {
    setImmediate(done)
  })
