import { createHash } from "node:crypto"
import { type IncidentState, statesAreKept, type StoreUnavailable } from "@incident-teams/application/ports/TeamStore"
import { incidentCodec } from "@incident-teams/application/records/IncidentCodec"
import type { UnreadableRecord } from "@incident-teams/application/records/RecordCodec"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import { Effect, Option, Result, Schema } from "effect"
import type { CosmosContainer } from "./CosmosContainer.ts"
import { Recorded, recorded } from "./storedRecord.ts"
import { persistently, persistentWrite } from "./wire/persistently.ts"

/** A state of an incident, in the container of the teams, so that one change feed tells of both. No query finds it. */
const IncidentItem = Schema.Struct({ incident: Recorded })
const decodeItem = Schema.decodeUnknownOption(IncidentItem)

/** A team's id has no space, so no team's partition is an incident's. */
const partitionOf = ({ id }: Incident): string => `incident ${id}`

/** An id may not hold every character (Cosmos DB: no / \\ ? #), and an etag may. */
const itemIdOf = ({ etag }: Incident): string => `state-${createHash("sha256").update(etag).digest("hex")}`

/** Once for each state: one that is there already was published. */
export const publish = (teams: CosmosContainer, incident: Incident): Effect.Effect<void, StoreUnavailable> =>
  Effect.gen(function* () {
    const [team, id] = [partitionOf(incident), itemIdOf(incident)]
    const there = Effect.map(teams.read(team, id), Option.asVoid)
    if (Option.isSome(yield* persistently(there))) return
    // Cosmos DB removes it some time after it has expired: `ttl` counts from this write, in seconds.
    const resourceBody = { id, team, incident: recorded(incidentCodec, incident), ttl: statesAreKept / 1_000 }
    yield* persistentWrite(Effect.asVoid(teams.batch(team, [{ operationType: "Create", resourceBody }])), there).pipe(
      // Somebody else was quicker.
      Effect.catchTags({ Conflict: () => Effect.void, Missing: Effect.die, Stale: Effect.die })
    )
  })

/** What an item of the change feed tells of an incident; none for any other item. */
export const stateIn = (item: unknown): Option.Option<Result.Result<Omit<IncidentState, "cursor">, UnreadableRecord>> =>
  Option.map(decodeItem(item), ({ incident }) =>
    Result.map(incidentCodec.decode("an incident", incident), (state) => ({ incident: state }))
  )
