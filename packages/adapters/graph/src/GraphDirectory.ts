import {
  Directory,
  type DirectoryGroup,
  DirectoryUnavailable,
  GroupNotFound
} from "@incident-teams/application/ports/Directory"
import { GroupId } from "@incident-teams/domain/ids/directoryIds"
import type { RefusedPerson } from "@incident-teams/domain/team/Outcome"
import { Effect, Layer, Option, Schema } from "effect"
import { directoryUnavailable } from "./directory/directoryUnavailable.ts"
import { filled } from "./directory/filled.ts"
import { beginsWith, inFilters, withId } from "./directory/odataText.ts"
import { licensedPersonProperties, nameOf, personOf, personProperties, WirePerson } from "./directory/WirePerson.ts"
import { GraphClient } from "./GraphClient.ts"
import type { CallFailure } from "./wire/CallFailure.ts"

const text = Schema.optionalKey(Schema.NullOr(Schema.String))

const WireGroup = Schema.Struct({ id: GroupId, displayName: text, description: text, mail: text })

const groupProperties = "id,displayName,description,mail"

const groupOf = ({ id, displayName, description, mail }: typeof WireGroup.Type): DirectoryGroup => ({
  id,
  name: filled(displayName) ?? filled(mail) ?? id,
  ...(description ? { description } : {}),
  ...(mail ? { mail } : {})
})

const byName = (one: { readonly name: string }, other: { readonly name: string }): number =>
  one.name.localeCompare(other.name)

const Counted = Schema.Struct({ "@odata.count": Schema.Int })
const Values = Schema.Struct({ value: Schema.Array(Schema.String) })

const available = <A>(call: Effect.Effect<A, CallFailure>): Effect.Effect<A, DirectoryUnavailable> =>
  Effect.mapError(call, directoryUnavailable)

/** A call about one group: a 404 says that there is no such group. */
const ofGroup = <A>(
  id: GroupId,
  call: Effect.Effect<A, CallFailure>
): Effect.Effect<A, GroupNotFound | DirectoryUnavailable> =>
  Effect.mapError(call, (failure) =>
    failure._tag === "Missing" ? new GroupNotFound({ id }) : directoryUnavailable(failure)
  )

/** Graph: at most 999 objects in a page. */
const mostInPage = 999
/** Counted one by one: as many as Teams imports from one group (3,500), in four pages. */
const mostCounted = 4 * mostInPage

const readingMembers = {
  method: "GET",
  doing: "read the members of a group",
  needs: "Group.ReadWrite.All and User.Read.All"
} as const

const WireMember = Schema.Struct({ "@odata.type": text })
const isUser = (wire: unknown): boolean =>
  Option.exists(
    Schema.decodeUnknownOption(WireMember)(wire),
    (member) => member["@odata.type"]?.toLowerCase() === "#microsoft.graph.user"
  )

export const make = (client: GraphClient["Service"]): Directory["Service"] => {
  const users = (filter: string, more: Readonly<Record<string, string>>, atMost?: number) =>
    client.list(
      {
        method: "GET",
        path: "/users",
        query: { $filter: filter, ...more },
        doing: "search for people",
        needs: "User.Read.All"
      },
      WirePerson,
      atMost
    )

  const groups = (filter: string, more: Readonly<Record<string, string>> = {}, atMost?: number) =>
    client.list(
      {
        method: "GET",
        path: "/groups",
        query: { $filter: filter, $select: groupProperties, ...more },
        doing: "search for groups",
        needs: "Group.ReadWrite.All"
      },
      WireGroup,
      atMost
    )

  /**
   * Everything in a group. Without a cast or a count, which would make it an advanced query: those are answered from an
   * index that doesn't have the people who joined a minute ago.
   */
  const membersNow = (id: GroupId, $select: string, atMost?: number) =>
    client.list(
      { ...readingMembers, path: `/groups/${id}/transitiveMembers`, query: { $select, $top: String(mostInPage) } },
      Schema.Unknown,
      atMost
    )

  /** One call, however large the group is. It needs the header, and a cast to count people alone. */
  const countFromIndex = (id: GroupId) =>
    Effect.map(
      client.json(
        {
          ...readingMembers,
          path: `/groups/${id}/transitiveMembers/microsoft.graph.user`,
          headers: { ConsistencyLevel: "eventual" },
          query: { $count: "true", $select: "id", $top: "1" }
        },
        Counted
      ),
      (counted) => counted["@odata.count"]
    )

  return Directory.of({
    searchPeople: (typed, limit) =>
      typed.trim() === ""
        ? Effect.succeed([])
        : available(
            users(
              beginsWith(typed, ["displayName", "givenName", "surname", "mail", "userPrincipalName"]),
              { $select: personProperties, $top: String(limit) },
              limit
            )
          ).pipe(Effect.map((found) => found.map(personOf).toSorted(byName))),
    searchGroups: (typed, limit) =>
      typed.trim() === ""
        ? Effect.succeed([])
        : available(groups(beginsWith(typed, ["displayName", "mail"]), { $top: String(limit) }, limit)).pipe(
            Effect.map((found) => found.map(groupOf).toSorted(byName))
          ),
    people: (ids) =>
      available(
        Effect.forEach(inFilters(ids), (some) => users(withId(some), { $select: licensedPersonProperties }), {
          concurrency: 4
        })
      ).pipe(Effect.map((found) => found.flat().map(personOf))),
    groups: (ids) =>
      available(Effect.forEach(inFilters(ids), (some) => groups(withId(some)), { concurrency: 4 })).pipe(
        Effect.map((found) => found.flat().map(groupOf))
      ),
    memberCount: (id) =>
      ofGroup(
        id,
        Effect.gen(function* () {
          const everything = yield* membersNow(id, "id", mostCounted)
          return everything.length < mostCounted ? everything.filter(isUser).length : yield* countFromIndex(id)
        })
      ),
    membersOf: (id) =>
      ofGroup(id, membersNow(id, "id,displayName,userPrincipalName,accountEnabled")).pipe(
        Effect.flatMap((everything) =>
          Schema.decodeUnknownEffect(Schema.Array(WirePerson))(everything.filter(isUser)).pipe(
            Effect.mapError(
              (cause) => new DirectoryUnavailable({ reason: "The members of the group can't be read.", cause })
            )
          )
        ),
        Effect.map((everybody) => ({
          people: everybody
            .filter(({ accountEnabled }) => accountEnabled !== false)
            .map((person) => ({ id: person.id, name: nameOf(person) })),
          refused: everybody
            .filter(({ accountEnabled }) => accountEnabled === false)
            .map((person): RefusedPerson => ({
              id: person.id,
              name: nameOf(person),
              reason: "The account is disabled."
            }))
        }))
      ),
    memberOf: (person, asked) =>
      asked.length === 0
        ? Effect.succeed([])
        : client
            .json(
              {
                method: "POST",
                path: `/users/${person}/checkMemberGroups`,
                body: { groupIds: asked },
                doing: "read a person's groups",
                needs: "User.Read.All and GroupMember.Read.All"
              },
              Values
            )
            .pipe(
              Effect.map(({ value }) => {
                const held = new Set(value.map((id) => id.toLowerCase()))
                return asked.filter((id) => held.has(id))
              }),
              Effect.catchTag("Missing", () => Effect.succeed<ReadonlyArray<GroupId>>([])),
              available
            ),
    person: (id) =>
      client
        .json(
          {
            method: "GET",
            path: `/users/${id}`,
            query: { $select: licensedPersonProperties },
            doing: "read a person",
            needs: "User.Read.All"
          },
          WirePerson
        )
        .pipe(
          Effect.map((found) => Option.some(personOf(found))),
          Effect.catchTag("Missing", () => Effect.succeedNone),
          available
        )
  })
}

export const layer: Layer.Layer<Directory, never, GraphClient> = Layer.effect(Directory, Effect.map(GraphClient, make))
