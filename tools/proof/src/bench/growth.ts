import { startTeam } from "@incident-teams/application/changes/decideAndCommit"
import * as WorkBell from "@incident-teams/application/changes/WorkBell"
import * as PlatformTime from "@incident-teams/application/deployment/PlatformTime"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { IncidentArmId } from "@incident-teams/domain/ids/IncidentArmId"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Namespace } from "@incident-teams/domain/ids/Namespace"
import { type TeamId, teamIdOf } from "@incident-teams/domain/ids/TeamId"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Effect, Layer, Logger, ManagedRuntime, Option } from "effect"
import { measuredStores, type TeamStores } from "./measuredStores.ts"
import { type Spread, spreadOf } from "./Spread.ts"

export const sizes = [1_000, 10_000, 100_000] as const
const soc = WorkspaceAlias.make("soc")
const namespace = Namespace.make("bench")

const armIdOf = (number: number): IncidentArmId =>
  IncidentArmId.make(
    `/subscriptions/s/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/soc/providers/Microsoft.SecurityInsights/incidents/${guid(number)}`
  )
const guid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`
export const idOf = (number: number): TeamId => teamIdOf(namespace, armIdOf(number))

/** The first commit of a team that is due at once. */
export const create = (number: number) => {
  const at = timestampOf(Date.now())
  return startTeam(idOf(number), {
    _tag: "RequestTeam",
    id: idOf(number),
    incident: {
      id: IncidentId.make(`soc~${guid(number)}`),
      armId: armIdOf(number),
      number,
      title: `Phishing ${number}`,
      status: "New",
      severity: "High",
      etag: '"1"',
      lastModified: at,
      url: "https://portal.example/incident"
    },
    name: `INC-${number} Phishing`,
    description: "",
    owners: [{ id: PersonId.make(guid(1)), name: "Ben Sample" }],
    standbyOwners: [],
    standIns: [],
    people: [],
    refused: [],
    groups: [],
    chores: ["page", "announcement"],
    by: { _tag: "System" },
    at
  })
}

/** Milliseconds of one operation, the median of many. */
export interface GrowthFigures {
  readonly load: Spread
  readonly commit: Spread
  readonly claim: Spread
  readonly list: Spread
}

export type Growth = Readonly<Record<keyof GrowthFigures, number>> & {
  /** By how many teams were stored. */
  readonly at: Readonly<Record<string, GrowthFigures>>
}

const often = 200

/** More at once don't make it faster: commits wait for each other. */
const createdAtOnce = 8

/** What each operation of a store costs with more and more teams in it, the last over the first. */
export const growthOf = async (stores: TeamStores, upTo: ReadonlyArray<number> = sizes): Promise<Growth> => {
  const runtime = ManagedRuntime.make(Layer.mergeAll(stores, PlatformTime.layer, WorkBell.layer, Logger.layer([])))
  let stored = 0
  const timed = async (act: (round: number) => Effect.Effect<unknown, unknown, TeamStore>): Promise<Spread> => {
    const times: Array<number> = []
    for (let round = 0; round < often; round++) {
      const began = performance.now()
      await runtime.runPromise(act(round))
      times.push(performance.now() - began)
    }
    return spreadOf(times)
  }
  const measured = async (): Promise<GrowthFigures> => {
    const store = await runtime.runPromise(TeamStore)
    const anyId = (round: number) => idOf(1 + ((round * 7_919) % stored))
    return {
      load: await timed((round) => store.load(anyId(round))),
      commit: await timed((round) =>
        Effect.flatMap(store.load(anyId(round)), (found) => {
          const before = Option.getOrThrow(found)
          return store.commit(before.version, {
            team: before.team,
            events: [{ _tag: "CheckDue", at: timestampOf(Date.now()) }],
            chunks: [],
            schedule: before.schedule,
            commitId: `bench-${stored}-${round}`
          })
        })
      ),
      claim: await timed((round) =>
        Effect.flatMap(store.claim(`bench-${round}`, 1, 60_000), ([one]) =>
          one === undefined ? Effect.void : store.release(one.stored.id, one.stored.schedule.fence)
        )
      ),
      list: await timed(() => store.list({ workspace: soc }, { limit: 50 }))
    }
  }
  try {
    const at: Record<string, GrowthFigures> = {}
    for (const size of upTo) {
      while (stored < size) {
        const batch = Array.from({ length: Math.min(500, size - stored) }, (_, index) => create(stored + index + 1))
        await runtime.runPromise(Effect.all(batch, { concurrency: createdAtOnce, discard: true }))
        stored += batch.length
      }
      at[size] = await measured()
    }
    const figures = Object.values(at)
    const times = (one: keyof GrowthFigures): number =>
      Number(((figures.at(-1)?.[one].median ?? Number.NaN) / (figures[0]?.[one].median ?? Number.NaN)).toFixed(2))
    return { load: times("load"), commit: times("commit"), claim: times("claim"), list: times("list"), at }
  } finally {
    await runtime.dispose()
  }
}

/** Fewer in PostgreSQL: each commit waits for the disk, so that storing 100,000 teams takes more than ten minutes. */
const inPostgres = sizes.filter((size) => size <= 10_000)

/** The same of each store that can be measured on one machine. */
export const growth = async () => ({
  sqlite: await measuredStores.sqlite((store) => growthOf(store)),
  postgres: await measuredStores.postgres((store) => growthOf(store, inPostgres))
})
