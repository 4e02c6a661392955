import { CreationPolicy, type GroupNameProblem } from "@incident-teams/application/ports/CreationPolicy"
import { defined } from "@incident-teams/domain/defined"
import { groupCreationPolicyOf } from "@incident-teams/domain/policy/GroupCreationPolicy"
import { namingPolicyOf } from "@incident-teams/domain/policy/NamingPolicy"
import { SettingValue } from "@incident-teams/domain/policy/SettingValue"
import { Cache, Effect, Exit, Layer, Schema } from "effect"
import { directoryUnavailable } from "./directory/directoryUnavailable.ts"
import { GraphClient } from "./GraphClient.ts"
import type { ErrorDetail } from "./wire/GraphErrorBody.ts"

/** The template of the tenant-wide setting `Group.Unified`; another one, of a like name, is about single groups. */
const groupUnified = "62375ab9-6b52-47ed-826b-58e47e0e304b"

/** No right is remembered for longer than a minute, though a change takes the tenant itself 30 and more. Platform time. */
export const rememberedMillis = 60_000

const Setting = Schema.Struct({
  templateId: Schema.optionalKey(Schema.NullOr(Schema.String)),
  values: Schema.Array(SettingValue)
})

const whyOf: Readonly<Record<string, GroupNameProblem["why"]>> = {
  MissingPrefixSuffix: "affixes",
  ContainsBlockedWord: "blockedWord"
}

const problemOf = ({ code, target, suggested }: ErrorDetail): GroupNameProblem => ({
  of: target.toLowerCase() === "mailnickname" ? "nickname" : "name",
  why: whyOf[code] ?? "other",
  ...defined({ suggested })
})

export const make = (client: GraphClient["Service"]) =>
  Effect.gen(function* () {
    const read = client
      .list(
        {
          method: "GET",
          path: "/groupSettings",
          doing: "read the policy for creating groups",
          needs: "Group.ReadWrite.All"
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
    return CreationPolicy.of({
      read: () => Cache.get(remembered, "policy"),
      validate: ({ name, nickname }) =>
        client
          .send({
            method: "POST",
            path: "/directoryObjects/validateProperties",
            body: { entityType: "Group", displayName: name, mailNickname: nickname },
            doing: "check a group's name against the tenant's naming policy",
            needs: "Group.ReadWrite.All"
          })
          .pipe(
            Effect.as<ReadonlyArray<GroupNameProblem>>([]),
            Effect.catch((failure) =>
              failure._tag === "Refusal" && failure.status === 422
                ? Effect.succeed(failure.details.map(problemOf))
                : Effect.fail(directoryUnavailable(failure))
            )
          )
    })
  })

export const layer: Layer.Layer<CreationPolicy, never, GraphClient> = Layer.effect(
  CreationPolicy,
  Effect.flatMap(GraphClient, make)
)
