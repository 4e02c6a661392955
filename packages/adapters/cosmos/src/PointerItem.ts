import { Pointer, type Pointed, type StoreUnavailable } from "@incident-teams/application/ports/TeamStore"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect, Option, Schema } from "effect"
import type { CosmosContainer, Read } from "./CosmosContainer.ts"
import { fewIds, itemsOfTeams } from "./itemsOfTeams.ts"
import { itemAs } from "./storedRecord.ts"
import { teamItemId } from "./TeamItem.ts"
import type { ReadFailure } from "./wire/CallFailure.ts"
import { persistently, persistentWrite } from "./wire/persistently.ts"

/** In place of a team's own item and under its id, so that one of them keeps the other out. */
const PointerItem = Schema.Struct({ team: TeamId, pointer: Pointer })

const isPointer = Schema.is(Schema.Struct({ team: Schema.String, pointer: Schema.Unknown }))

/** The read of a team's own item; none of a pointer. */
export const unlessPointer = (read: Read): Option.Option<Read> =>
  isPointer(read.item) ? Option.none() : Option.some(read)

const pointedIn = (id: TeamId, item: unknown): Pointed =>
  isPointer(item) ? { _tag: "Pointer", pointer: itemAs("pointer", PointerItem, id, item).pointer } : { _tag: "Team" }

const read = (
  teams: CosmosContainer,
  id: TeamId
): Effect.Effect<Option.Option<Pointed & { etag: string }>, ReadFailure> =>
  Effect.map(
    teams.read(id, teamItemId),
    Option.map(({ item, etag }) => ({ ...pointedIn(id, item), etag }))
  )

export const readPointers = (
  teams: CosmosContainer,
  ids: ReadonlyArray<TeamId>
): Effect.Effect<ReadonlyMap<TeamId, Pointer>, StoreUnavailable> => {
  const once = [...new Set(ids)]
  const items =
    once.length <= fewIds
      ? Effect.map(
          Effect.forEach(once, (id) => teams.read(id, teamItemId), { concurrency: "unbounded" }),
          (found) => found.flatMap((one) => Option.toArray(one)).map(({ item }) => item)
        )
      : teams.queryAcross(itemsOfTeams(once))
  return Effect.map(
    persistently(items),
    (found) =>
      new Map(
        found.filter(isPointer).map((item) => {
          const { team, pointer } = itemAs("pointer", PointerItem, item.team, item)
          return [team, pointer]
        })
      )
  )
}

const isSame = (one: Pointer, other: Pointer): boolean => one.team === other.team && one.link === other.link

/** Where nothing is, or over the pointer that was read; read again when somebody else was quicker. */
export const point = (teams: CosmosContainer, id: TeamId, pointer: Pointer): Effect.Effect<Pointed, StoreUnavailable> =>
  Effect.gen(function* () {
    const stored = Option.getOrUndefined(yield* persistently(read(teams, id)))
    if (stored?._tag === "Team") return { _tag: "Team" }
    if (stored !== undefined && (stored.pointer.team !== pointer.team || stored.pointer.link >= pointer.link)) {
      return { _tag: "Pointer", pointer: stored.pointer }
    }
    const resourceBody = { id: teamItemId, team: id, pointer }
    const pointed: Pointed = { _tag: "Pointer", pointer }
    return yield* persistentWrite(
      Effect.as(
        teams.batch(id, [
          stored === undefined
            ? { operationType: "Create", resourceBody }
            : { operationType: "Replace", id: teamItemId, resourceBody, ifMatch: stored.etag }
        ]),
        pointed
      ),
      Effect.map(read(teams, id), (now) =>
        Option.exists(now, (there) => there._tag === "Pointer" && isSame(there.pointer, pointer))
          ? Option.some(pointed)
          : Option.none()
      )
    ).pipe(
      Effect.catchTags({
        Stale: () => point(teams, id, pointer),
        Conflict: () => point(teams, id, pointer),
        Missing: () => point(teams, id, pointer)
      })
    )
  })

/** As long as it is there as it was read. */
export const unpoint = (teams: CosmosContainer, id: TeamId, pointer: Pointer): Effect.Effect<void, StoreUnavailable> =>
  Effect.gen(function* () {
    const stored = Option.getOrUndefined(yield* persistently(read(teams, id)))
    if (stored?._tag !== "Pointer" || !isSame(stored.pointer, pointer)) return
    yield* persistentWrite(
      teams.remove(id, teamItemId, stored.etag),
      Effect.map(read(teams, id), (now) =>
        Option.exists(now, (there) => there._tag === "Pointer" && isSame(there.pointer, pointer))
          ? Option.none()
          : Option.some(undefined)
      )
    ).pipe(
      Effect.catchTags({
        Stale: () => unpoint(teams, id, pointer),
        Conflict: () => unpoint(teams, id, pointer),
        Missing: () => Effect.void
      })
    )
  })
