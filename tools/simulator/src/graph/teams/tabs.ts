import { randomUUID } from "node:crypto"
import { Hono } from "hono"
import { isObject, type UncheckedObject } from "../../platform/json.ts"
import type { Channel, Tab, Team } from "../../platform/Team.ts"
import type { Tenant } from "../../platform/Tenant.ts"
import type { World } from "../../platform/World.ts"
import { allow } from "../allow.ts"
import type { GraphContext, GraphEnv } from "../GraphEnv.ts"
import { GraphFailure } from "../GraphFailure.ts"
import { boundKey, jsonBody, textOf } from "../jsonBody.ts"
import { metadata, page, selectProperties } from "../odata/answer.ts"
import { queryOf } from "../odata/query.ts"
import { channelOf, teamOf } from "./TeamCall.ts"
import { createTabs, readTabs, writeTabs } from "./teamPermissions.ts"
import { tabResource, websiteTabApp } from "./teamResource.ts"

const bad = (message: string): GraphFailure => new GraphFailure(400, "BadRequest", message)

const configurationOf = (body: UncheckedObject, before: Tab["configuration"]): Tab["configuration"] => {
  const configuration = body["configuration"]
  if (configuration === undefined || configuration === null) return before
  if (!isObject(configuration)) throw bad("Invalid value specified for property 'configuration'.")
  const text = (name: keyof Tab["configuration"]): string | null =>
    Object.hasOwn(configuration, name) ? (textOf(configuration, name) ?? null) : before[name]
  return {
    entityId: text("entityId"),
    contentUrl: text("contentUrl"),
    websiteUrl: text("websiteUrl"),
    removeUrl: text("removeUrl")
  }
}

const checkUrl = (url: string | null): void => {
  if (url !== null && !/^https?:\/\/\S+$/i.test(url)) throw bad(`'${url}' isn't a valid URL for a tab.`)
}

const checkArchived = (tenant: Tenant, team: Team): void => {
  if (team.isArchived && tenant.state.behavior.tabsOfArchivedTeam === "refuse") {
    throw new GraphFailure(403, "Forbidden", "The team is archived: its tabs can't be changed.")
  }
}

const tabOf = (c: GraphContext, channel: Channel): Tab => {
  const tab = channel.tabs.find((candidate) => candidate.id === c.req.param("tab") && candidate.hiddenAt === null)
  if (!tab) throw new GraphFailure(404, "NotFound", "Tab not found.", { inner: { code: "ItemNotFound" } })
  return tab
}

/** Returns the tabs that reads show now. */
export const visibleTabs = (tenant: Tenant, team: Team, channel: Channel, withApp: boolean) => {
  const now = tenant.clock.now()
  return channel.tabs
    .filter((tab) => tab.visibleAt <= now && (tab.hiddenAt === null || tab.hiddenAt > now))
    .map((tab) => tabResource(tenant, team, channel, tab, withApp))
}

/** Tabs of a channel: list, pin, read, change, delete. Graph doesn't prevent two tabs with the same address. */
export const tabs = (world: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()
  const path = "/teams/:team/channels/:channel/tabs"

  app.get(path, allow(readTabs, "teams"), (c) => {
    const tenant = c.get("tenant")
    const team = teamOf(c)
    const channel = channelOf(c, team)
    const query = queryOf(c)
    const items = visibleTabs(tenant, team, channel, query.expand.includes("teamsApp")).filter(
      (item) => query.filter?.test(item) ?? true
    )
    const found = page(c, world, query, items, {
      context: `teams('${team.id}')/channels('${encodeURIComponent(channel.id)}')/tabs`
    })
    const value = found.value.map((item) => selectProperties(item, query.select))
    return c.json({ ...found, "@odata.count": items.length, value })
  })

  app.post(path, allow(createTabs, "teams"), async (c) => {
    const tenant = c.get("tenant")
    const team = teamOf(c)
    const channel = channelOf(c, team)
    checkArchived(tenant, team)
    const body = await jsonBody(c)
    const teamsAppId = boundKey(textOf(body, "teamsApp@odata.bind") ?? "", "appCatalogs/teamsApps")
    if (teamsAppId === undefined) throw bad("Invalid bind property name teamsApp in request.")
    const displayName = textOf(body, "displayName")
    if (displayName === undefined || displayName.trim() === "" || displayName.length > 128) {
      throw bad("A tab needs a displayName of at most 128 characters.")
    }
    if (teamsAppId !== websiteTabApp && !team.installedApps.some((installed) => installed.teamsAppId === teamsAppId)) {
      throw bad(
        `App id ${teamsAppId} needs to be installed to the team ${team.id}:${channel.id} and be in an unblocked state to install/update a tab`
      )
    }
    const configuration = configurationOf(body, { entityId: null, contentUrl: null, websiteUrl: null, removeUrl: null })
    if (body["configuration"] !== undefined && configuration.contentUrl === null) {
      throw bad("contentUrl is required in the configuration of a tab.")
    }
    checkUrl(configuration.contentUrl)
    checkUrl(configuration.websiteUrl)
    const visibleAt = tenant.after(tenant.state.behavior.tabLagMillis)
    const tab: Tab = { id: randomUUID(), displayName, teamsAppId, configuration, visibleAt, hiddenAt: null }
    channel.tabs.push(tab)
    tenant.changed()
    return c.json(
      { "@odata.context": contextOf(team, channel), ...tabResource(tenant, team, channel, tab, false) },
      201
    )
  })

  app.get(`${path}/:tab`, allow(readTabs, "teams"), (c) => {
    const team = teamOf(c)
    const channel = channelOf(c, team)
    const { expand, select } = queryOf(c)
    const tab = tabResource(c.get("tenant"), team, channel, tabOf(c, channel), expand.includes("teamsApp"))
    return c.json({ "@odata.context": contextOf(team, channel), ...selectProperties(tab, select) })
  })

  app.patch(`${path}/:tab`, allow(writeTabs, "teams"), async (c) => {
    const tenant = c.get("tenant")
    const team = teamOf(c)
    const channel = channelOf(c, team)
    checkArchived(tenant, team)
    const tab = tabOf(c, channel)
    const body = await jsonBody(c)
    if (body["teamsApp@odata.bind"] !== undefined) throw bad("The teamsApp of a tab can't be changed.")
    const configuration = configurationOf(body, tab.configuration)
    checkUrl(configuration.contentUrl)
    checkUrl(configuration.websiteUrl)
    tab.displayName = textOf(body, "displayName") ?? tab.displayName
    tab.configuration = configuration
    tenant.changed()
    return c.json({ "@odata.context": contextOf(team, channel), ...tabResource(tenant, team, channel, tab, false) })
  })

  app.delete(`${path}/:tab`, allow(writeTabs, "teams"), (c) => {
    const tenant = c.get("tenant")
    const team = teamOf(c)
    const channel = channelOf(c, team)
    checkArchived(tenant, team)
    removeTab(tenant, channel, tabOf(c, channel))
    return c.body(null, 204)
  })

  return app
}

const contextOf = (team: Team, channel: Channel): string =>
  metadata(`teams('${team.id}')/channels('${encodeURIComponent(channel.id)}')/tabs/$entity`)

/** Deletes a tab; lists may show it until the lag has passed. */
export const removeTab = (tenant: Tenant, channel: Channel, tab: Tab): void => {
  const now = tenant.clock.now()
  tab.hiddenAt = tenant.after(tenant.state.behavior.tabLagMillis)
  channel.tabs = channel.tabs.filter(({ hiddenAt }) => hiddenAt === null || hiddenAt > now)
  tenant.changed()
}
