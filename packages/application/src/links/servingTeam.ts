import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { isEnded, linkNumbered } from "@incident-teams/domain/team/served"
import { Effect, Option } from "effect"
import { teamOfIncident } from "../deployment/teamOfIncident.ts"
import { type Pointer, type Stored, type StoreUnavailable, TeamStore } from "../ports/TeamStore.ts"

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
  const pointer = (yield* store.pointers([id])).get(id)
  if (pointer === undefined) return Option.none<Stored>()
  const team = yield* store.load(pointer.team)
  return Option.isNone(team) || isEnded(team.value.team, pointer.link)
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
  const store = yield* TeamStore
  const loaded = Effect.fnUntraced(function* (some: ReadonlyArray<TeamId>) {
    const teams = some.length === 0 ? [] : yield* store.loadMany(some)
    return new Map(teams.map((stored) => [stored.id, stored]))
  })
  const own = yield* loaded(ids)
  const others = ids.filter((id) => !own.has(id))
  const pointers = others.length === 0 ? new Map<TeamId, Pointer>() : yield* store.pointers(others)
  const pointedTo = yield* loaded([...pointers.values()].map(({ team }) => team))
  const found = [...new Set(ids)].flatMap((id): ReadonlyArray<readonly [TeamId, Stored]> => {
    const pointer = pointers.get(id)
    const stored = pointer === undefined ? own.get(id) : pointedTo.get(pointer.team)
    return stored === undefined || (pointer !== undefined && isEnded(stored.team, pointer.link)) ? [] : [[id, stored]]
  })
  const serving = yield* Effect.forEach(found, ([id, stored]) =>
    Effect.map(alongMerges(stored), (team) => [id, team] as const)
  )
  return new Map(serving)
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
  const pointer = (yield* store.pointers([id])).get(id)
  if (pointer === undefined) return
  const team = Option.getOrUndefined(yield* store.load(pointer.team))
  if (team !== undefined && isEnded(team.team, pointer.link)) yield* store.unpoint(id, pointer)
})
