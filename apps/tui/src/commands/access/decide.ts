import { AccessDecided, type AccessRequestView } from "@incident-teams/api/teams/AccessRequestView"
import { DecideAccessBody } from "@incident-teams/api/teams/TeamBodies"
import { Effect, Option } from "effect"
import { Argument, Flag } from "effect/cli"
import type { Client } from "../../connection/client.ts"
import { action } from "../action.ts"
import { keyFlag, named } from "../changing.ts"
import { principalsMeant } from "../meant/principalsMeant.ts"
import { teamArgument, teamMeant } from "../meant/teamMeant.ts"
import { workspaceFlag } from "../meant/workspaceFlag.ts"
import { connected } from "../serverMeant.ts"

const requestArgument = Argument.String("request").pipe(
  Argument.withDescription("The request's id, or the person who asked.")
)

/** An id as it is; otherwise the request of the person who is named. */
const requestMeant = Effect.fnUntraced(function* (
  client: Client,
  waiting: ReadonlyArray<AccessRequestView>,
  text: string
) {
  if (waiting.some(({ id }) => id === text)) return text
  const wanted = text.trim().toLowerCase()
  const [byName, ...others] = waiting.filter(({ person }) => person.name.toLowerCase() === wanted)
  if (byName !== undefined && others.length === 0) return byName.id
  const [who] = /^[\w-]{32,64}$/u.test(text)
    ? []
    : yield* principalsMeant(client, { who: [], person: [text], group: [] })
  // Nobody of that name waits: the server says so of whatever id is asked for.
  return waiting.find(({ person }) => person.id === who?.id)?.id ?? who?.id ?? text
})

const decide = <const Name extends "approve" | "deny">(
  name: Name,
  does: string,
  send: (teams: Client["teams"]) => Client["teams"]["approveAccess"] | Client["teams"]["denyAccess"]
) =>
  action(name, {
    does,
    takes: {
      team: teamArgument,
      request: requestArgument,
      reason: Flag.String("reason").pipe(
        Flag.withSchema(DecideAccessBody.fields.reason.schema),
        Flag.withMetavar("<text>"),
        Flag.withDescription("Kept in the timeline."),
        Flag.optional
      ),
      key: keyFlag,
      workspace: workspaceFlag
    },
    examples: [{ command: `incident-teams access ${name} 1042 dev@woodgrove.example` }],
    answers: AccessDecided,
    run: Effect.fnUntraced(function* ({ team, request, reason, key, workspace }) {
      const client = yield* connected
      const { id: teamId } = yield* teamMeant(client, team, workspace)
      const { items } = yield* client.teams.accessRequests({ params: { teamId } })
      const requestId = yield* requestMeant(client, items, request)
      return yield* send(client.teams)({
        params: { teamId, requestId },
        headers: yield* named(key),
        payload: Option.isSome(reason) ? { reason: reason.value } : {}
      })
    }),
    show: ({ status }) => [status === "approved" ? "Let in." : "Not let in."]
  })

export const approve = decide("approve", "Lets somebody into a team who asked.", (teams) => teams.approveAccess)
export const deny = decide("deny", "Doesn't let somebody into a team who asked.", (teams) => teams.denyAccess)
