import { CreationPolicy } from "@incident-teams/application/ports/CreationPolicy"
import { groupCreationPolicyOf } from "@incident-teams/domain/policy/GroupCreationPolicy"
import { namingPolicyOf } from "@incident-teams/domain/policy/NamingPolicy"
import { SettingValue } from "@incident-teams/domain/policy/SettingValue"
import { Cache, Effect, Exit, Layer, Schema } from "effect"
import { directoryUnavailable } from "./directory/directoryUnavailable.ts"
import { GraphClient } from "./GraphClient.ts"

/** The template of the tenant-wide setting `Group.Unified`; another one, of a like name, is about single groups. */
const groupUnified = "62375ab9-6b52-47ed-826b-58e47e0e304b"

/** No right is remembered for longer than a minute, though a change takes the tenant itself 30 and more. Platform time. */
export const rememberedMillis = 60_000

const Setting = Schema.Struct({
  templateId: Schema.optionalKey(Schema.NullOr(Schema.String)),
  values: Schema.Array(SettingValue)
})

export const make = (client: GraphClient["Service"]) =>
  Effect.gen(function* () {
    const read = client
      .list(
        {
          method: "GET",
          path: "/groupSettings",
          doing: "read the policy for creating groups",
          needs: "GroupSettings.Read.All"
        },
        Setting
      )
      .pipe(
        Effect.map((settings) => {
          // The setting exists only once an administrator has made it.
          const values = settings.find(({ templateId }) => templateId?.toLowerCase() === groupUnified)?.values ?? []
          return { creation: groupCreationPolicyOf(values), naming: namingPolicyOf(values) }
        }),
        Effect.mapError(directoryUnavailable)
      )
    const remembered = yield* Cache.makeWith((_: "policy") => read, {
      capacity: 1,
      timeToLive: (exit) => (Exit.isSuccess(exit) ? rememberedMillis / client.scale : 0)
    })
    return CreationPolicy.of({ read: () => Cache.get(remembered, "policy") })
  })

export const layer: Layer.Layer<CreationPolicy, never, GraphClient> = Layer.effect(
  CreationPolicy,
  Effect.flatMap(GraphClient, make)
)
