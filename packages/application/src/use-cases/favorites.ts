import type { Favorites } from "@incident-teams/domain/favorites/Favorites"
import { isStarred, star, unstar } from "@incident-teams/domain/favorites/Favorites"
import type { Principal, PrincipalRef } from "@incident-teams/domain/favorites/Principal"
import type { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { NotAllowed } from "@incident-teams/domain/permissions/NotAllowed"
import { Effect, Option, Result, Schedule, Schema } from "effect"
import { Directory } from "../ports/Directory.ts"
import { FavoritesStore, StaleFavorites } from "../ports/FavoritesStore.ts"
import type { Session } from "../ports/Session.ts"
import { allowDirectorySearch } from "./directoryAccess.ts"

/** Refused: the directory doesn't know this person or group. */
export class UnknownPrincipal extends Schema.TaggedError<UnknownPrincipal>()("UnknownPrincipal", {
  kind: Schema.Literals(["Person", "Group"]),
  id: Schema.String
}) {}

/** One's own favorites. */
export const listFavorites = Effect.fn("listFavorites")(function* (session: Session) {
  const owner = yield* ownerOf(session)
  return (yield* (yield* FavoritesStore).load(owner)).favorites
})

/** Stars a person or group, under the name that the directory has for it now: for those who may look it up. */
export const starFavorite = Effect.fn("starFavorite")(function* (session: Session, who: PrincipalRef) {
  const owner = yield* ownerOf(session)
  yield* allowDirectorySearch(session)
  const principal = yield* principalOf(who)
  return yield* changed(owner, (favorites) => star(favorites, principal))
})

/** Drops a favorite. Teams and selections that hold it keep it. */
export const unstarFavorite = Effect.fn("unstarFavorite")(function* (session: Session, who: PrincipalRef) {
  const owner = yield* ownerOf(session)
  return yield* changed(owner, (favorites) =>
    Result.succeed(isStarred(favorites, who) ? unstar(favorites, who) : favorites)
  )
})

const changed = Effect.fnUntraced(
  function* <E>(owner: PersonId, change: (favorites: Favorites) => Result.Result<Favorites, E>) {
    const store = yield* FavoritesStore
    const stored = yield* store.load(owner)
    const favorites = yield* Effect.fromResult(change(stored.favorites))
    return favorites === stored.favorites ? favorites : (yield* store.save(owner, stored.version, favorites)).favorites
  },
  Effect.retry({
    times: 10,
    schedule: Schedule.jittered(Schedule.exponential("5 millis")),
    while: (error) => error instanceof StaleFavorites
  })
)

const ownerOf = ({ caller }: Session): Effect.Effect<PersonId, NotAllowed> =>
  caller._tag === "User"
    ? Effect.succeed(caller.id)
    : Effect.fail(
        new NotAllowed({
          who: caller.name,
          what: "have favorites",
          needs: "a person",
          remedy: "Call with a person's token: favorites belong to people."
        })
      )

const principalOf = Effect.fnUntraced(function* (who: PrincipalRef) {
  const directory = yield* Directory
  if (who._tag === "Person") {
    const person = yield* directory.person(who.id)
    if (Option.isNone(person)) return yield* new UnknownPrincipal({ kind: "Person", id: who.id })
    const principal: Principal = { _tag: "Person", id: who.id, name: person.value.name }
    return principal
  }
  const [group] = yield* directory.groups([who.id])
  if (group === undefined) return yield* new UnknownPrincipal({ kind: "Group", id: who.id })
  const principal: Principal = { _tag: "Group", id: who.id, name: group.name }
  return principal
})
