import { PeopleFound } from "@incident-teams/api/people/PeopleFound"
import { PeopleQuery } from "@incident-teams/api/people/PeopleGroup"
import { Effect, Option } from "effect"
import { Argument, Flag } from "effect/cli"
import { action } from "../action.ts"
import { table } from "../output/table.ts"
import { connect } from "../resolve/resolveServer.ts"
import { resolveTeam } from "../resolve/resolveTeam.ts"
import { workspaceFlag } from "../resolve/workspaceFlag.ts"

interface Found {
  readonly name: string
  readonly kind: string
  readonly address: string
  readonly note: string
  readonly id: string
}

const foundIn = ({ people, groups }: PeopleFound): ReadonlyArray<Found> => [
  ...people.map(({ name, guest, userPrincipalName, refusal, warning, id }) => ({
    name,
    kind: guest ? "guest" : "person",
    address: userPrincipalName,
    note: refusal ?? warning ?? "",
    id
  })),
  ...groups.map(({ name, mail = "", description = "", id }) => ({
    name,
    kind: "group",
    address: mail,
    note: description,
    id
  }))
]

export const search = action("search", {
  does: "Search for people and groups by the beginning of their name or address.",
  takes: {
    text: Argument.String("text").pipe(
      Argument.withSchema(PeopleQuery.search),
      Argument.withDescription("The beginning of a name or address.")
    ),
    top: Flag.String("limit").pipe(
      Flag.withSchema(PeopleQuery.top.schema),
      Flag.withMetavar("<count>"),
      Flag.withDescription("The maximum number of people and the maximum number of groups: 1 to 50 each. Default: 20."),
      Flag.withDefault(20)
    ),
    team: Flag.String("team").pipe(
      Flag.withMetavar("<team>"),
      Flag.withDescription("The team that the people are for. Its owners may search without a role in Sentinel."),
      Flag.optional
    ),
    workspace: workspaceFlag
  },
  examples: [{ command: "incident-teams people search chloe" }],
  answers: PeopleFound,
  run: Effect.fnUntraced(function* ({ text, top, team, workspace }) {
    const client = yield* connect
    const meant = Option.isSome(team) ? { team: (yield* resolveTeam(client, team.value, workspace)).id } : {}
    return yield* client.people.search({ query: { search: text, top, ...meant } })
  }),
  show: (found, { width }) => {
    const rows = foundIn(found)
    return rows.length === 0
      ? ["No people or groups found."]
      : table(
          [
            { title: "NAME", cell: ({ name }) => name },
            { title: "KIND", cell: ({ kind }) => kind },
            { title: "ADDRESS", cell: ({ address }) => address, goes: 2 },
            { title: "NOTE", cell: ({ note }) => note, shrinks: true, goes: 1 },
            { title: "ID", cell: ({ id }) => id, goes: 3 }
          ],
          rows,
          width
        )
  }
})
