import {
  PlatformBusy,
  type PlatformFailure,
  PlatformRefused,
  PlatformUncertain,
  TeamNotFound
} from "@incident-teams/application/ports/CollaborationPlatform"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { Clock, Effect, Schema } from "effect"
import type { GraphClient } from "../GraphClient.ts"
import type { CallFailure, Refusal } from "../wire/CallFailure.ts"

type Client = GraphClient["Service"]

const after = ({ afterMillis }: { readonly afterMillis?: number }) =>
  afterMillis === undefined ? {} : { afterMillis: Math.ceil(afterMillis) }

/** A call's failure in the port's words, where a 404 or 409 means nothing special. */
export const platformFailure = (failure: CallFailure): PlatformFailure => {
  switch (failure._tag) {
    case "NotDone":
      return new PlatformBusy({ reason: failure.reason, ...after(failure) })
    case "Conflict":
      return new PlatformBusy({ reason: failure.reason })
    case "Unclear":
      return new PlatformUncertain({ reason: failure.reason, ...after(failure) })
    case "InstallationTrouble":
      return failure
    case "Refusal":
      return new PlatformRefused({ reason: failure.reason, remedy: failure.remedy })
    case "Missing":
      return new PlatformRefused({ reason: failure.reason, remedy: "Check whether it was deleted, then retry." })
  }
}

/**
 * Whether the group is there, on one read. A team that doesn't answer may be new, or hidden by a fault; only a group
 * that isn't there either means that both are gone.
 */
export const groupIsThere = (client: Client, id: PlatformTeamId): Effect.Effect<boolean, PlatformFailure> =>
  client
    .send({
      method: "GET",
      path: `/groups/${id}`,
      query: { $select: "id" },
      doing: "read the team's group",
      needs: "Group.ReadWrite.All"
    })
    .pipe(
      Effect.as(true),
      Effect.catchTag("Missing", () => Effect.succeed(false)),
      Effect.mapError(platformFailure)
    )

/** What a 404 of a team's path comes to. */
const missingTeam = (client: Client, id: PlatformTeamId): Effect.Effect<never, TeamNotFound | PlatformFailure> =>
  Effect.flatMap(groupIsThere(client, id), (there): Effect.Effect<never, TeamNotFound | PlatformBusy> =>
    there
      ? Effect.fail(new PlatformBusy({ reason: "The group exists, but the team isn't available in Teams yet." }))
      : Effect.fail(new TeamNotFound())
  )

const Age = Schema.Struct({
  createdDateTime: Schema.NullOr(Schema.DateTimeUtcFromString),
  isArchived: Schema.NullOr(Schema.Boolean)
})

/** A new team refuses calls about its members and tabs for some time: a 403 Forbidden without a reason (php#363). */
const newTeamMillis = 15 * 60 * 1_000

/** Whether a team is one that refuses changes for its age or state. */
export const ageOf = (client: Client, id: PlatformTeamId): Effect.Effect<"archived" | "new" | "settled", CallFailure> =>
  Effect.gen(function* () {
    const { createdDateTime, isArchived } = yield* client.json(
      {
        method: "GET",
        path: `/teams/${id}`,
        query: { $select: "createdDateTime,isArchived" },
        doing: "read when the team was created",
        needs: "TeamSettings.ReadWrite.All"
      },
      Age
    )
    if (isArchived === true) return "archived"
    const now = yield* Clock.currentTimeMillis
    const made = createdDateTime?.epochMilliseconds ?? Number.NEGATIVE_INFINITY
    return now - made < newTeamMillis / client.scale ? "new" : "settled"
  })

/** Whether a call needs a team that isn't archived. Reads don't, nor what archives and reopens. */
type TeamNeeded = "an open team" | "any team"

const refusedOrNew = (
  client: Client,
  id: PlatformTeamId,
  refusal: Refusal,
  needs: TeamNeeded
): Effect.Effect<never, PlatformFailure> =>
  Effect.matchEffect(ageOf(client, id), {
    onFailure: () => Effect.fail(platformFailure(refusal)),
    onSuccess: (age) => {
      switch (age) {
        case "archived":
          return Effect.fail(
            needs === "any team"
              ? platformFailure(refusal)
              : new PlatformRefused({ reason: "The team is archived.", remedy: "Reopen the incident first." })
          )
        case "new":
          return Effect.fail(new PlatformBusy({ reason: "The team is new and can't be changed in Teams yet." }))
        case "settled":
          return Effect.fail(platformFailure(refusal))
      }
    }
  })

/** The Teams service's own refusal. A missing permission has the same code, and is the installation's trouble. */
const isServiceRefusal = (refusal: Refusal): boolean => refusal.status === 403 && refusal.codes.includes("Forbidden")

/**
 * A call about a team, in the port's words: a 404 is looked into, and so is a new team's refusal. What is in the port's
 * words already stays as it is.
 */
export const ofTeam = <A>(
  client: Client,
  id: PlatformTeamId,
  call: Effect.Effect<A, CallFailure | PlatformFailure>,
  needs: TeamNeeded = "an open team"
): Effect.Effect<A, TeamNotFound | PlatformFailure> =>
  Effect.catch(call, (failure): Effect.Effect<never, TeamNotFound | PlatformFailure> => {
    switch (failure._tag) {
      case "PlatformBusy":
      case "PlatformUncertain":
      case "PlatformRefused":
        return Effect.fail(failure)
      case "Missing":
        return missingTeam(client, id)
      case "Refusal":
        return isServiceRefusal(failure)
          ? refusedOrNew(client, id, failure, needs)
          : Effect.fail(platformFailure(failure))
      case "NotDone":
      case "Unclear":
      case "Conflict":
      case "InstallationTrouble":
        return Effect.fail(platformFailure(failure))
    }
  })
