import { teamsApp } from "@incident-teams/application/deployment/Deployment"
import { CollaborationPlatform, type PeopleAnswer } from "@incident-teams/application/ports/CollaborationPlatform"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { type Config, Effect, Layer } from "effect"
import { GraphClient } from "./GraphClient.ts"
import { begin, operation } from "./platform/archiving.ts"
import { expiresAt, renew } from "./platform/expiration.ts"
import { ensureGroup, findGroup, restore } from "./platform/group.ts"
import { isArchived, memberships } from "./platform/members.ts"
import { ofTeam } from "./platform/ofTeam.ts"
import { ensureOwner } from "./platform/owners.ts"
import { addPeople, mostCalls, removePeople } from "./platform/people.ts"
import { pinPage } from "./platform/pinPage.ts"
import { ensureTeam, installApp, rename } from "./platform/team.ts"

/**
 * Teams over Microsoft Graph. The only thing that it remembers is for which teams a call for many people failed last:
 * the next one is divided (contrib#1044: members/add answered 502 while smaller calls worked).
 */
export const make = (client: GraphClient["Service"], app: string | undefined): CollaborationPlatform["Service"] => {
  const failures = new Map<PlatformTeamId, number>()

  /** Twice as many calls after each failure in a row, until one goes through. */
  const divide = <E extends { readonly _tag: string }>(
    id: PlatformTeamId,
    ask: (pieces: number) => Effect.Effect<PeopleAnswer, E>
  ): Effect.Effect<PeopleAnswer, E> =>
    Effect.suspend(() => ask(Math.min(2 ** (failures.get(id) ?? 0), mostCalls))).pipe(
      Effect.tap(({ done, refused, unanswered }) =>
        Effect.sync(() => {
          if (unanswered.length === 0) failures.delete(id)
          else if (done.length + refused.length === 0) failures.set(id, (failures.get(id) ?? 0) + 1)
        })
      ),
      Effect.tapError(({ _tag }) =>
        Effect.sync(() => {
          if (_tag === "PlatformUncertain") failures.set(id, (failures.get(id) ?? 0) + 1)
          if (_tag === "TeamNotFound") failures.delete(id)
        })
      )
    )

  return CollaborationPlatform.of({
    ensureGroup: (request) => ensureGroup(client, request),
    ensureTeam: (id) => ensureTeam(client, id),
    ensureOwner: (id, candidates) => ensureOwner(client, id, candidates),
    addMembers: (id, people) => divide(id, (pieces) => addPeople(client, id, people, pieces)),
    removeMembers: (id, people) => divide(id, (pieces) => removePeople(client, id, people, pieces)),
    installApp: (id) => installApp(client, id, app),
    pinPage: (id, page) => pinPage(client, id, page, app),
    rename: (id, to) => rename(client, id, to),
    archive: (id) => begin(client, id, "archive"),
    unarchive: (id) => begin(client, id, "unarchive"),
    operation: (id, name) => operation(client, id, name),
    isArchived: (id) => ofTeam(client, id, isArchived(client, id), "any team"),
    read: (id) =>
      ofTeam(
        client,
        id,
        Effect.gen(function* () {
          const archived = yield* isArchived(client, id)
          const members = yield* memberships(client, id)
          return { archived, members: members.map(({ membership: _, ...member }) => member) }
        }),
        "any team"
      ),
    expiresAt: (id) => expiresAt(client, id),
    renew: (id) => renew(client, id),
    findGroup: (key) => findGroup(client, key),
    restore: (id) => restore(client, id)
  })
}

/** From the environment: TEAMS_APP_ID, the app's id in the tenant's own catalog; none is installed where it is left out. */
export const layer: Layer.Layer<CollaborationPlatform, Config.ConfigError, GraphClient> = Layer.effect(
  CollaborationPlatform,
  Effect.gen(function* () {
    return make(yield* GraphClient, yield* teamsApp)
  })
)
