import {
  type CollaborationPlatform,
  GroupUnusable,
  type PlatformFailure,
  PlatformRefused,
  PlatformUncertain,
  TeamNotFound
} from "@incident-teams/application/ports/CollaborationPlatform"
import { Guid } from "@incident-teams/domain/ids/Guid"
import { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import type { TeamKey } from "@incident-teams/domain/naming/TeamKey"
import { Effect, Option, Schema } from "effect"
import type { GraphClient, GraphAnswer } from "../GraphClient.ts"
import type { CallFailure } from "../wire/CallFailure.ts"
import { bind, quotedKey } from "../wire/GraphRequest.ts"
import { groupIsThere, platformFailure } from "./ofTeam.ts"

type Client = GraphClient["Service"]
type GroupRequest = Parameters<CollaborationPlatform["Service"]["ensureGroup"]>[0]

/** At most 20 relationships in one request (Graph: group-upsert); an owner who is a member too costs two. */
const mostBoundOwners = 10

/** In Graph a team's id is its group's object id: a GUID in any case, of which we keep the lower one. */
const GraphTeamId = Guid.pipe(Schema.decodeTo(PlatformTeamId))

const Group = Schema.Struct({
  id: GraphTeamId,
  groupTypes: Schema.Array(Schema.String),
  mailNickname: Schema.NullOr(Schema.String),
  visibility: Schema.NullOr(Schema.String)
})
type Group = typeof Group.Type

const Identified = Schema.Struct({ id: GraphTeamId })

const byKey = (key: TeamKey): string => `/groups(uniqueName=${quotedKey(key)})`

/** Reads by the alternate key don't lag; a soft-deleted group isn't found. */
const read = (client: Client, key: TeamKey): Effect.Effect<Option.Option<Group>, PlatformFailure> =>
  client
    .json(
      {
        method: "GET",
        path: byKey(key),
        query: { $select: "id,groupTypes,mailNickname,visibility" },
        doing: "find the team's group",
        needs: "Group.Read.All"
      },
      Group
    )
    .pipe(
      Effect.map(Option.some),
      Effect.catchTag("Missing", () => Effect.succeedNone),
      Effect.mapError(platformFailure)
    )

/** Adopts a group only if it looks exactly like one that we create. */
const adopt = (
  group: Group,
  key: TeamKey
): Effect.Effect<{ readonly id: PlatformTeamId; readonly found: true }, GroupUnusable> => {
  const unlike = [
    ...(group.groupTypes.some((type) => type.toLowerCase() === "unified") ? [] : ["it isn't a Microsoft 365 group"]),
    ...(group.visibility?.toLowerCase() === "private" ? [] : ["it isn't private"]),
    ...(group.mailNickname?.toLowerCase() === key ? [] : [`its mail nickname isn't ${key}`])
  ]
  return unlike.length === 0
    ? Effect.succeed({ id: group.id, found: true })
    : Effect.fail(
        new GroupUnusable({
          reason: `Group ${group.id} has the unique name ${key}, but ${unlike.join(", and ")}.`,
          remedy: "Permanently delete that group in Entra ID or correct the difference, then retry."
        })
      )
}

const nicknameTaken = (key: TeamKey): GroupUnusable =>
  new GroupUnusable({
    reason: `Another group, possibly a deleted one, has the mail nickname ${key}.`,
    remedy: "Restore that group or permanently delete it in Entra ID, then retry."
  })

/** A group answers 201 with itself when the upsert made it, 204 without a body when it was there. */
const upsert = (client: Client, request: GroupRequest): Effect.Effect<GraphAnswer, CallFailure> => {
  // The creator may be a standby owner too, and Graph refuses a reference that is there twice.
  const owners = [...new Set(request.owners.map(({ id }) => bind("users", id)))].slice(0, mostBoundOwners)
  return client.send({
    method: "PATCH",
    path: byKey(request.key),
    headers: { Prefer: "create-if-missing" },
    body: {
      displayName: request.name,
      // Graph takes no empty description at creation.
      ...(request.description === "" ? {} : { description: request.description }),
      groupTypes: ["Unified"],
      mailEnabled: true,
      mailNickname: request.key,
      securityEnabled: false,
      visibility: "Private",
      "owners@odata.bind": owners,
      // Members bound here may take days to appear in the team; owners show at once (docs#8088, docs#8711).
      "members@odata.bind": owners
    },
    doing: "create the team's group",
    needs: "Group.ReadWrite.All"
  })
}

/** The one group of a key: found, or made by the one call of Graph that is idempotent. */
export const ensureGroup = (client: Client, request: GroupRequest) =>
  Effect.gen(function* () {
    if (request.lookFirst) {
      const found = yield* read(client, request.key)
      if (Option.isSome(found)) return yield* adopt(found.value, request.key)
    }
    const answer = yield* upsert(client, request).pipe(
      Effect.catch((failure): Effect.Effect<never, GroupUnusable | PlatformFailure> => {
        if (failure._tag === "Refusal" && failure.codes.includes("ObjectConflict")) {
          return Effect.fail(nicknameTaken(request.key))
        }
        return Effect.fail(
          failure._tag === "Missing"
            ? new PlatformRefused({
                reason: "An owner of the new group isn't in the directory.",
                remedy: "Check the creator's account and STANDBY_OWNERS, then retry."
              })
            : platformFailure(failure)
        )
      })
    )
    if (answer.status === 201) {
      const made = Schema.decodeUnknownOption(Identified)(answer.body)
      if (Option.isSome(made)) return { id: made.value.id, found: false }
    }
    const existing = yield* read(client, request.key)
    if (Option.isNone(existing)) {
      return yield* new PlatformUncertain({
        reason: "The group was created, but Microsoft Graph doesn't return it yet."
      })
    }
    return yield* adopt(existing.value, request.key)
  })

export const findGroup = (
  client: Client,
  key: TeamKey
): Effect.Effect<Option.Option<PlatformTeamId>, PlatformFailure> =>
  Effect.map(read(client, key), (found) => Option.map(found, ({ id }) => id))

/** Deleted groups are kept 30 days, and come back under their id (Graph: directory-deleteditems-restore). */
export const restore = (client: Client, id: PlatformTeamId): Effect.Effect<void, TeamNotFound | PlatformFailure> =>
  client
    .send({
      method: "POST",
      path: `/directory/deletedItems/${id}/restore`,
      doing: "restore the deleted team",
      needs: "Group.ReadWrite.All"
    })
    .pipe(
      Effect.asVoid,
      Effect.catch((failure): Effect.Effect<void, TeamNotFound | PlatformFailure> => {
        if (failure._tag !== "Missing") return Effect.fail(platformFailure(failure))
        return Effect.flatMap(groupIsThere(client, id), (there) =>
          there ? Effect.void : Effect.fail(new TeamNotFound())
        )
      })
    )
