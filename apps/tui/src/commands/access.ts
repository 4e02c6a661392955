import {
  AccessAsked,
  AccessDecided,
  AccessRequests,
  type AccessRequestView,
  type AccessView
} from "@incident-teams/api/teams/AccessRequestView"
import { AskAccessBody, DecideAccessBody } from "@incident-teams/api/teams/TeamBodies"
import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { Effect, Option } from "effect"
import { Argument, Flag } from "effect/cli"
import type { Client } from "../connection/client.ts"
import { agoOf } from "../look/agoOf.ts"
import { denialWords } from "../look/denialWords.ts"
import { action } from "./action.ts"
import { idempotencyHeader, keyFlag } from "./changeFlags.ts"
import { table } from "./output/table.ts"
import { resolvePrincipals } from "./resolve/resolvePrincipals.ts"
import { connect } from "./resolve/resolveServer.ts"
import { teamArgument, resolveTeam } from "./resolve/resolveTeam.ts"
import { workspaceFlag } from "./resolve/workspaceFlag.ts"

export const request = action("request", {
  does: "Request access to a team. Someone who may add people decides; if you may add people, you join at once.",
  takes: {
    team: teamArgument,
    reason: Flag.String("reason").pipe(
      Flag.withSchema(AskAccessBody.fields.reason),
      Flag.withMetavar("<text>"),
      Flag.withDescription("Why you need access. It is shown to the people who decide.")
    ),
    key: keyFlag,
    workspace: workspaceFlag
  },
  examples: [{ command: 'incident-teams access request 1042 --reason "I run the mail gateway"' }],
  answers: AccessAsked,
  run: Effect.fnUntraced(function* ({ team, reason, key, workspace }) {
    const client = yield* connect
    const { id: teamId } = yield* resolveTeam(client, team, workspace)
    const { body } = yield* client.teams.askAccess({
      params: { teamId },
      headers: yield* idempotencyHeader(key),
      payload: { reason }
    })
    return body
  }),
  show: ({ status, request: pending }) => [
    status === "approved"
      ? "You are being added to the team."
      : `Access requested. An owner of the team, or someone else who may add people, decides.${pending === undefined ? "" : ` Request: ${pending.id}`}`
  ]
})

/** What happened to the caller's own request, and how they get in. */
const ownAccessLines = ({ wayIn, denied }: AccessView, now: number): ReadonlyArray<string> => [
  ...(denied === undefined ? [] : [denialWords(denied, now)]),
  ...(wayIn === "join" ? ["You can join this team: incident-teams team join <team>"] : [])
]

export const list = action("list", {
  does: "List a team's pending access requests: all of them if you may decide on them, otherwise your own.",
  takes: { team: teamArgument, workspace: workspaceFlag },
  examples: [{ command: "incident-teams access list 1042" }],
  answers: AccessRequests,
  run: Effect.fnUntraced(function* ({ team, workspace }) {
    const client = yield* connect
    const { id: teamId } = yield* resolveTeam(client, team, workspace)
    return yield* client.teams.accessRequests({ params: { teamId } })
  }),
  show: ({ items, you }, { width, now }) => [
    ...ownAccessLines(you, now),
    ...(items.length === 0
      ? ["No pending access requests."]
      : table(
          [
            { title: "NAME", cell: ({ person }) => person.name },
            { title: "REQUESTED", align: "right", cell: ({ askedAt }) => agoOf(askedAt, now) },
            { title: "REASON", cell: ({ reason }) => reason, shrinks: true },
            { title: "REQUEST", cell: ({ id }) => id, goes: 1 }
          ],
          items,
          width
        ))
  ]
})

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
    run: Effect.fnUntraced(function* ({ team, request: named, reason, key, workspace }) {
      const client = yield* connect
      const { id: teamId } = yield* resolveTeam(client, team, workspace)
      const { items } = yield* client.teams.accessRequests({ params: { teamId } })
      const requestId = yield* resolveRequest(client, teamId, items, named)
      const { body } = yield* send(client.teams)({
        params: { teamId, requestId },
        headers: yield* idempotencyHeader(key),
        payload: Option.isSome(reason) ? { reason: reason.value } : {}
      })
      return body
    }),
    show: ({ status }) => [
      status === "approved" ? "The access request was approved." : "The access request was denied."
    ]
  })

export const approve = decide("approve", "Approve an access request.", (teams) => teams.approveAccess)
export const deny = decide("deny", "Deny an access request.", (teams) => teams.denyAccess)
