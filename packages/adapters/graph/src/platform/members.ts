import { personIdOf } from "@incident-teams/domain/ids/directoryIds"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import type { Member } from "@incident-teams/domain/team/Member"
import { Effect, Option, Schema } from "effect"
import type { GraphClient } from "../GraphClient.ts"
import type { CallFailure } from "../wire/CallFailure.ts"

type Client = GraphClient["Service"]

const WireMember = Schema.Struct({
  /** Opaque; only for calls about this very membership. */
  id: Schema.String,
  userId: Schema.optionalKey(Schema.NullOr(Schema.String)),
  displayName: Schema.optionalKey(Schema.NullOr(Schema.String)),
  roles: Schema.optionalKey(Schema.NullOr(Schema.Array(Schema.String)))
})

/** Somebody in the team, and the id of the membership. */
export interface Membership extends Member {
  readonly membership: string
}

const roleOf = (roles: ReadonlyArray<string>): Member["role"] =>
  roles.includes("owner") ? "owner" : roles.includes("guest") ? "guest" : "member"

/** Everybody in the team whom our directory knows: members of another tenant may be there without an id. */
export const memberships = (
  client: Client,
  id: PlatformTeamId
): Effect.Effect<ReadonlyArray<Membership>, CallFailure> =>
  client
    .list(
      {
        method: "GET",
        path: `/teams/${id}/members`,
        // Graph: pages of 100 unless asked for more, at most 999 (team-list-members).
        query: { $top: "999" },
        doing: "read the team's members",
        needs: "TeamMember.ReadWrite.All"
      },
      WireMember
    )
    .pipe(
      Effect.map((members) =>
        members.flatMap(({ id: membership, userId, displayName, roles }) =>
          Option.match(personIdOf(userId ?? ""), {
            onNone: () => [],
            onSome: (person) => [{ id: person, name: displayName ?? "", role: roleOf(roles ?? []), membership }]
          })
        )
      )
    )

const TeamState = Schema.Struct({ isArchived: Schema.optionalKey(Schema.NullOr(Schema.Boolean)) })

/** As GET team says: neither a list nor the group does. */
export const isArchived = (client: Client, id: PlatformTeamId): Effect.Effect<boolean, CallFailure> =>
  client
    .json(
      {
        method: "GET",
        path: `/teams/${id}`,
        query: { $select: "id,isArchived" },
        doing: "read the archive state of the team",
        needs: "TeamSettings.ReadWrite.All"
      },
      TeamState
    )
    .pipe(Effect.map((team) => team.isArchived === true))
