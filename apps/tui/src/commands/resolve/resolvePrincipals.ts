import { PeopleQuery } from "@incident-teams/api/people/PeopleGroup"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { GroupIdOnWire, PersonIdOnWire } from "@incident-teams/api/values/Ids"
import type { PrincipalView } from "@incident-teams/api/values/People"
import { Effect, Option, Schema } from "effect"
import { Argument, Flag } from "effect/cli"
import type { Client } from "../../connection/client.ts"
import { CommandFailure } from "../CommandFailure.ts"

const howNamed = "by object id, user principal name, mail address or unique name"

/** The people and groups that a command is about. */
export const whoArgument = Argument.String("who").pipe(
  Argument.withDescription(
    `People and groups, ${howNamed}. An object id is read as a person's; for a group, use --group.`
  ),
  Argument.variadic()
)

/** The same by kind, for scripts that know the kind. */
export const whoFlags = {
  person: Flag.String("person").pipe(
    Flag.withDescription(`A person, ${howNamed}. Can be repeated.`),
    Flag.withMetavar("<person>"),
    Flag.atLeast(0)
  ),
  group: Flag.String("group").pipe(
    Flag.withDescription(`A group, ${howNamed}. Can be repeated.`),
    Flag.withMetavar("<group>"),
    Flag.atLeast(0)
  )
}

export type Kind = "person" | "group" | "either"

const isSearchable = Schema.is(PeopleQuery.search)
const personIdOf = Schema.decodeOption(PersonIdOnWire)
const groupIdOf = Schema.decodeOption(GroupIdOnWire)

interface Candidate {
  readonly principal: PrincipalView
  /** Each identifies exactly this one. In lower case. */
  readonly addresses: ReadonlyArray<string>
  /** One line that tells candidates of the same name apart. */
  readonly label: string
}

const kindNames = { person: "person", group: "group", either: "person or group" } as const

const unknown = (text: string, kind: Kind) =>
  new CommandFailure({
    ending: "refused",
    type: "unknown-name",
    title: `No such ${kindNames[kind]}`,
    detail: `No name or address begins with "${text}".`,
    remedy: `Search by a shorter beginning: incident-teams people search <text>`
  })

export const noneGiven = new CommandFailure({
  ending: "usage",
  type: "nothing-named",
  title: "No person or group given",
  detail: "The command needs at least one person or group.",
  remedy: `Name one ${howNamed}.`
})

const ambiguous = (text: string, found: ReadonlyArray<Candidate>) =>
  new CommandFailure({
    ending: "refused",
    type: "ambiguous-name",
    title: "The name isn't unique",
    detail: `"${text}" matches:\n${found.map(({ label }) => `  ${label}`).join("\n")}`,
    remedy: "Use a user principal name, a mail address or an object id."
  })

/** The most that a search returns. A name with more matches is ambiguous anyway. */
const most = 50

const candidates = Effect.fnUntraced(function* (client: Client, text: string, kind: Kind, team: Team) {
  const { people, groups } = yield* client.people.search({ query: { search: text, top: most, ...team } })
  const persons = people.map(({ id, name, userPrincipalName, mail }): Candidate => ({
    principal: { kind: "person", id, name },
    addresses: [userPrincipalName, ...(mail === undefined ? [] : [mail])].map((address) => address.toLowerCase()),
    label: `${name}  ${userPrincipalName}  ${id}`
  }))
  const teams = groups.map(({ id, name, mail }): Candidate => ({
    principal: { kind: "group", id, name },
    addresses: mail === undefined ? [] : [mail.toLowerCase()],
    label: `${name}  (group)  ${id}`
  }))
  return [...(kind === "group" ? [] : persons), ...(kind === "person" ? [] : teams)]
})

/** The person or group that the text names. A full address takes precedence over a full name, that over a beginning. */
const resolvePrincipal = Effect.fnUntraced(function* (client: Client, text: string, kind: Kind, team: Team) {
  const asPerson = kind === "group" ? Option.none() : personIdOf(text)
  if (Option.isSome(asPerson)) return { kind: "person", id: asPerson.value, name: text } satisfies PrincipalView
  const asGroup = kind === "group" ? groupIdOf(text) : Option.none()
  if (Option.isSome(asGroup)) return { kind: "group", id: asGroup.value, name: text } satisfies PrincipalView
  const wanted = text.trim().toLowerCase()
  if (!isSearchable(text)) return yield* unknown(text, kind)
  const found = yield* candidates(client, text.trim(), kind, team)
  const ways = [
    found.filter(({ addresses }) => addresses.includes(wanted)),
    found.filter(({ principal }) => principal.name.toLowerCase() === wanted),
    found
  ]
  const matches = ways.find((way) => way.length > 0) ?? []
  const [only, ...others] = matches
  if (only === undefined) return yield* unknown(text, kind)
  return others.length === 0 ? only.principal : yield* ambiguous(text, matches)
})

export interface Who {
  readonly who: ReadonlyArray<string>
  readonly person: ReadonlyArray<string>
  readonly group: ReadonlyArray<string>
}

/** Whose people are looked up: its owners may do so without a right in Sentinel. */
interface Team {
  readonly team?: TeamView["id"]
}

/** Everyone who is named, in that order and each once. Fails with the first name that is unknown or ambiguous. */
export const resolvePrincipals = Effect.fnUntraced(function* (
  client: Client,
  { who, person, group }: Who,
  team: Team = {}
) {
  const named = [
    ...who.map((text) => ({ text, kind: "either" as const })),
    ...person.map((text) => ({ text, kind: "person" as const })),
    ...group.map((text) => ({ text, kind: "group" as const }))
  ]
  const found: ReadonlyArray<PrincipalView> = yield* Effect.forEach(
    named,
    ({ text, kind }) => resolvePrincipal(client, text, kind, team),
    { concurrency: 4 }
  )
  return [...new Map(found.map((principal) => [`${principal.kind} ${principal.id}`, principal])).values()]
})

/** As a request's body lists them. */
export const byKind = (principals: ReadonlyArray<PrincipalView>) => ({
  people: principals.flatMap((one) => (one.kind === "person" ? [one.id] : [])),
  groups: principals.flatMap((one) => (one.kind === "group" ? [one.id] : []))
})
