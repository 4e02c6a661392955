import { defined } from "@incident-teams/domain/defined"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { linkedFirst } from "@incident-teams/domain/team/decide/merges"
import type { OtherTeam } from "@incident-teams/domain/team/Links"
import type { ReadOutcome } from "@incident-teams/domain/team/Outcome"
import { everyoneOf, roster } from "@incident-teams/domain/team/Roster"
import { incidentsOf, isEnded, isServed, linkNumbered } from "@incident-teams/domain/team/served"
import { linkOf, ownersOf, platformTeamIdOf, type Team } from "@incident-teams/domain/team/Team"
import { Effect, Option } from "effect"
import { changeTeam, loadTeam } from "../changes/decideAndCommit.ts"
import { CollaborationPlatform } from "../ports/CollaborationPlatform.ts"
import { type Stored, TeamStore } from "../ports/TeamStore.ts"
import { asKnownNow } from "../use-cases/named.ts"
import { removeEndedPointer, servingTeam } from "./servingTeam.ts"

/** A team as others name it. */
const asOther = (team: Team): OtherTeam => ({
  id: team.id,
  name: team.name,
  ...defined({ url: linkOf(team) })
})

const again = (reason: string): ReadOutcome => ({ _tag: "FailedForNow", reason })

const servedBy = ({ name }: Team): ReadOutcome => ({
  _tag: "ServedElsewhere",
  reason: `The team "${name}" serves the incident.`,
  remedy: "Go on in that team, or unlink the incident there first."
})

const closedMeanwhile: ReadOutcome = { _tag: "GivenUp" }

/** Stores under the incident's id that `team` serves it, or merges the team that is stored there. */
export const runLink = Effect.fnUntraced(function* (team: Team, number: number) {
  const store = yield* TeamStore
  const link = linkNumbered(team, number)
  if (link === undefined) return closedMeanwhile
  const there = yield* store.point(link.target, { team: team.id, link: number })
  if (there._tag === "Team") {
    if (link.merge) return yield* mergeHere(team, link.target, number)
    const own = yield* loadTeam(link.target)
    const outcome: ReadOutcome = {
      _tag: "ServedElsewhere",
      reason: `The incident has a team of its own, "${own.team.name}".`,
      remedy: "Merge that team into this one instead."
    }
    return outcome
  }
  if (there.pointer.team === team.id && there.pointer.link === number) return { _tag: "Linked" } satisfies ReadOutcome
  const other = yield* store.load(there.pointer.team)
  if (Option.isSome(other) && !isEnded(other.value.team, there.pointer.link)) return servedBy(other.value.team)
  yield* removeEndedPointer(link.target)
  return again("A record of a former link was in the way.")
})

/** The other team's record is the decision: once it says so, its incidents are served here. */
const mergeHere = Effect.fnUntraced(function* (team: Team, source: TeamId, number: number) {
  const link = linkNumbered(team, number)
  if (link === undefined) return closedMeanwhile
  return yield* changeTeam(source, (_, at) => ({
    _tag: "MergeTeam",
    into: asOther(team),
    link: number,
    by: link.by,
    at
  })).pipe(
    Effect.flatMap(({ stored }) => everythingOf(stored)),
    Effect.catchTags({
      TeamIsLinking: () =>
        Effect.map(loadTeam(source), (other): ReadOutcome => {
          const isJoining = other.team.links?.all.some(({ state }) => state === "joining") === true
          // Of two teams that wait for each other, one gives up; in a longer circle at least one does.
          return { _tag: "OtherTeamBusy", withdraw: isJoining && source < team.id }
        }),
      TeamIsMerged: () =>
        Effect.map(servingTeam(source), (serving): ReadOutcome =>
          Option.isSome(serving) && serving.value.id !== source
            ? servedBy(serving.value.team)
            : again("The incident's team is just being merged into another one.")
        )
    })
  )
})

/** What a merged team served, and everyone who was asked for or is in it. */
const everythingOf = Effect.fnUntraced(function* ({ id, team }: Stored) {
  const store = yield* TeamStore
  const [first, ...rest] = incidentsOf(team).filter((incident) => isServed(team, incident))
  if (first === undefined) return closedMeanwhile
  const entries = roster(yield* store.chunks(id))
  const { people, refused } = yield* asKnownNow(everyoneOf(team, entries, yield* membersOf(id, team)))
  const outcome: ReadOutcome = {
    _tag: "TeamMergedHere",
    team: asOther(team),
    incidents: [first, ...rest],
    people,
    refused,
    groups: team.people.groups
      .filter(({ expansion }) => expansion._tag !== "Done")
      .map(({ id: group, name }) => ({ id: group, name }))
  }
  return outcome
})

/** Who is in a team now: somebody may have been added in Teams since it was last checked. If it is gone, who was seen in it. */
const membersOf = Effect.fnUntraced(function* (id: TeamId, team: Team) {
  const [platform, store] = [yield* CollaborationPlatform, yield* TeamStore]
  const onPlatform = platformTeamIdOf(team)
  const seen = Effect.map(store.roster(id), Option.match({ onNone: () => [], onSome: ({ members }) => members }))
  return yield* onPlatform === undefined
    ? Effect.succeed([])
    : Effect.map(platform.read(onPlatform), ({ members }) => members).pipe(
        Effect.catchTags({ TeamNotFound: () => seen, PlatformRefused: () => seen })
      )
})

/** Removes what the link has stored, and lets a team that was merged by it go on by itself. */
export const runUnlink = Effect.fnUntraced(function* (team: Team, number: number) {
  const link = linkNumbered(team, number)
  if (link === undefined) return closedMeanwhile
  yield* (yield* TeamStore).unpoint(link.target, { team: team.id, link: number })
  const incidents = incidentsOf(team).filter((incident) => incident.link === number)
  yield* Effect.catchTag(
    Effect.asVoid(
      changeTeam(link.target, (_, at) => ({ _tag: "UndoMerge", into: team.id, link: number, incidents, at }))
    ),
    "TeamNotStored",
    () => Effect.void
  )
  return { _tag: "Unlinked" } satisfies ReadOutcome
})

/** Whether the other team serves what this one served. People who were added to this one since the merge are added there as well. */
export const runConfirmMerge = Effect.fnUntraced(function* (team: Team) {
  const { mergedInto } = team
  if (mergedInto === undefined) return closedMeanwhile
  const found = yield* (yield* TeamStore).load(mergedInto.team.id)
  const other = Option.getOrUndefined(found)?.team
  if (other !== undefined && isEnded(other, mergedInto.link)) return { _tag: "MergeEnded" } satisfies ReadOutcome
  if (other === undefined || linkNumbered(other, mergedInto.link)?.state !== "linked") {
    return {
      _tag: "FailedForNow",
      reason: "The other team doesn't serve the incidents of this one yet.",
      remedy: linkedFirst
    } satisfies ReadOutcome
  }
  yield* addLatecomers(team)
  return { _tag: "MergeStands" } satisfies ReadOutcome
})

/** Somebody who was removed from the other team stays removed. */
const addLatecomers = Effect.fnUntraced(function* (team: Team) {
  const store = yield* TeamStore
  const serving = Option.getOrUndefined(yield* servingTeam(team.id))
  if (serving === undefined || serving.id === team.id) return
  const requested = roster(yield* store.chunks(serving.id)).map(({ person }) => person)
  const known = new Set([...ownersOf(serving.team), ...requested].map(({ id }) => id))
  const latecomers = (yield* membersOf(team.id, team)).filter(({ id }) => !known.has(id))
  if (latecomers.length === 0) return
  const { people, refused } = yield* asKnownNow(latecomers)
  yield* changeTeam(serving.id, (_, at) => ({
    _tag: "AddPeople",
    people,
    refused,
    groups: [],
    by: { _tag: "System" },
    at
  })).pipe(
    // They stay in the archived team, which links to the other one.
    Effect.catchTags({ TooManyPeople: () => Effect.void, TeamIsLost: () => Effect.void })
  )
})
