import { defaultFound } from "@incident-teams/api/people/defaultFound"
import type { PeopleFound } from "@incident-teams/api/people/PeopleFound"
import { idsInTeam } from "@incident-teams/api/teams/idsInTeam"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { failureOf } from "../../console/Exchange.ts"
import type { State } from "../../console/State.ts"
import type { Failure } from "../../requests/Failure.ts"
import type { RequestOf } from "../../requests/Request.ts"
import { tooLong } from "../tooLong.ts"
import type { Selected, TeamForm } from "./TeamForm.ts"

/** Somebody whom the search found, and whether they can be taken. */
export interface Found extends Selected {
  /** What tells people of the same name apart. */
  readonly about: string
  readonly guest: boolean
  /** Why taking them would change nothing. */
  readonly already: string | undefined
}

const personFound = ({
  id,
  name,
  userPrincipalName,
  jobTitle,
  guest,
  refusal,
  warning
}: PeopleFound["people"][number]) => ({
  principal: { kind: "person", id, name } as const,
  about: jobTitle === undefined ? userPrincipalName : `${userPrincipalName}, ${jobTitle}`,
  guest,
  ...(refusal === undefined ? {} : { refusal }),
  ...(warning === undefined ? {} : { warning })
})

const groupFound = ({ id, name, mail, description }: PeopleFound["groups"][number]) => ({
  principal: { kind: "group", id, name } as const,
  about: description ?? mail ?? "",
  guest: false
})

const alreadyIn = ({ principal: { id } }: Selected, form: TeamForm, inTeam: ReadonlySet<string>): string | undefined =>
  form.selected.some(({ principal }) => principal.id === id) ? "selected" : inTeam.has(id) ? "in the team" : undefined

/** Whom the form is searched for; empty if nobody. */
export const searchOf = ({ search }: TeamForm): string => search.text.trim()

/** The team that a request is for, if there is one already. */
export const forTeam = ({ teamId }: TeamForm) => (teamId === undefined ? {} : { teamId })

/** Asks for the people and groups that match what is typed. */
export const searchRequest = (form: TeamForm): RequestOf<"SearchPeople"> => ({
  _tag: "SearchPeople",
  search: searchOf(form),
  ...forTeam(form)
})

/** Why the search that is typed failed, if it did. */
export const searchFailure = ({ exchange }: State, form: TeamForm): Failure | undefined =>
  isSearching(form) ? failureOf(exchange, searchRequest(form)) : undefined

/** The search is typed and not answered yet. */
export const isSearching = (form: TeamForm): boolean => searchOf(form) !== "" && form.foundFor !== searchOf(form)

/** Why nothing is sent while a search is typed: whoever is meant by it isn't selected. */
export const unfinishedSearch = (form: TeamForm): string | undefined =>
  searchOf(form) === ""
    ? undefined
    : `"${searchOf(form)}" is typed in the search, but not selected. Select a result or clear the search.`

/** What the search found, people before groups. `team`: the one that people are added to. */
export const foundBy = (form: TeamForm, team: TeamView | undefined): ReadonlyArray<Found> => {
  // What an earlier text found would be taken for what is typed now.
  if (form.found === undefined || isSearching(form)) return []
  const inTeam = team === undefined ? new Set<string>() : idsInTeam(team)
  return [...form.found.people.map(personFound), ...form.found.groups.map(groupFound)].map((one): Found => ({
    ...one,
    already: alreadyIn(one, form, inTeam)
  }))
}

/** Whether there may be more than the search returned: it returns so many of each kind at most. */
export const isCut = (form: TeamForm): boolean =>
  form.found !== undefined &&
  !isSearching(form) &&
  [form.found.people, form.found.groups].some(({ length }) => length >= defaultFound)

/** Characters; the limits of the contract. */
const longestName = 256
const longestDescription = 1_024

/** What is wrong with a team's name and description. */
export const textFaults = (name: string, description: string): ReadonlyArray<string> =>
  [
    name === "" ? "The team needs a name." : undefined,
    tooLong("name", name, longestName),
    tooLong("description", description, longestDescription)
  ].filter((fault) => fault !== undefined)

/** The platform's and the contract's limits, known before anything is sent. */
const mostPeople = 1_000
const mostGroups = 50

/** What would be sent. */
export const namedBy = ({ selected }: TeamForm) => {
  const fit = selected.filter(({ refusal }) => refusal === undefined)
  return {
    people: fit.flatMap(({ principal }) => (principal.kind === "person" ? [principal.id] : [])),
    groups: fit.flatMap(({ principal }) => (principal.kind === "group" ? [principal.id] : []))
  }
}

/** Who is left out, and why. */
export const leftOut = ({ selected }: TeamForm): ReadonlyArray<Selected> =>
  selected.filter(({ refusal }) => refusal !== undefined)

/** Every reason why the form can't be sent as it is. */
export const faultsOf = (form: TeamForm): ReadonlyArray<string> => {
  const { people, groups } = namedBy(form)
  const isNew = form.teamId === undefined
  return [
    ...(isNew ? textFaults(form.name.text.trim(), form.description.text.trim()) : []),
    ...(people.length > mostPeople
      ? [`${people.length} people are selected; at most ${mostPeople} can be added at once. Select a group instead.`]
      : []),
    ...(groups.length > mostGroups
      ? [`${groups.length} groups are selected; at most ${mostGroups} can be added at once.`]
      : []),
    ...(!isNew && people.length + groups.length === 0 ? ["No one is selected."] : [])
  ]
}

/** How many people that is besides the caller; `more` where a group isn't counted yet. */
export const peopleIn = (
  { selected }: TeamForm,
  caller: string | undefined
): { readonly people: number; readonly more: boolean } => {
  const fit = selected.filter(({ principal, refusal }) => refusal === undefined && principal.id !== caller)
  return {
    people: fit.reduce((sum, { principal, people }) => sum + (principal.kind === "person" ? 1 : (people ?? 0)), 0),
    more: fit.some(({ principal, people }) => principal.kind === "group" && people === undefined)
  }
}
