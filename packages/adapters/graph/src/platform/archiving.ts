import {
  OwnerRequired,
  PlatformBusy,
  type PlatformFailure,
  PlatformUncertain,
  type Taken,
  type TeamNotFound
} from "@incident-teams/application/ports/CollaborationPlatform"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import type { Direction } from "@incident-teams/domain/team/Step"
import { Effect, Schema } from "effect"
import type { GraphClient } from "../GraphClient.ts"
import { isArchived } from "./members.ts"
import { ofTeam, platformFailure } from "./ofTeam.ts"
import { operationOf } from "./operationOf.ts"
import { lacksOwner } from "./owners.ts"

type Client = GraphClient["Service"]
type Begun = Extract<Taken, { readonly _tag: "Begun" }>
const begun: Begun = { _tag: "Begun" }
type Failure = OwnerRequired | TeamNotFound | PlatformFailure

/** Why a call was refused, by what is so. As long as that can't be read, nothing is refused for good. */
const why = (
  client: Client,
  id: PlatformTeamId,
  direction: Direction
): Effect.Effect<"already so" | "no owner" | "unknown", PlatformBusy> =>
  Effect.gen(function* () {
    if ((yield* isArchived(client, id)) === (direction === "archive")) return "already so"
    return (yield* lacksOwner(client, id)) ? "no owner" : "unknown"
  }).pipe(
    Effect.catch((failure) =>
      failure._tag === "NotDone" || failure._tag === "Unclear"
        ? Effect.fail(new PlatformBusy({ reason: failure.reason }))
        : Effect.succeed("unknown" as const)
    )
  )

/**
 * Begins to archive or unarchive: 202 names the operation in its Location. No body: the one option is refused to
 * applications (Graph: team-archive). What a refusal means isn't documented, so what is so decides: already as wanted
 * is done, without an owner is OwnerRequired. A 404 of a team that is there came after effect in reports (docs#8134).
 */
export const begin = (client: Client, id: PlatformTeamId, direction: Direction): Effect.Effect<Begun, Failure> =>
  client
    .send({
      method: "POST",
      path: `/teams/${id}/${direction}`,
      doing: `${direction} the team`,
      needs: "TeamSettings.ReadWrite.All"
    })
    .pipe(
      Effect.map(({ headers }): Begun => {
        const operation = operationOf(headers.get("location"))
        return operation === undefined ? begun : { ...begun, operation }
      }),
      Effect.catch((failure): Effect.Effect<Begun, Failure> => {
        const failed = ofTeam(client, id, Effect.fail(failure), "any team")
        if (failure._tag === "Missing") {
          return Effect.matchEffect(isArchived(client, id), {
            onSuccess: () =>
              Effect.fail(
                new PlatformUncertain({
                  reason: `Teams answered "not found" to the request to ${direction} the team, but the team exists.`
                })
              ),
            onFailure: () => failed
          })
        }
        const mayBeSo = failure._tag === "Conflict" || failure._tag === "Refusal"
        if (!mayBeSo) return failed
        return Effect.flatMap(why(client, id, direction), (reason): Effect.Effect<Begun, Failure> => {
          switch (reason) {
            case "already so":
              // One read isn't enough to call it done; the looks that follow an unnamed operation are.
              return Effect.succeed(begun)
            case "no owner":
              return Effect.fail(new OwnerRequired())
            case "unknown":
              return failed
          }
        })
      })
    )

const Operation = Schema.Struct({
  status: Schema.optionalKey(Schema.NullOr(Schema.String)),
  error: Schema.optionalKey(Schema.NullOr(Schema.Struct({ code: Schema.optionalKey(Schema.NullOr(Schema.String)) })))
})

/** Only `succeeded` and `failed` are an end; what we don't know may still be one later (Graph: teamsAsyncOperation). */
export const operation = (
  client: Client,
  id: PlatformTeamId,
  name: string
): Effect.Effect<
  { readonly status: "running" | "succeeded" | "failed" | "vanished"; readonly reason?: string },
  PlatformFailure
> =>
  client
    .json(
      {
        method: "GET",
        path: `/teams/${id}/operations/${encodeURIComponent(name)}`,
        doing: "read the status of the operation",
        needs: "TeamSettings.ReadWrite.All"
      },
      Operation
    )
    .pipe(
      Effect.map(({ status, error }) => {
        const end = status?.toLowerCase()
        if (end === "succeeded") return { status: "succeeded" as const }
        return end === "failed"
          ? {
              status: "failed" as const,
              reason: `The operation failed in Teams (${error?.code ?? "no reason given"}).`
            }
          : { status: "running" as const }
      }),
      Effect.catchTag("Missing", () => Effect.succeed({ status: "vanished" as const })),
      Effect.mapError(platformFailure)
    )
