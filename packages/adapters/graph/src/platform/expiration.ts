import type { PlatformFailure, TeamNotFound } from "@incident-teams/application/ports/CollaborationPlatform"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { type Timestamp, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { Effect, Option, Schema } from "effect"
import type { GraphClient } from "../GraphClient.ts"
import { ofTeam } from "./ofTeam.ts"

type Client = GraphClient["Service"]

const Expiring = Schema.Struct({
  id: Schema.String,
  expirationDateTime: Schema.optionalKey(Schema.NullOr(Schema.DateTimeUtcFromString))
})

/** A group expires only where the tenant's lifecycle policy covers it (Graph: groupLifecyclePolicy). */
export const expiresAt = (
  client: Client,
  id: PlatformTeamId
): Effect.Effect<Option.Option<Timestamp>, TeamNotFound | PlatformFailure> =>
  ofTeam(
    client,
    id,
    client
      .json(
        {
          method: "GET",
          path: `/groups/${id}`,
          query: { $select: "id,expirationDateTime" },
          doing: "read when the team expires",
          needs: "Group.ReadWrite.All"
        },
        Expiring
      )
      .pipe(
        Effect.map(({ expirationDateTime }) =>
          Option.map(Option.fromNullishOr(expirationDateTime), (date) => timestampOf(date.epochMilliseconds))
        )
      ),
    "any team"
  )

/** By the policy's lifetime from now; repeating it is harmless (Graph: group-renew). */
export const renew = (client: Client, id: PlatformTeamId): Effect.Effect<void, TeamNotFound | PlatformFailure> =>
  ofTeam(
    client,
    id,
    Effect.asVoid(
      client.send({
        method: "POST",
        path: `/groups/${id}/renew`,
        doing: "renew the team before it expires",
        needs: "Group.ReadWrite.All"
      })
    ),
    "any team"
  )
