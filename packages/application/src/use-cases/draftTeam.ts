import { defined } from "@incident-teams/domain/defined"
import { preselect } from "@incident-teams/domain/favorites/Favorites"
import type { Principal } from "@incident-teams/domain/favorites/Principal"
import type { PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { defaultTeamDescription } from "@incident-teams/domain/naming/defaultTeamDescription"
import { defaultTeamName } from "@incident-teams/domain/naming/defaultTeamName"
import { Effect } from "effect"
import { Deployment } from "../deployment/Deployment.ts"
import { Directory } from "../ports/Directory.ts"
import { FavoritesStore } from "../ports/FavoritesStore.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import { asCaller, type Session } from "../ports/Session.ts"
import { allowedCreation, ownerToCome } from "./allowedCreation.ts"
import { type Brought, broughtBy } from "./groupSize.ts"
import { refusalOf, warningOf } from "./named.ts"

/** A preselected person or group, with the refusal or warning that applies. */
export interface Preselected extends Brought {
  readonly principal: Principal
  readonly warning?: string
}

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

const preselected = Effect.fnUntraced(function* (owner: PersonId) {
  const directory = yield* Directory
  const { favorites } = yield* (yield* FavoritesStore).load(owner)
  const people = favorites.starred.flatMap((one) => (one._tag === "Person" ? [one.id] : []))
  const groups = favorites.starred.flatMap((one) => (one._tag === "Group" ? [one.id] : []))
  const [knownPeople, knownGroups] = yield* Effect.all([
    people.length === 0 ? Effect.succeed([]) : directory.people(people),
    groups.length === 0 ? Effect.succeed([]) : directory.groups(groups)
  ])
  const selection = preselect(favorites, [
    ...knownPeople.map(({ id, name }): Principal => ({ _tag: "Person", id, name })),
    ...knownGroups.map(({ id, name }): Principal => ({ _tag: "Group", id, name }))
  ])
  return yield* Effect.forEach(selection, (principal) => {
    if (principal._tag === "Group") {
      return Effect.map(broughtBy(principal.id), (brought): Preselected => ({ principal, ...brought }))
    }
    const known = knownPeople.find((one) => one.id === principal.id)
    const refusal = known === undefined ? undefined : refusalOf(known)
    const warning = known === undefined ? undefined : warningOf(known)
    const one: Preselected = {
      principal,
      ...defined({ refusal, warning })
    }
    return Effect.succeed(one)
  })
})
