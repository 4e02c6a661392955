import { Effect } from "effect"
import { Argument, Flag } from "effect/cli"
import type { Client } from "../../connection/client.ts"
import { action } from "../action.ts"
import { CommandFailure } from "../CommandFailure.ts"
import { byKind, noneGiven, resolvePrincipals, type Who, whoArgument, whoFlags } from "../resolve/resolvePrincipals.ts"
import { connect } from "../resolve/resolveServer.ts"
import { teamArgument } from "../resolve/resolveTeam.ts"
import { readNames } from "../several/readNames.ts"
import { type Asked, changedTeams, forEachTeam, startedWork, startWork, workFlags } from "./startedWork.ts"

const takes = {
  team: Argument.String("team").pipe(
    Argument.withDescription(
      "The team: its incident's number or id, or its own id. `-` reads a list of teams from standard input."
    )
  ),
  more: Flag.String("team").pipe(
    Flag.withMetavar("<team>"),
    Flag.withDescription("Another team to change in the same way. Can be repeated."),
    Flag.atLeast(0)
  ),
  who: whoArgument,
  ...whoFlags,
  ...workFlags
}

type Change = (client: Client) => Client["teams"]["addPeople"] | Client["teams"]["removePeople"]

const changing = (change: Change) =>
  Effect.fnUntraced(function* ({ more, ...asked }: Asked & Who & { readonly more: ReadonlyArray<string> }) {
    if (asked.who.length + asked.person.length + asked.group.length === 0) return yield* noneGiven
    const given = [asked.team, ...more]
    const names = yield* readNames(given)
    const client = yield* connect
    const send = change(client)
    return yield* forEachTeam(given, names, (team) =>
      startWork(
        client,
        { ...asked, team },
        Effect.fnUntraced(function* (request) {
          const payload = byKind(yield* resolvePrincipals(client, asked, { team: request.params.teamId }))
          return yield* send({ ...request, payload })
        })
      )
    )
  })

export const add = action("add", {
  does: "Add people and groups to a team. People whom Teams refuses are listed with the reason; the others are added.",
  takes,
  examples: [
    { command: "incident-teams team add 1042 dev@woodgrove.example --wait" },
    { command: 'incident-teams team add 1042 --group Legal --person "Farid Sample"' },
    { command: "incident-teams team add 1042 --team 1043 --team 1044 dev@woodgrove.example" }
  ],
  ...changedTeams,
  run: changing(({ teams }) => teams.addPeople)
})

export const join = action("join", {
  does: "Add yourself to a team, if you may add people to it. Otherwise request access: incident-teams access request.",
  takes: { team: teamArgument, ...workFlags },
  examples: [{ command: "incident-teams team join 1042 --wait" }],
  ...startedWork,
  run: Effect.fnUntraced(function* (asked) {
    const client = yield* connect
    const me = yield* client.me.get({})
    if (me.kind !== "person") {
      return yield* new CommandFailure({
        ending: "notPermitted",
        type: "nothing-named",
        title: "Only a person can join a team",
        detail: `${me.name} is an application.`,
        remedy: "Add people instead: incident-teams team add."
      })
    }
    const payload = { people: [me.id] }
    return yield* startWork(client, asked, (request) => client.teams.addPeople({ ...request, payload }))
  })
})

export const remove = action("remove", {
  does: "Remove people and groups from a team. Removing a group also removes the people who are in the team only because of it.",
  takes,
  examples: [{ command: "incident-teams team remove 1042 dev@woodgrove.example" }],
  ...changedTeams,
  run: changing(({ teams }) => teams.removePeople)
})
