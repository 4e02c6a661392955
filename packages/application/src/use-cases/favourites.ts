import type { Favourites } from "@incident-teams/domain/favourites/Favourites"
import { isStarred, star, unstar } from "@incident-teams/domain/favourites/Favourites"
import type { Principal, PrincipalRef } from "@incident-teams/domain/favourites/Principal"
import type { PersonId } from "@incident-teams/domain/ids/PersonId"
import { NotAllowed } from "@incident-teams/domain/permissions/NotAllowed"
import { Effect, Option, Result, Schedule, Schema } from "effect"
import { Directory } from "../ports/Directory.ts"
import { FavouritesStore, StaleFavourites } from "../ports/FavouritesStore.ts"
import type { Session } from "../ports/Session.ts"

/** Refused: the directory doesn't know this person or group. */
export class UnknownPrincipal extends Schema.TaggedError<UnknownPrincipal>()("UnknownPrincipal", {
  kind: Schema.Literals(["Person", "Group"]),
  id: Schema.String
}) {}

/** One's own favourites. */
export const listFavourites = Effect.fn("listFavourites")(function* (session: Session) {
  const owner = yield* ownerOf(session)
  return (yield* (yield* FavouritesStore).load(owner)).favourites
})

/** Stars a person or group, under the name that the directory has for it now. */
export const starFavourite = Effect.fn("starFavourite")(function* (session: Session, who: PrincipalRef) {
  const owner = yield* ownerOf(session)
  const principal = yield* principalOf(who)
  return yield* changed(owner, (favourites) => star(favourites, principal))
})

/** Drops a favourite. Teams and selections that hold it keep it. */
export const unstarFavourite = Effect.fn("unstarFavourite")(function* (session: Session, who: PrincipalRef) {
  const owner = yield* ownerOf(session)
  return yield* changed(owner, (favourites) =>
    Result.succeed(isStarred(favourites, who) ? unstar(favourites, who) : favourites)
  )
})

const changed = Effect.fnUntraced(
  function* <E>(owner: PersonId, change: (favourites: Favourites) => Result.Result<Favourites, E>) {
    const store = yield* FavouritesStore
    const stored = yield* store.load(owner)
    const favourites = yield* Effect.fromResult(change(stored.favourites))
    return favourites === stored.favourites
      ? favourites
      : (yield* store.save(owner, stored.version, favourites)).favourites
  },
  Effect.retry({
    times: 10,
    schedule: Schedule.jittered(Schedule.exponential("5 millis")),
    while: (error) => error instanceof StaleFavourites
  })
)

const ownerOf = ({ caller }: Session): Effect.Effect<PersonId, NotAllowed> =>
  caller._tag === "User"
    ? Effect.succeed(caller.id)
    : Effect.fail(
        new NotAllowed({
          who: caller.name,
          what: "have favourites",
          needs: "a person",
          remedy: "Call with a person's token: favourites belong to people."
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
