import { createHash } from "node:crypto"
import { underKey } from "@incident-teams/application/changes/RequestKey"
import { Deployment } from "@incident-teams/application/deployment/Deployment"
import { teamOfIncident } from "@incident-teams/application/deployment/teamOfIncident"
import { awaitTeam } from "@incident-teams/application/use-cases/awaitTeam"
import { createTeam, fitStandbyOwners } from "@incident-teams/application/use-cases/createTeam"
import { defined } from "@incident-teams/domain/defined"
import { GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import { Effect, Result, Schema, SchemaIssue } from "effect"
import { ArmRefusal } from "./ArmRefusal.ts"
import type { ArmRoute } from "./ArmRoute.ts"
import { incidentAsked } from "./placeAsked.ts"
import { teamInformation } from "./teamInformation.ts"

/** TeamProperties (2024-10-01-preview). Members that we don't know are passed over, as ARM does. */
const TeamProperties = Schema.Struct({
  teamName: Schema.String,
  teamDescription: Schema.optionalKey(Schema.NullOr(Schema.String)),
  memberIds: Schema.optionalKey(Schema.NullOr(Schema.Array(PersonId))),
  groupIds: Schema.optionalKey(Schema.NullOr(Schema.Array(GroupId))),
  /** Ours: who is to own the team that an application asks for. */
  owner: Schema.optionalKey(PersonId),
  /** Ours: whether the team's link becomes a comment on the incident. */
  announce: Schema.optionalKey(Schema.Boolean)
})
const decode = Schema.decodeUnknownResult(TeamProperties)
const format = SchemaIssue.makeFormatterStandardSchemaV1()

const invalidBody = (error: Schema.SchemaError): ArmRefusal => {
  const [first] = format(error.issue).issues
  const target = (first?.path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join(".")
  return new ArmRefusal({
    status: 400,
    code: "BadRequest",
    message: target === "" ? "The body must be a JSON object." : `'${target}' is missing or not as documented.`,
    ...(target === "" ? {} : { target })
  })
}

const hashOf = (value: Schema.Json): string => createHash("sha256").update(JSON.stringify(value)).digest("base64url")

/**
 * Answers with the team itself, as Sentinel did: waits for it, and has the client ask again where that takes longer. The
 * caller, the incident and the body are the request's idempotency key, so that asking again joins.
 */
export const createTeamRoute: ArmRoute = {
  method: "POST",
  path: "/incidents/:incident/createTeam",
  // Azure's own name for it. What it takes is our rule for teams: the right to write incidents and to create groups.
  action: "Microsoft.SecurityInsights/incidents/createTeam/action",
  takesBody: true,
  handle: Effect.fnUntraced(function* (asked) {
    const { session } = asked
    const incident = yield* incidentAsked(asked)
    const body = yield* Effect.fromResult(Result.mapError(decode(asked.body), invalidBody))
    const { teamName: name, teamDescription, memberIds, groupIds, announce } = body
    const [people, groups] = [memberIds ?? [], groupIds ?? []]
    const description = teamDescription ?? undefined
    const hash = hashOf([
      name,
      description ?? null,
      people,
      groups,
      body.owner ?? null,
      // Without it the key is that of former versions, so that a repetition over an update joins.
      ...(announce === undefined ? [] : [announce])
    ])
    const { caller } = session
    // Sentinel's body names no owner, and an application can't be one.
    const [standby] =
      caller._tag === "Application" && body.owner === undefined
        ? yield* fitStandbyOwners((yield* Deployment).standbyOwners)
        : []
    const owner = body.owner ?? standby?.id
    const own = yield* teamOfIncident(incident)
    const team = yield* createTeam(session, {
      incident,
      name,
      ...defined({ description }),
      people,
      groups,
      ...defined({ owner, announce })
    }).pipe(
      underKey({
        scope: `${caller._tag} ${caller.id}`,
        key: `createTeam ${incident.toLowerCase()} ${hash}`,
        bodyHash: hash,
        answer: ({ id }) => id
      }),
      Effect.map(({ stored }) => stored.id),
      // The incident was linked to another one's team, or merged into it: it has this team.
      Effect.catchTag("TeamExists", (exists) =>
        exists.team === own ? Effect.fail(exists) : Effect.succeed(exists.team)
      )
    )
    return { status: 200, body: teamInformation(yield* awaitTeam(team)) }
  })
}
