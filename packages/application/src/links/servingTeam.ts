import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { isEnded, linkNumbered } from "@incident-teams/domain/team/served"
import { Effect, Option } from "effect"
import { teamOfIncident } from "../deployment/teamOfIncident.ts"
import { type Stored, type StoreUnavailable, TeamStore } from "../ports/TeamStore.ts"

/**
 * The team that serves an incident: its own, the one that a pointer under its id leads to, or the one that took over what
 * that one served. `id`: of the team that the incident would have.
 */
export const servingTeam = Effect.fn("servingTeam")(function* (id: TeamId) {
  const store = yield* TeamStore
  const own = yield* store.load(id)
  return Option.isSome(own) ? Option.some(yield* alongMerges(own.value)) : yield* pointedAt(id)
})

const pointedAt = Effect.fnUntraced(function* (id: TeamId) {
  const store = yield* TeamStore
  const pointer = yield* store.pointer(id)
  if (Option.isNone(pointer)) return Option.none<Stored>()
  const team = yield* store.load(pointer.value.team)
  return Option.isNone(team) || isEnded(team.value.team, pointer.value.link)
    ? Option.none<Stored>()
    : Option.some(yield* alongMerges(team.value))
})

export const teamServing = (incident: IncidentId) => Effect.flatMap(teamOfIncident(incident), servingTeam)

/** The id of the team that serves it; where none does, of the team that would be created for it. */
export const servingTeamId = (incident: IncidentId) =>
  Effect.flatMap(teamOfIncident(incident), (own) =>
    Effect.map(servingTeam(own), (serving) => Option.match(serving, { onNone: () => own, onSome: ({ id }) => id }))
  )

/** The same for the incidents of one page: each team under the id of the team that its incident would have. */
export const teamsServing = Effect.fn("teamsServing")(function* (ids: ReadonlyArray<TeamId>) {
  if (ids.length === 0) return new Map<TeamId, Stored>()
  const own = new Map((yield* (yield* TeamStore).loadMany(ids)).map((stored) => [stored.id, stored]))
  const found = yield* Effect.forEach(
    new Set(ids),
    (id) => {
      const stored = own.get(id)
      const serving = stored === undefined ? pointedAt(id) : Effect.asSome(alongMerges(stored))
      return Effect.map(
        serving,
        Option.map((team): readonly [TeamId, Stored] => [id, team])
      )
    },
    { concurrency: 8 }
  )
  return new Map(found.flatMap(Option.toArray))
})

/** Until the other team has taken over, and if it has ended the link, the team goes on by itself. */
const alongMerges = (stored: Stored): Effect.Effect<Stored, StoreUnavailable, TeamStore> =>
  Effect.gen(function* () {
    const { mergedInto } = stored.team
    if (mergedInto === undefined) return stored
    const into = Option.getOrUndefined(yield* (yield* TeamStore).load(mergedInto.team.id))
    return into !== undefined && linkNumbered(into.team, mergedInto.link)?.state === "linked"
      ? yield* alongMerges(into)
      : stored
  })

/** Removes a pointer to a team that has ended that link: a worker that was frozen may have made it too late. */
export const removeEndedPointer = Effect.fn("removeEndedPointer")(function* (id: TeamId) {
  const store = yield* TeamStore
  const pointer = Option.getOrUndefined(yield* store.pointer(id))
  if (pointer === undefined) return
  const team = Option.getOrUndefined(yield* store.load(pointer.team))
  if (team !== undefined && isEnded(team.team, pointer.link)) yield* store.unpoint(id, pointer)
})
