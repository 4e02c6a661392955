import { PeopleQuery } from "@incident-teams/api/people/PeopleGroup"
import { GroupIdOnWire, PersonIdOnWire } from "@incident-teams/api/values/Ids"
import type { PrincipalView } from "@incident-teams/api/values/People"
import { Effect, Option, Schema } from "effect"
import { Argument, Flag } from "effect/cli"
import type { Client } from "../../connection/client.ts"
import { CommandFailure } from "../CommandFailure.ts"

const howNamed = "an object id, a user principal name or mail address, or a name that only one bears"

/** Whom a command is about. */
export const whoArgument = Argument.String("who").pipe(
  Argument.withDescription(`People and groups: each ${howNamed}. An object id here is a person's.`),
  Argument.variadic()
)

/** The same by kind, for scripts that know it. */
export const whoFlags = {
  person: Flag.String("person").pipe(
    Flag.withDescription(`A person: ${howNamed}. Repeat for several.`),
    Flag.withMetavar("<person>"),
    Flag.atLeast(0)
  ),
  group: Flag.String("group").pipe(
    Flag.withDescription(`A group: ${howNamed}. Repeat for several.`),
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
  /** What names exactly this one, in lower case. */
  readonly addresses: ReadonlyArray<string>
  /** For a person who has to choose. */
  readonly words: string
}

const kindInWords = { person: "person", group: "group", either: "person or group" } as const

const unknown = (text: string, kind: Kind) =>
  new CommandFailure({
    ending: "refused",
    type: "unknown-name",
    title: `There is no such ${kindInWords[kind]}`,
    detail: `Nobody's name or address begins with "${text}".`,
    remedy: `Look for them: incident-teams people search ${JSON.stringify(text)}`
  })

const ambiguous = (text: string, found: ReadonlyArray<Candidate>) =>
  new CommandFailure({
    ending: "refused",
    type: "ambiguous-name",
    title: "Several are called this",
    detail: `"${text}" may be:\n${found.map(({ words }) => `  ${words}`).join("\n")}`,
    remedy: "Name the one that you mean by user principal name, mail address or object id."
  })

/** As many as a search gives; more than that is as good as ambiguous. */
const most = 50

const candidates = Effect.fnUntraced(function* (client: Client, text: string, kind: Kind) {
  const { people, groups } = yield* client.people.search({ query: { search: text, top: most } })
  const persons = people.map(({ id, name, userPrincipalName, mail }): Candidate => ({
    principal: { kind: "person", id, name },
    addresses: [userPrincipalName, ...(mail === undefined ? [] : [mail])].map((address) => address.toLowerCase()),
    words: `${name}  ${userPrincipalName}  ${id}`
  }))
  const teams = groups.map(({ id, name, mail }): Candidate => ({
    principal: { kind: "group", id, name },
    addresses: mail === undefined ? [] : [mail.toLowerCase()],
    words: `${name}  (group)  ${id}`
  }))
  return [...(kind === "group" ? [] : persons), ...(kind === "person" ? [] : teams)]
})

/** The person or group that somebody names. A whole address goes before a whole name, that before a beginning. */
const principalMeant = Effect.fnUntraced(function* (client: Client, text: string, kind: Kind) {
  const asPerson = kind === "group" ? Option.none() : personIdOf(text)
  if (Option.isSome(asPerson)) return { kind: "person", id: asPerson.value, name: text } satisfies PrincipalView
  const asGroup = kind === "group" ? groupIdOf(text) : Option.none()
  if (Option.isSome(asGroup)) return { kind: "group", id: asGroup.value, name: text } satisfies PrincipalView
  const wanted = text.trim().toLowerCase()
  if (!isSearchable(text)) return yield* unknown(text, kind)
  const found = yield* candidates(client, text.trim(), kind)
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

/** Everybody who is named, in their order and each once. Fails on the first who isn't known or could be several. */
export const principalsMeant = Effect.fnUntraced(function* (client: Client, { who, person, group }: Who) {
  const named = [
    ...who.map((text) => ({ text, kind: "either" as const })),
    ...person.map((text) => ({ text, kind: "person" as const })),
    ...group.map((text) => ({ text, kind: "group" as const }))
  ]
  const found: ReadonlyArray<PrincipalView> = yield* Effect.forEach(
    named,
    ({ text, kind }) => principalMeant(client, text, kind),
    { concurrency: 4 }
  )
  return [...new Map(found.map((principal) => [`${principal.kind} ${principal.id}`, principal])).values()]
})

/** As requests name them. */
export const byKind = (principals: ReadonlyArray<PrincipalView>) => ({
  people: principals.flatMap((one) => (one.kind === "person" ? [one.id] : [])),
  groups: principals.flatMap((one) => (one.kind === "group" ? [one.id] : []))
})
