import { idsInTeam } from "@incident-teams/api/teams/idsInTeam"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import {
  describedPerson,
  describeSelection,
  type Selected
} from "@incident-teams/application/use-cases/describeSelection"
import { listFavorites, starFavorite, unstarFavorite } from "@incident-teams/application/use-cases/favorites"
import { broughtBy } from "@incident-teams/application/use-cases/groupSize"
import { searchPeople } from "@incident-teams/application/use-cases/searchPeople"
import { defined } from "@incident-teams/domain/defined"
import { isStarred } from "@incident-teams/domain/favorites/Favorites"
import type { GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect, Option } from "effect"
import type { VerifiedSession } from "../../authentication/TokenVerifier.ts"
import { foundHtml, pickerHtml } from "../html/pickerHtml.ts"
import type { Sent } from "./PageForm.ts"
import { type Picked, pickedIn, referenceOf, stepOf } from "./picked.ts"

/** People, and groups, that a search shows. A group's size takes a call for each. */
const found = 10
const groupsSized = 5

const longestSearch = 100

/** A button of the selection: carried out, it shows the form again. None for the button that sends the form. */
export const pickerStep = Effect.fnUntraced(function* (session: VerifiedSession, given: URLSearchParams) {
  const step = stepOf(given)
  if (Option.isNone(step)) return Option.none<Sent>()
  const next = new URLSearchParams(given)
  next.delete("do")
  if (step.value._tag !== "Search") {
    const { _tag, who } = step.value
    const reference = referenceOf(who)
    if (_tag === "add") next.append("chosen", reference)
    if (_tag === "drop") next.delete("chosen", reference)
    if (_tag === "star") yield* starFavorite(session, who)
    if (_tag === "unstar") yield* unstarFavorite(session, who)
  }
  return Option.some<Sent>({ _tag: "Shown", given: next })
})

/** The team whose people they are to be. */
type PickedFor = Pick<TeamView, "id" | "people" | "groups">

/** What the search finds beside what is selected. */
export const foundShown = Effect.fnUntraced(function* (
  session: VerifiedSession,
  given: URLSearchParams,
  team?: PickedFor
) {
  const text = (given.get("search") ?? "").trim().slice(0, longestSearch)
  const favorites = yield* listFavorites(session)
  return foundHtml({
    text,
    results: text === "" ? undefined : yield* searched(session, text, team?.id, pickedIn(given)),
    isFavorite: (who) => isStarred(favorites, who),
    inTeam: team === undefined ? new Set() : idsInTeam(team)
  })
})

/** The search, what it found and what is selected. */
export const pickerShown = Effect.fnUntraced(function* (
  session: VerifiedSession,
  given: URLSearchParams,
  team: PickedFor | undefined,
  preselected?: ReadonlyArray<Selected>
) {
  const selected =
    preselected ?? (yield* describeSelection(session, { ...pickedIn(given), ...defined({ team: team?.id }) }))
  const favorites = yield* listFavorites(session)
  return pickerHtml({
    text: given.get("search") ?? "",
    found: yield* foundShown(session, given, team),
    selected,
    isFavorite: (who) => isStarred(favorites, who)
  })
})

const searched = Effect.fnUntraced(function* (
  session: VerifiedSession,
  text: string,
  team: TeamId | undefined,
  picked: Picked
) {
  const { people, groups } = yield* searchPeople(session, { text, limit: found, ...defined({ team }) })
  const isNew = ({ id }: { readonly id: PersonId | GroupId }) =>
    ![...picked.people, ...picked.groups].some((one) => one === id)
  const sized = yield* Effect.forEach(
    groups.filter(isNew),
    ({ id, name }, index) =>
      Effect.map(
        index < groupsSized ? Effect.orElseSucceed(broughtBy(id), () => ({})) : Effect.succeed({}),
        (brought): Selected => ({ principal: { _tag: "Group", id, name }, ...brought })
      ),
    { concurrency: groupsSized }
  )
  return [...people.filter(({ person }) => isNew(person)).map(({ person }) => describedPerson(person)), ...sized]
})
