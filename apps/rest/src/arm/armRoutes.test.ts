import { LiveChanges } from "@incident-teams/application/live/LiveChanges"
import { CollaborationPlatform, PlatformRefused } from "@incident-teams/application/ports/CollaborationPlatform"
import { handOn } from "@incident-teams/application/testing/Hand"
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { refusal, team, version, whileWorking } from "../../testing/armRequests.ts"
import { restUnderTest, type Sent } from "../../testing/restUnderTest.ts"
import { applications, sample, tier1 } from "../../testing/sampleCallers.ts"
import { sentinelAt } from "../../testing/sampleWorkspace.ts"
import { type TestCaller, tokenOf } from "../../testing/testTokens.ts"
import { armRoutes } from "./armRoutes.ts"

let rest = restUnderTest()
beforeEach(() => {
  rest = restUnderTest()
})
afterEach(() => rest.settled())

const base = `${sentinelAt}/incidents`

const arm = (method: string, below: string, sent: Sent = {}) =>
  rest.send(method, `${base}${below}${below.includes("?") ? "&" : "?"}${version}`, { as: "ben", ...sent })

describe("createTeam", () => {
  const made = async (as: TestCaller = "ben") => {
    const incident = await rest.newIncident({ title: "Phishing" })
    const at = incident.armId.slice(base.length)
    const answer = await whileWorking(rest, arm("POST", `${at}/createTeam`, { as, body: team }))
    return { incident, at, answer }
  }

  it("joins a repetition by the same caller, in any spelling of the same body", async () => {
    const { at, answer } = await made()
    const again = { groupIds: null, somethingNew: 1, ...team, memberIds: [sample.dev.id.toUpperCase()] }
    expect(await arm("POST", `${at}/createTeam`, { body: again })).toMatchObject({ status: 200, body: answer.body })
    expect(await arm("POST", `${at}/createTeam`, { body: { ...team, teamName: "Other" } })).toMatchObject(
      refusal(409, "Conflict", "already has a team")
    )
    expect(await arm("POST", `${at}/createTeam`, { as: "playbook", body: team })).toMatchObject(
      refusal(409, "Conflict")
    )
    expect(await rest.teams()).toHaveLength(1)
  })

  it("makes one team of two equal requests at once, and answers both", async () => {
    const { armId } = await rest.newIncident()
    const at = `${armId.slice(base.length)}/createTeam`
    const both = await whileWorking(
      rest,
      Promise.all([arm("POST", at, { body: team }), arm("POST", at, { body: team })])
    )
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    expect(both[0].body).toEqual(both[1].body)
    expect(await rest.teams()).toHaveLength(1)
  })

  it("has the client ask again at once when the server stops, and the team is made all the same", async () => {
    const { armId } = await rest.newIncident()
    const waiting = arm("POST", `${armId.slice(base.length)}/createTeam`, { body: team })
    const teams = async () => (await rest.send("GET", "/v1/teams", { as: "ben" })).body.items
    await expect.poll(teams).toHaveLength(1)
    await rest.run(Effect.flatMap(LiveChanges, ({ stop }) => stop))
    const answer = await waiting
    expect(answer).toMatchObject(refusal(503, "ServiceUnavailable"))
    expect(answer.headers.get("retry-after")).toBe("10")
    await rest.work()
    expect(await rest.teams()).toHaveLength(1)
  })

  it("has the client ask again where the team takes longer, and answers then", async () => {
    rest = restUnderTest({ patienceMillis: 0 })
    const { armId } = await rest.newIncident()
    const at = `${armId.slice(base.length)}/createTeam`
    const first = await arm("POST", at, { body: team })
    expect(first).toMatchObject(refusal(503, "ServiceUnavailable"))
    expect(first.headers.get("retry-after")).toBe("10")
    await rest.work()
    expect(await arm("POST", at, { body: team })).toMatchObject({ status: 200, body: { name: team.teamName } })
  })

  it("says what a person has to do where the team can't be completed", async () => {
    const incident = await rest.newIncident()
    await rest.use(handOn(CollaborationPlatform), (hand) =>
      hand.failNext("ensureGroup", new PlatformRefused({ reason: "The tenant is full.", remedy: "Make room." }))
    )
    const answer = await whileWorking(
      rest,
      arm("POST", `${incident.armId.slice(base.length)}/createTeam`, { body: team })
    )
    expect(answer).toMatchObject(refusal(409, "TeamCreationBlocked", "The tenant is full."))
  })

  it("adds no comment to the incident where the request says so", async () => {
    const quiet = await rest.newIncident()
    const body = { ...team, announce: false }
    await whileWorking(rest, arm("POST", `${quiet.armId.slice(base.length)}/createTeam`, { body }))
    const first = await rest.send("GET", `/v1/incidents/${quiet.id}/team`, { as: "ben" })
    expect(first.body.announcement).toEqual({ status: "notAsked" })
    const loud = await rest.newIncident()
    await rest.send("POST", `/v1/incidents/${loud.id}/team`, { as: "ben", body: { announce: false } })
    const second = await rest.send("GET", `/v1/incidents/${loud.id}/team`, { as: "ben" })
    expect(second.body.announcement).toEqual({ status: "notAsked" })
  })

  it("leaves the ETag as it was where no comment is added, so that a playbook can write with the one it has (bad day 19)", async () => {
    const write = async (announce: boolean) => {
      const { id, etag } = await rest.newIncident()
      await rest.send("POST", `/v1/incidents/${id}/team`, { as: "ben", body: { announce } })
      await rest.work()
      const headers = { "if-match": etag }
      return (await rest.send("PATCH", `/v1/incidents/${id}`, { as: "ben", body: { status: "Active" }, headers }))
        .status
    }
    expect(await write(false)).toBe(200)
    expect(await write(true)).toBe(412)
  })

  it("makes a standby owner the owner where an application asks, or whom it names", async () => {
    const { answer, incident } = await made("playbook")
    expect(answer.status).toBe(200)
    const { body } = await rest.send("GET", `/v1/incidents/${incident.id}/team`, { as: "ben" })
    expect(body.owners).toEqual([{ id: sample.ines.id, name: sample.ines.name }])
    expect(body.createdBy).toMatchObject({ id: applications.playbook.id })
    const other = await rest.newIncident()
    const named = { ...team, owner: sample.ben.id, groupIds: [tier1.id] }
    await whileWorking(
      rest,
      arm("POST", `${other.armId.slice(base.length)}/createTeam`, { as: "playbook", body: named })
    )
    const second = await rest.send("GET", `/v1/incidents/${other.id}/team`, { as: "ben" })
    expect(second.body.owners).toEqual([{ id: sample.ben.id, name: sample.ben.name }])
  })

  it.each<[string, unknown, string]>([
    ["no name", { teamDescription: "x" }, "teamName"],
    ["a member that is no object id", { ...team, memberIds: ["dev"] }, "memberIds.0"],
    ["groups that are no list", { ...team, groupIds: tier1.id }, "groupIds"],
    ["somebody unknown", { ...team, memberIds: ["00000000-0000-4000-8000-0000000000ff"] }, "memberIds"],
    ["an unknown group", { ...team, groupIds: ["00000000-0000-4000-8000-0000000000ff"] }, "groupIds"],
    ["an endless name", { ...team, teamName: "x".repeat(300) }, "teamName"],
    ["an endless description", { ...team, teamDescription: "x".repeat(2_000) }, "teamDescription"]
  ])("refuses %s, naming the member", async (_, body, target) => {
    const { armId } = await rest.newIncident()
    const answer = await arm("POST", `${armId.slice(base.length)}/createTeam`, { body })
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "BadRequest", target } } })
    expect(await rest.teams()).toEqual([])
  })

  it("refuses a caller who may write incidents but not create groups, saying what is missing", async () => {
    const { armId } = await rest.newIncident()
    const answer = await arm("POST", `${armId.slice(base.length)}/createTeam`, { as: "chloe", body: team })
    expect(answer).toMatchObject(refusal(403, "AuthorizationFailed", "incidents/createTeam/action"))
    expect(answer.body.error.message).toContain("the right to create Microsoft 365 groups")
    expect(await rest.teams()).toEqual([])
  })

  it("refuses a closed incident, and one that isn't there", async () => {
    const { armId } = await rest.newIncident({ status: "Closed", classification: "Undetermined" })
    const at = `${armId.slice(base.length)}/createTeam`
    expect(await arm("POST", at, { body: team })).toMatchObject(refusal(409, "Conflict", "open incident"))
    expect(await arm("POST", "/nothing/createTeam", { body: team })).toMatchObject(refusal(404, "NotFound", "nothing"))
  })
})

describe("refusals are ARM's", () => {
  const address = (path: string) => path.replace(":incident", "some-incident").replace(":name", "some-name")
  const routes = armRoutes.map(({ method, path, action }) => [method, path, action] as const)

  it.each(routes)("%s %s without a token, with a bad one, and without a role", async (method, path, action) => {
    const at = address(path).slice("/incidents".length)
    const body = method === "PUT" || path.endsWith("createTeam") ? { body: { ...team, properties: {} } } : {}
    const nobody = await rest.send(method, `${base}${at}?${version}`, body)
    expect(nobody).toMatchObject(refusal(401, "InvalidAuthenticationToken"))
    expect(nobody.headers.get("www-authenticate")).toMatch(/^Bearer .*authorization_uri=/u)
    const expired = await tokenOf("ben", { lifetime: -3_600 })
    const late = await rest.send(method, `${base}${at}?${version}`, {
      ...body,
      headers: { authorization: `Bearer ${expired}` }
    })
    expect(late).toMatchObject(refusal(401, "InvalidAuthenticationToken", "expired"))
    expect(late.headers.get("www-authenticate")).toContain('error="invalid_token"')
    for (const as of ["elif", "stranger"] as const) {
      expect(await arm(method, at, { as, ...body })).toMatchObject(
        refusal(403, "AuthorizationFailed", `perform action '${action}' over scope '${base}${at}'`)
      )
    }
  })

  it.each(routes)("%s %s of a workspace that isn't served", async (method, path) => {
    const elsewhere = `${base.replace("workspace-soc", "workspace-other")}${address(path).slice("/incidents".length)}`
    const answer = await rest.send(method, `${elsewhere}?${version}`, { as: "ben" })
    expect(answer).toMatchObject(refusal(404, "ResourceNotFound", "workspaces/workspace-other"))
  })
})
