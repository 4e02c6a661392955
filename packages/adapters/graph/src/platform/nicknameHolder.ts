import {
  GroupUnusable,
  NotReadyYet,
  type PlatformFailure
} from "@incident-teams/application/ports/CollaborationPlatform"
import type { TeamKey } from "@incident-teams/domain/naming/TeamKey"
import { Effect, Option, Schema } from "effect"
import type { GraphClient } from "../GraphClient.ts"
import { quoted } from "../wire/GraphRequest.ts"
import { platformFailure } from "./ofTeam.ts"

type Client = GraphClient["Service"]

const Holder = Schema.Struct({
  id: Schema.String,
  displayName: Schema.optionalKey(Schema.NullOr(Schema.String)),
  uniqueName: Schema.optionalKey(Schema.NullOr(Schema.String))
})

/** The first group with this mail nickname among those that are there, or among the deleted ones. */
const holderAmong = (client: Client, path: string, nickname: string) =>
  client
    .list(
      {
        method: "GET",
        path,
        query: { $filter: `mailNickname eq ${quoted(nickname)}`, $select: "id,displayName,uniqueName" },
        doing: "find the group with the team's mail nickname",
        needs: "Group.ReadWrite.All"
      },
      Holder,
      1
    )
    .pipe(
      Effect.map(([first]) => Option.fromUndefinedOr(first)),
      Effect.mapError(platformFailure)
    )

const nameOf = ({ id, displayName }: typeof Holder.Type): string =>
  displayName ? `"${displayName}" (${id})` : `with the id ${id}`

/**
 * Why the nickname of a new group is taken although no group has its unique name. It is often the very group that a
 * lost answer created, which reads don't show yet: nothing is called unusable before the group that holds the nickname
 * is named.
 */
export const nicknameTaken = (
  client: Client,
  key: TeamKey,
  nickname: string
): Effect.Effect<never, GroupUnusable | NotReadyYet | PlatformFailure> =>
  Effect.gen(function* () {
    const deleted = yield* holderAmong(client, "/directory/deletedItems/microsoft.graph.group", nickname)
    if (Option.isSome(deleted)) {
      return yield* new GroupUnusable({
        reason: `The deleted group ${nameOf(deleted.value)} has the mail nickname ${nickname}.`,
        remedy: "Restore that group or permanently delete it in Entra ID, then retry."
      })
    }
    const other = yield* holderAmong(client, "/groups", nickname)
    if (Option.isSome(other) && other.value.uniqueName !== key) {
      return yield* new GroupUnusable({
        reason: `The group ${nameOf(other.value)} has the mail nickname ${nickname}, and Incident Teams didn't create it.`,
        remedy: "Change that group's mail nickname or permanently delete it in Entra ID, then retry."
      })
    }
    return yield* new NotReadyYet({
      reason: `The mail nickname ${nickname} is taken, but Entra ID doesn't show by which group yet.`
    })
  })
