import { PeopleFound } from "@incident-teams/api/people/PeopleFound"
import { PeopleQuery } from "@incident-teams/api/people/PeopleGroup"
import { Effect } from "effect"
import { Argument, Flag } from "effect/cli"
import { action } from "../action.ts"
import { table } from "../output/table.ts"
import { connected } from "../serverMeant.ts"

interface Found {
  readonly name: string
  readonly kind: string
  readonly address: string
  readonly toKnow: string
  readonly id: string
}

const foundIn = ({ people, groups }: PeopleFound): ReadonlyArray<Found> => [
  ...people.map(({ name, guest, userPrincipalName, refusal, warning, id }) => ({
    name,
    kind: guest ? "guest" : "person",
    address: userPrincipalName,
    toKnow: refusal ?? warning ?? "",
    id
  })),
  ...groups.map(({ name, mail = "", description = "", id }) => ({
    name,
    kind: "group",
    address: mail,
    toKnow: description,
    id
  }))
]

export const search = action("search", {
  does: "Finds people and groups whose name or address begins like this.",
  takes: {
    text: Argument.String("text").pipe(
      Argument.withSchema(PeopleQuery.search),
      Argument.withDescription("How a name or address begins.")
    ),
    top: Flag.String("limit").pipe(
      Flag.withSchema(PeopleQuery.top.schema),
      Flag.withMetavar("<count>"),
      Flag.withDescription("How many people and how many groups at most: 1 to 50, 20 unless told."),
      Flag.withDefault(20)
    )
  },
  examples: [{ command: "incident-teams people search chloe" }],
  answers: PeopleFound,
  run: Effect.fnUntraced(function* ({ text, top }) {
    const { people } = yield* connected
    return yield* people.search({ query: { search: text, top } })
  }),
  show: (found, { width }) => {
    const rows = foundIn(found)
    return rows.length === 0
      ? ["Nobody's name or address begins like this."]
      : table(
          [
            { title: "NAME", cell: ({ name }) => name },
            { title: "KIND", cell: ({ kind }) => kind },
            { title: "ADDRESS", cell: ({ address }) => address, goes: 2 },
            { title: "TO KNOW", cell: ({ toKnow }) => toKnow, shrinks: true, goes: 1 },
            { title: "ID", cell: ({ id }) => id, goes: 3 }
          ],
          rows,
          width
        )
  }
})
