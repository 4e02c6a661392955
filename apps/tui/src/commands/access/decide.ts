import { AccessDecided, type AccessRequestView } from "@incident-teams/api/teams/AccessRequestView"
import { DecideAccessBody } from "@incident-teams/api/teams/TeamBodies"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { Effect, Option } from "effect"
import { Argument, Flag } from "effect/cli"
import type { Client } from "../../connection/client.ts"
import { action } from "../action.ts"
import { idempotencyHeader, keyFlag } from "../changeFlags.ts"
import { resolvePrincipals } from "../resolve/resolvePrincipals.ts"
import { connect } from "../resolve/resolveServer.ts"
import { teamArgument, resolveTeam } from "../resolve/resolveTeam.ts"
import { workspaceFlag } from "../resolve/workspaceFlag.ts"

const requestArgument = Argument.String("request").pipe(
  Argument.withDescription("The request's id, or the person who made it.")
)

/** A request's id as it is; otherwise the pending request of the person that the text names. */
const resolveRequest = Effect.fnUntraced(function* (
  client: Client,
  team: TeamView["id"],
  waiting: ReadonlyArray<AccessRequestView>,
  text: string
) {
  if (waiting.some(({ id }) => id === text)) return text
  const wanted = text.trim().toLowerCase()
  const [byName, ...others] = waiting.filter(({ person }) => person.name.toLowerCase() === wanted)
  if (byName !== undefined && others.length === 0) return byName.id
  const [who] = /^[\w-]{32,64}$/u.test(text)
    ? []
    : yield* resolvePrincipals(client, { who: [], person: [text], group: [] }, { team })
  // Nobody of that name has a pending request: the server says so, whichever id is sent.
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
        Flag.withDescription("The reason, which is shown to the person and stored in the timeline."),
        Flag.optional
      ),
      key: keyFlag,
      workspace: workspaceFlag
    },
    examples: [{ command: `incident-teams access ${name} 1042 dev@woodgrove.example` }],
    answers: AccessDecided,
    run: Effect.fnUntraced(function* ({ team, request, reason, key, workspace }) {
      const client = yield* connect
      const { id: teamId } = yield* resolveTeam(client, team, workspace)
      const { items } = yield* client.teams.accessRequests({ params: { teamId } })
      const requestId = yield* resolveRequest(client, teamId, items, request)
      const { body } = yield* send(client.teams)({
        params: { teamId, requestId },
        headers: yield* idempotencyHeader(key),
        payload: Option.isSome(reason) ? { reason: reason.value } : {}
      })
      return body
    }),
    show: ({ status }) => [status === "approved" ? "Access approved." : "Access denied."]
  })

export const approve = decide("approve", "Approve an access request.", (teams) => teams.approveAccess)
export const deny = decide("deny", "Deny an access request.", (teams) => teams.denyAccess)
