import { preselect } from "@incident-teams/domain/favorites/Favorites"
import type { PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { defaultTeamDescription } from "@incident-teams/domain/naming/defaultTeamDescription"
import { defaultTeamName } from "@incident-teams/domain/naming/defaultTeamName"
import { Effect } from "effect"
import { Deployment } from "../deployment/Deployment.ts"
import { FavoritesStore } from "../ports/FavoritesStore.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import { asCaller, type Session } from "../ports/Session.ts"
import { allowedCreation, ownerToCome } from "./allowedCreation.ts"
import { described } from "./describeSelection.ts"

/** What the form for a new team begins with. Refused for callers who could not send it. */
export const draftTeam = Effect.fn("draftTeam")(function* (session: Session, id: IncidentId) {
  const { caller } = session
  const { neutralNames } = yield* Deployment
  const { naming, creator } = yield* allowedCreation(session, id, ownerToCome)
  const incident = yield* (yield* IncidentSource).get(id, asCaller(session))
  return {
    incident,
    name: defaultTeamName(incident, { policy: naming, attributes: creator?.attributes ?? {} }, neutralNames),
    description: defaultTeamDescription(incident, neutralNames),
    preselected: caller._tag === "User" ? yield* preselected(caller.id) : []
  }
})

/** The favorites that the directory still knows, in the order of starring. */
const preselected = Effect.fnUntraced(function* (owner: PersonId) {
  const { favorites } = yield* (yield* FavoritesStore).load(owner)
  const selected = yield* described({
    people: favorites.starred.flatMap((one) => (one._tag === "Person" ? [one.id] : [])),
    groups: favorites.starred.flatMap((one) => (one._tag === "Group" ? [one.id] : []))
  })
  const selection = preselect(
    favorites,
    selected.map(({ principal }) => principal)
  )
  return selection.flatMap((principal) => selected.find((one) => one.principal === principal) ?? [])
})
