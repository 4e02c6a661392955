import type { PlatformFailure, TeamNotFound } from "@incident-teams/application/ports/CollaborationPlatform"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { Effect, Schema } from "effect"
import type { GraphClient } from "../GraphClient.ts"
import type { CallFailure } from "../wire/CallFailure.ts"
import { bind } from "../wire/GraphRequest.ts"
import { ofTeam } from "./ofTeam.ts"

type Client = GraphClient["Service"]

interface Page {
  readonly title: string
  readonly url: string
}

const Tab = Schema.Struct({
  id: Schema.String,
  configuration: Schema.optionalKey(
    Schema.NullOr(Schema.Struct({ contentUrl: Schema.optionalKey(Schema.NullOr(Schema.String)) }))
  )
})
type Tab = typeof Tab.Type

const Channel = Schema.Struct({ id: Schema.String, tabs: Schema.optionalKey(Schema.Array(Tab)) })

/** The app behind "Website" tabs, which needs no installation (Graph: configuring the built-in tab types). */
const websiteApp = "com.microsoft.teamspace.tab.web"

/** A tab of an app of ours names what it shows (the incident's id); a website tab names nothing. */
const configurationOf = ({ url }: Page, app: string) => ({
  entityId: app === websiteApp ? null : decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? ""),
  contentUrl: url,
  websiteUrl: url,
  removeUrl: null
})

const tabsPath = (id: PlatformTeamId, channel: string): string =>
  `/teams/${id}/channels/${encodeURIComponent(channel)}/tabs`

const listTabs = (
  client: Client,
  id: PlatformTeamId,
  channel: string
): Effect.Effect<ReadonlyArray<Tab>, CallFailure> =>
  client.list(
    {
      method: "GET",
      path: tabsPath(id, channel),
      doing: "read the tabs of the channel",
      needs: "TeamsTab.ReadWriteForTeam.All"
    },
    Tab
  )

/** The main channel, which needn't be called General, with its tabs in the same answer where the service expands them. */
const mainChannel = (client: Client, id: PlatformTeamId) =>
  Effect.gen(function* () {
    const channel = yield* client.json(
      {
        method: "GET",
        path: `/teams/${id}/primaryChannel`,
        query: { $select: "id", $expand: "tabs" },
        doing: "read the team's main channel",
        needs: "Channel.ReadBasic.All"
      },
      Channel
    )
    return { id: channel.id, tabs: channel.tabs ?? (yield* listTabs(client, id, channel.id)) }
  })

const isOurs =
  ({ url }: Page) =>
  ({ configuration }: Tab): boolean =>
    configuration?.contentUrl === url

/** Our page under the address that this deployment had before. */
const isMoved =
  ({ url }: Page) =>
  ({ configuration }: Tab): boolean => {
    const pinned = configuration?.contentUrl ?? ""
    return URL.canParse(pinned) && URL.canParse(url) && new URL(pinned).pathname === new URL(url).pathname
  }

/**
 * As a tab of our own app where there is one, in which Teams signs people in by itself. An app that isn't there or is
 * blocked doesn't keep the page from being pinned: it is a website tab then.
 */
const create = (
  client: Client,
  id: PlatformTeamId,
  channel: string,
  page: Page,
  app: string
): Effect.Effect<void, CallFailure> =>
  app === websiteApp
    ? createAs(client, id, channel, page, app)
    : createAs(client, id, channel, page, app).pipe(
        Effect.catchTag("Refusal", (failure) =>
          failure.status === 400 || failure.status === 403
            ? createAs(client, id, channel, page, websiteApp)
            : Effect.fail(failure)
        )
      )

const createAs = (
  client: Client,
  id: PlatformTeamId,
  channel: string,
  page: Page,
  app: string
): Effect.Effect<void, CallFailure> =>
  client
    .send({
      method: "POST",
      path: tabsPath(id, channel),
      body: {
        displayName: page.title,
        "teamsApp@odata.bind": bind("appCatalogs/teamsApps", app),
        configuration: configurationOf(page, app)
      },
      doing: "pin the Incident page",
      needs: "TeamsTab.ReadWriteForTeam.All"
    })
    .pipe(
      Effect.asVoid,
      // "Value cannot be null", although the tab was made (docs#7450).
      Effect.catchTags({
        Refusal: (failure) =>
          failure.status === 400 ? unlessPinned(client, id, channel, page, failure) : Effect.fail(failure),
        Conflict: (failure) => unlessPinned(client, id, channel, page, failure)
      })
    )

const unlessPinned = (
  client: Client,
  id: PlatformTeamId,
  channel: string,
  page: Page,
  failure: CallFailure
): Effect.Effect<void, CallFailure> =>
  Effect.flatMap(listTabs(client, id, channel), (tabs) =>
    tabs.some(isOurs(page)) ? Effect.void : Effect.fail(failure)
  )

/** A tab that isn't there any more is gone. */
const remove = (client: Client, id: PlatformTeamId, channel: string, tab: Tab): Effect.Effect<void, CallFailure> =>
  client
    .send({
      method: "DELETE",
      path: `${tabsPath(id, channel)}/${encodeURIComponent(tab.id)}`,
      doing: "remove a duplicate tab of the Incident page",
      needs: "TeamsTab.ReadWriteForTeam.All"
    })
    .pipe(
      Effect.asVoid,
      Effect.catchTag("Missing", () => Effect.void)
    )

const move = (
  client: Client,
  id: PlatformTeamId,
  channel: string,
  tab: Tab,
  page: Page,
  app: string
): Effect.Effect<void, CallFailure> =>
  Effect.asVoid(
    client.send({
      method: "PATCH",
      path: `${tabsPath(id, channel)}/${encodeURIComponent(tab.id)}`,
      body: { configuration: configurationOf(page, app) },
      doing: "update the address of the Incident page",
      needs: "TeamsTab.ReadWriteForTeam.All"
    })
  )

/**
 * Pins the page in the main channel, exactly once: creating a tab isn't idempotent, so what is pinned is read first.
 * `app`: ours in the tenant's catalog, if there is one.
 */
export const pinPage = (
  client: Client,
  id: PlatformTeamId,
  page: Page,
  app: string = websiteApp
): Effect.Effect<void, TeamNotFound | PlatformFailure> =>
  ofTeam(
    client,
    id,
    Effect.gen(function* () {
      const channel = yield* mainChannel(client, id)
      const ours = channel.tabs.filter(isOurs(page))
      const moved = channel.tabs.filter((tab) => !isOurs(page)(tab) && isMoved(page)(tab))
      const [first] = moved
      if (ours.length === 0 && first === undefined) return yield* create(client, id, channel.id, page, app)
      if (ours.length === 0 && first !== undefined) yield* move(client, id, channel.id, first, page, app)
      const surplus = ours.length === 0 ? moved.slice(1) : [...ours.slice(1), ...moved]
      for (const tab of surplus) yield* remove(client, id, channel.id, tab)
    })
  )
