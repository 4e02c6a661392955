import { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { Schema } from "effect"

const SimulatedTeam = Schema.Struct({
  id: PlatformTeamId,
  displayName: Schema.String,
  uniqueName: Schema.NullOr(Schema.String),
  isArchived: Schema.Boolean,
  deletedAt: Schema.optionalKey(Schema.String),
  members: Schema.Array(Schema.Struct({ userId: PersonId, roles: Schema.Array(Schema.String) })),
  tabs: Schema.Array(
    Schema.Struct({
      id: Schema.String,
      teamsAppId: Schema.String,
      contentUrl: Schema.NullOr(Schema.String),
      channelId: Schema.String
    })
  ),
  installedApps: Schema.Array(Schema.String)
})
export type SimulatedTeam = typeof SimulatedTeam.Type

const Truth = Schema.Struct({
  teams: Schema.Array(SimulatedTeam),
  groupsWithoutTeam: Schema.Array(
    Schema.Struct({ id: PlatformTeamId, displayName: Schema.String, uniqueName: Schema.NullOr(Schema.String) })
  )
})

/** What is so on the simulated platform, past every lag of its reads. */
export const truth = async (tenant: Tenant): Promise<typeof Truth.Type> =>
  Schema.decodeUnknownSync(Truth)(await tenant.control("GET", "/truth"))
