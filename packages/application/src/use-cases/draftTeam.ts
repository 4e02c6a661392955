import { preselect } from "@incident-teams/domain/favourites/Favourites"
import type { Principal } from "@incident-teams/domain/favourites/Principal"
import type { GroupId } from "@incident-teams/domain/ids/GroupId"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { PersonId } from "@incident-teams/domain/ids/PersonId"
import { defaultTeamDescription } from "@incident-teams/domain/naming/defaultTeamDescription"
import { defaultTeamName } from "@incident-teams/domain/naming/defaultTeamName"
import { peoplePerGroup } from "@incident-teams/domain/team/Team"
import { Effect } from "effect"
import { Directory } from "../ports/Directory.ts"
import { FavouritesStore } from "../ports/FavouritesStore.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import { asCaller, type Session } from "../ports/Session.ts"
import { allowedCreation, ownerToCome } from "./allowedCreation.ts"
import { refusalOf, warningOf } from "./named.ts"

/** Somebody preselected, with what speaks against it or is to be known. */
export interface Preselected {
  readonly principal: Principal
  /** How many people a group brings. */
  readonly people?: number
  /** Would not get in, and why. */
  readonly refusal?: string
  readonly warning?: string
}

/** What the form for a new team begins with. Refused for whoever could not send it. */
export const draftTeam = Effect.fn("draftTeam")(function* (session: Session, id: IncidentId) {
  const { caller } = session
  const { naming, creator } = yield* allowedCreation(session, id, ownerToCome)
  const incident = yield* (yield* IncidentSource).get(id, asCaller(session))
  return {
    incident,
    name: defaultTeamName(incident, { policy: naming, attributes: creator?.attributes ?? {} }),
    description: defaultTeamDescription(incident),
    preselected: caller._tag === "User" ? yield* preselected(caller.id) : []
  }
})

const preselected = Effect.fnUntraced(function* (owner: PersonId) {
  const directory = yield* Directory
  const { favourites } = yield* (yield* FavouritesStore).load(owner)
  const people = favourites.starred.flatMap((one) => (one._tag === "Person" ? [one.id] : []))
  const groups = favourites.starred.flatMap((one) => (one._tag === "Group" ? [one.id] : []))
  const [knownPeople, knownGroups] = yield* Effect.all([
    people.length === 0 ? Effect.succeed([]) : directory.people(people),
    groups.length === 0 ? Effect.succeed([]) : directory.groups(groups)
  ])
  const selection = preselect(favourites, [
    ...knownPeople.map(({ id, name }): Principal => ({ _tag: "Person", id, name })),
    ...knownGroups.map(({ id, name }): Principal => ({ _tag: "Group", id, name }))
  ])
  return yield* Effect.forEach(selection, (principal) => {
    if (principal._tag === "Group") return groupPreselected(principal, principal.id)
    const known = knownPeople.find((one) => one.id === principal.id)
    const refusal = known === undefined ? undefined : refusalOf(known)
    const warning = known === undefined ? undefined : warningOf(known)
    const one: Preselected = {
      principal,
      ...(refusal === undefined ? {} : { refusal }),
      ...(warning === undefined ? {} : { warning })
    }
    return Effect.succeed(one)
  })
})

const groupPreselected = (principal: Principal, id: GroupId) =>
  Effect.flatMap(Directory, (directory) => directory.memberCount(id)).pipe(
    Effect.map((people): Preselected => ({
      principal,
      people,
      ...(people > peoplePerGroup
        ? { refusal: `It has ${people} people; Teams takes groups of up to ${peoplePerGroup}.` }
        : {})
    })),
    Effect.catchTag("GroupNotFound", () =>
      Effect.succeed<Preselected>({ principal, refusal: "The group can't be read." })
    )
  )
