import { X509Certificate } from "node:crypto"
import { Hono } from "hono"
import { armAudience, exchangeAudience, graphAudience } from "../platform/bearerToken.ts"
import {
  type Application,
  type DirectoryUser,
  directoryRoles,
  type FederatedCredential,
  groupUnifiedTemplate
} from "../platform/Directory.ts"
import { guidOf } from "../platform/guid.ts"
import { isObject, type UncheckedObject } from "../platform/json.ts"
import type { World } from "../platform/World.ts"
import { colleagues } from "../sample/colleagues.ts"
import { bodyOf, ControlFailure, optionalText, requiredText, tenantOf, textList } from "./ControlFailure.ts"
import { findApplication, findGroup, findUser } from "./find.ts"

/** The most people that one request adds. */
const maximumAtOnce = 100_000

/** Changes of an administrator: people, groups, the group policy, applications. */
export const directory = (world: World): Hono => {
  const app = new Hono()

  app.get("/tenants/:tenant/users/:user", (c) => c.json(findUser(tenantOf(world, c), c.req.param("user"))))

  // Creates or changes: {"displayName", "mail", "accountEnabled", "teamsLicense", "userType", …}.
  app.put("/tenants/:tenant/users/:user", async (c) => {
    const tenant = tenantOf(world, c)
    const key = c.req.param("user")
    const body = await bodyOf(c)
    const known = tenant.user(key)
    const created: DirectoryUser = {
      id: guidOf(`${tenant.id}/${key}`),
      displayName: key,
      givenName: null,
      surname: null,
      userPrincipalName: key.includes("@") ? key : `${key}@${tenant.state.domain}`,
      mail: null,
      jobTitle: null,
      department: null,
      userType: "Member",
      accountEnabled: true,
      teamsLicense: true
    }
    const user = known ?? created
    Object.assign(user, readUser(body))
    tenant.state.users[user.id] = user
    tenant.changed()
    return c.json(user, known ? 200 : 201)
  })

  // Adds generated people: {"count": 50000}.
  app.post("/tenants/:tenant/users", async (c) => {
    const tenant = tenantOf(world, c)
    const { count } = await bodyOf(c)
    if (!Number.isInteger(count) || Number(count) < 1 || Number(count) > maximumAtOnce) {
      throw new ControlFailure(400, `'count' must be a whole number from 1 to ${maximumAtOnce}.`)
    }
    for (const person of colleagues(Number(count))) tenant.state.users[person.id] ??= { ...person }
    tenant.changed()
    return c.json({ users: Object.keys(tenant.state.users).length }, 201)
  })

  app.patch("/tenants/:tenant/users/:user", async (c) => {
    const tenant = tenantOf(world, c)
    const user = findUser(tenant, c.req.param("user"))
    Object.assign(user, readUser(await bodyOf(c)))
    tenant.changed()
    return c.json(user)
  })

  // Removes the user from the directory, from groups and from teams.
  app.delete("/tenants/:tenant/users/:user", (c) => {
    const tenant = tenantOf(world, c)
    const { id } = findUser(tenant, c.req.param("user"))
    delete tenant.state.users[id]
    for (const group of Object.values(tenant.state.groups)) {
      group.members = group.members.filter((member) => member !== id)
      group.owners = group.owners.filter((owner) => owner !== id)
    }
    for (const team of Object.values(tenant.state.teams))
      team.members = team.members.filter(({ userId }) => userId !== id)
    tenant.changed()
    return c.body(null, 204)
  })

  app.get("/tenants/:tenant/groups/:group", (c) => c.json(findGroup(tenantOf(world, c), c.req.param("group"))))

  // Creates a security group or changes its members: {"displayName", "members": [user or group keys and ids]}.
  app.put("/tenants/:tenant/groups/:group", async (c) => {
    const tenant = tenantOf(world, c)
    const key = c.req.param("group")
    const body = await bodyOf(c)
    const idOf = (name: string): string =>
      tenant.state.groups[name] || tenant.state.things[name] ? name : memberId(name)
    const memberId = (name: string): string => {
      try {
        return findGroup(tenant, name).id
      } catch {
        return findUser(tenant, name).id
      }
    }
    const members = body["members"] === undefined ? undefined : textList(body["members"], "members").map(idOf)
    const now = tenant.clock.now()
    const id = /^[0-9a-f-]{36}$/i.test(key) ? key.toLowerCase() : guidOf(`${tenant.id}/group/${key}`)
    const known = tenant.state.groups[id]
    tenant.state.groups[id] = {
      id,
      displayName: optionalText(body, "displayName") ?? known?.displayName ?? key,
      description: optionalText(body, "description") ?? known?.description ?? null,
      mail: null,
      mailEnabled: false,
      mailNickname: known?.mailNickname ?? key,
      securityEnabled: true,
      groupTypes: [],
      visibility: null,
      uniqueName: null,
      owners: known?.owners ?? [],
      members: members ?? known?.members ?? [],
      createdAt: known?.createdAt ?? now,
      replicatedAt: now,
      indexedAt: now,
      deletedAt: null,
      boundAtCreation: []
    }
    tenant.changed()
    return c.json(tenant.state.groups[id], known ? 200 : 201)
  })

  app.put("/tenants/:tenant/groups/:group/members/:user", (c) => {
    const tenant = tenantOf(world, c)
    const group = findGroup(tenant, c.req.param("group"))
    const { id } = findUser(tenant, c.req.param("user"))
    if (!group.members.includes(id)) group.members.push(id)
    tenant.changed()
    return c.body(null, 204)
  })

  app.delete("/tenants/:tenant/groups/:group/members/:user", (c) => {
    const tenant = tenantOf(world, c)
    const group = findGroup(tenant, c.req.param("group"))
    const { id } = findUser(tenant, c.req.param("user"))
    group.members = group.members.filter((member) => member !== id)
    tenant.changed()
    return c.body(null, 204)
  })

  // A device, service principal or contact, which groups may hold: {"type", "displayName"}.
  app.put("/tenants/:tenant/things/:thing", async (c) => {
    const tenant = tenantOf(world, c)
    const body = await bodyOf(c)
    const type = optionalText(body, "type") ?? "device"
    if (type !== "device" && type !== "servicePrincipal" && type !== "orgContact") {
      throw new ControlFailure(400, "'type' must be one of device, servicePrincipal, orgContact.")
    }
    const id = guidOf(`${tenant.id}/thing/${c.req.param("thing")}`)
    tenant.state.things[id] = { id, type, displayName: optionalText(body, "displayName") ?? c.req.param("thing") }
    tenant.changed()
    return c.json(tenant.state.things[id], 201)
  })

  // Values of Group.Unified: {"EnableGroupCreation": "false", "PrefixSuffixNamingRequirement": "INC-[GroupName]", …}.
  app.patch("/tenants/:tenant/group-policy", async (c) => {
    const tenant = tenantOf(world, c)
    const change = await bodyOf(c)
    let setting = tenant.state.groupSettings.find(({ templateId }) => templateId === groupUnifiedTemplate)
    if (!setting) {
      setting = {
        id: guidOf(`${tenant.id}/setting`),
        displayName: "Group.Unified",
        templateId: groupUnifiedTemplate,
        values: []
      }
      tenant.state.groupSettings.push(setting)
    }
    for (const [name, value] of Object.entries(change)) {
      if (typeof value !== "string") throw new ControlFailure(400, `'${name}' must be a string, as Graph has it.`)
      const known = setting.values.find((candidate) => candidate.name === name)
      if (known) known.value = value
      else setting.values.push({ name, value })
    }
    tenant.changed()
    return c.json(setting)
  })

  // Without the setting object everyone may create groups.
  app.delete("/tenants/:tenant/group-policy", (c) => {
    const tenant = tenantOf(world, c)
    tenant.state.groupSettings = tenant.state.groupSettings.filter(
      ({ templateId }) => templateId !== groupUnifiedTemplate
    )
    tenant.changed()
    return c.body(null, 204)
  })

  // The expiration policy: {"groupLifetimeInDays": 180, "managedGroupTypes": "All"}; at least 30 days, as in Entra ID.
  app.put("/tenants/:tenant/lifecycle-policy", async (c) => {
    const tenant = tenantOf(world, c)
    const { groupLifetimeInDays, managedGroupTypes = "All" } = await bodyOf(c)
    if (typeof groupLifetimeInDays !== "number" || groupLifetimeInDays < 30) {
      throw new ControlFailure(400, "'groupLifetimeInDays' must be a number of at least 30.")
    }
    if (managedGroupTypes !== "All" && managedGroupTypes !== "Selected" && managedGroupTypes !== "None") {
      throw new ControlFailure(400, "'managedGroupTypes' must be one of All, Selected, None.")
    }
    const id = guidOf(`${tenant.id}/lifecycle-policy`)
    const createdAt = tenant.state.lifecyclePolicy?.createdAt ?? tenant.clock.now()
    tenant.state.lifecyclePolicy = { id, groupLifetimeInDays, managedGroupTypes, createdAt }
    tenant.changed()
    return c.json(tenant.state.lifecyclePolicy)
  })

  app.delete("/tenants/:tenant/lifecycle-policy", (c) => {
    const tenant = tenantOf(world, c)
    delete tenant.state.lifecyclePolicy
    tenant.changed()
    return c.body(null, 204)
  })

  app.get("/tenants/:tenant/applications", (c) =>
    c.json({ value: tenantOf(world, c).state.applications.map(({ secrets: _secrets, ...application }) => application) })
  )

  // Registers or changes: {"appId", "secrets": […], "roles": {"graph": […]}, "scopes": {"arm": […]}, "certificates": [PEM],
  // "publicClient": true, "redirectUris": [address], "federations": [{"issuer", "subject"}]}.
  app.put("/tenants/:tenant/applications/:application", async (c) => {
    const tenant = tenantOf(world, c)
    const key = c.req.param("application")
    const body = await bodyOf(c)
    const known = tenant.state.applications.find((candidate) => candidate.key === key)
    const application: Application = known ?? {
      key,
      appId: optionalText(body, "appId")?.toLowerCase() ?? guidOf(`${tenant.id}/application/${key}`),
      objectId: optionalText(body, "objectId")?.toLowerCase() ?? guidOf(`${tenant.id}/principal/${key}`),
      displayName: key,
      secrets: [],
      certificates: [],
      publicClient: false,
      redirectUris: [],
      roles: {},
      scopes: {}
    }
    application.displayName = optionalText(body, "displayName") ?? application.displayName
    if (body["secrets"] !== undefined) application.secrets = textList(body["secrets"], "secrets")
    if (body["certificates"] !== undefined) application.certificates = certificatesOf(body["certificates"])
    if (body["redirectUris"] !== undefined) application.redirectUris = redirectUrisOf(body["redirectUris"])
    if (body["federations"] !== undefined) application.federations = federationsOf(body["federations"])
    if (typeof body["publicClient"] === "boolean") application.publicClient = body["publicClient"]
    if (body["roles"] !== undefined)
      application.roles = { ...application.roles, ...grants(body["roles"], tenant.state.applications) }
    if (body["scopes"] !== undefined)
      application.scopes = { ...application.scopes, ...grants(body["scopes"], tenant.state.applications) }
    if (!known) tenant.state.applications.push(application)
    tenant.changed()
    const { secrets: _secrets, ...shown } = application
    return c.json(shown, known ? 200 : 201)
  })

  app.post("/tenants/:tenant/applications/:application/certificates", async (c) => {
    const tenant = tenantOf(world, c)
    const application = findApplication(tenant, c.req.param("application"))
    application.certificates.push(...certificatesOf([requiredText(await bodyOf(c), "pem")]))
    tenant.changed()
    return c.body(null, 204)
  })

  return app
}

const redirectUrisOf = (value: unknown): Array<string> =>
  textList(value, "redirectUris").map((address) => {
    if (URL.canParse(address)) return address
    throw new ControlFailure(400, `'${address}' isn't a valid URL.`)
  })

/** Whose tokens prove the application. */
const federationsOf = (value: unknown): Array<FederatedCredential> => {
  if (!Array.isArray(value)) throw new ControlFailure(400, "'federations' must be a list.")
  return value.map((given: unknown, at) => {
    if (!isObject(given)) throw new ControlFailure(400, "Each of 'federations' must be an object.")
    const name = `control-${at}`
    const [issuer, subject] = [requiredText(given, "issuer"), requiredText(given, "subject")]
    return { id: guidOf(name), name, issuer, subject, audiences: [exchangeAudience] }
  })
}

const certificatesOf = (value: unknown): Array<string> =>
  textList(value, "certificates").map((pem) => {
    try {
      return new X509Certificate(pem).toString()
    } catch {
      throw new ControlFailure(400, "A certificate must be an X.509 certificate in PEM.")
    }
  })

/** `{"graph": ["Group.ReadWrite.All"]}`: lists by audience, where `graph`, `arm` and application keys are shorthands. */
const grants = (value: unknown, applications: ReadonlyArray<Application>): Record<string, Array<string>> => {
  if (!isObject(value)) throw new ControlFailure(400, "Grants must be an object: lists of names by audience.")
  const audience = (name: string): string =>
    ({ graph: graphAudience, arm: armAudience })[name] ?? applications.find(({ key }) => key === name)?.appId ?? name
  return Object.fromEntries(Object.entries(value).map(([name, list]) => [audience(name), textList(list, name)]))
}

const readUser = (body: UncheckedObject): Partial<DirectoryUser> => {
  const texts = new Set(["displayName", "givenName", "surname", "userPrincipalName", "mail", "jobTitle", "department"])
  const flags = new Set(["accountEnabled", "teamsLicense"])
  for (const [name, value] of Object.entries(body)) {
    const good =
      (texts.has(name) && (typeof value === "string" || value === null)) ||
      (flags.has(name) && typeof value === "boolean") ||
      (name === "userType" && (value === "Member" || value === "Guest")) ||
      (name === "directoryRoles" && textList(value, name).every((role) => Object.hasOwn(directoryRoles, role)))
    if (!good) throw new ControlFailure(400, `A user's '${name}' can't be ${JSON.stringify(value)}.`)
  }
  return body
}
