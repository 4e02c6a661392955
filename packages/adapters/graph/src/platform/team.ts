import {
  NotReadyYet,
  type PlatformFailure,
  PlatformRefused,
  TeamNotFound
} from "@incident-teams/application/ports/CollaborationPlatform"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { Effect, Option, Schema } from "effect"
import type { GraphClient } from "../GraphClient.ts"
import type { Conflict, Refusal, Unclear } from "../wire/CallFailure.ts"
import { bind } from "../wire/GraphRequest.ts"
import { groupIsThere, ofTeam, platformFailure } from "./ofTeam.ts"

type Client = GraphClient["Service"]

const Link = Schema.Struct({ webUrl: Schema.String })

/** What a team of an incident lets people do: nobody deletes a channel, which is part of the record. */
const settings = {
  memberSettings: { allowDeleteChannels: false },
  guestSettings: { allowCreateUpdateChannels: false, allowDeleteChannels: false }
}

const readLink = (client: Client, id: PlatformTeamId): Effect.Effect<Option.Option<{ readonly link: string }>> =>
  client
    .json(
      {
        method: "GET",
        path: `/teams/${id}`,
        query: { $select: "id,webUrl" },
        doing: "read the team's link",
        needs: "TeamSettings.ReadWrite.All"
      },
      Link
    )
    .pipe(
      Effect.map(({ webUrl }) => ({ link: webUrl })),
      Effect.option
    )

/**
 * Puts a team on the group: synchronous, no operation to follow (Graph: team-put-teams). A 404 means that the group
 * isn't known everywhere yet, as long as it is there. A conflict, a server's failure or a refusal may come although
 * there is a team (docs#6551, docs#4692): whether it answers decides.
 */
export const ensureTeam = (
  client: Client,
  id: PlatformTeamId
): Effect.Effect<{ readonly link: string }, NotReadyYet | TeamNotFound | PlatformFailure> =>
  client
    .json(
      {
        method: "PUT",
        path: `/groups/${id}/team`,
        body: settings,
        doing: "create the team",
        needs: "Group.ReadWrite.All"
      },
      Link
    )
    .pipe(
      Effect.map(({ webUrl }) => ({ link: webUrl })),
      Effect.catch(
        (failure): Effect.Effect<{ readonly link: string }, NotReadyYet | TeamNotFound | PlatformFailure> => {
          switch (failure._tag) {
            case "NotDone":
            case "InstallationTrouble":
              return Effect.fail(platformFailure(failure))
            case "Missing":
              return Effect.flatMap(
                groupIsThere(client, id),
                (there): Effect.Effect<never, NotReadyYet | TeamNotFound> =>
                  there
                    ? Effect.fail(new NotReadyYet({ reason: "The new group isn't available in Teams yet." }))
                    : Effect.fail(new TeamNotFound())
              )
            case "Conflict":
            case "Unclear":
            case "Refusal":
              return Effect.flatMap(
                readLink(client, id),
                Option.match({
                  onSome: Effect.succeed,
                  onNone: (): Effect.Effect<never, NotReadyYet | PlatformFailure> => Effect.fail(noTeamYet(failure))
                })
              )
          }
        }
      )
    )

/** What it means that PUT team failed so and there is no team. */
const noTeamYet = (failure: Conflict | Unclear | Refusal): NotReadyYet | PlatformFailure => {
  switch (failure._tag) {
    case "Conflict":
      return new NotReadyYet({ reason: "Teams is still creating the team." })
    case "Unclear":
      return platformFailure(failure)
    case "Refusal":
      // "Failed to retrieve appliable Sku categories for the user": an owner isn't licensed (docs#10353, docs#19050).
      return new PlatformRefused({
        reason: failure.reason,
        remedy: "Assign a license that includes Microsoft Teams to each owner of the group, then retry."
      })
  }
}

export const rename = (
  client: Client,
  id: PlatformTeamId,
  to: { readonly name: string; readonly description: string }
): Effect.Effect<void, TeamNotFound | PlatformFailure> =>
  ofTeam(
    client,
    id,
    Effect.asVoid(
      client.send({
        method: "PATCH",
        path: `/teams/${id}`,
        body: { displayName: to.name, description: to.description },
        doing: "rename the team",
        needs: "TeamSettings.ReadWrite.All"
      })
    )
  )

const unknownApp = (app: string): PlatformRefused =>
  new PlatformRefused({
    reason: `The app ${app} isn't in the tenant's app catalog.`,
    remedy: "Check or remove TEAMS_APP_ID, then retry."
  })

/** `app`: the id in the tenant's own catalog; undefined: there is none to install. */
export const installApp = (
  client: Client,
  id: PlatformTeamId,
  app: string | undefined
): Effect.Effect<void, TeamNotFound | PlatformFailure> =>
  app === undefined
    ? Effect.void
    : client
        .send({
          method: "POST",
          path: `/teams/${id}/installedApps`,
          body: { "teamsApp@odata.bind": bind("appCatalogs/teamsApps", app) },
          doing: "install the app in the team",
          needs: "TeamsAppInstallation.ReadWriteSelfForTeam.All"
        })
        .pipe(
          Effect.asVoid,
          Effect.catch((failure): Effect.Effect<void, TeamNotFound | PlatformFailure> => {
            // It is installed already.
            if (failure._tag === "Conflict") return Effect.void
            const failed = ofTeam(client, id, Effect.fail(failure))
            if (failure._tag !== "Missing") return failed
            return Effect.flatMap(readLink(client, id), (team) =>
              Option.isNone(team) ? failed : Effect.fail(unknownApp(app))
            )
          })
        )
