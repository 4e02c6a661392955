import { describe, expect, it } from "vitest"
import { sampleApplications, samplePeople } from "../sample/people.ts"
import { incidentsOf } from "../testing/sampleAzure.ts"
import { finishOperation, createTestTeam, member, simulation, type TestTenant, upsert } from "../testing/simulation.ts"

const running = simulation()
const { ben, dev } = samplePeople

const inject = async (tenant: TestTenant, rule: Readonly<Record<string, unknown>>): Promise<string> =>
  (await tenant.control("POST", "/faults", rule)).body.id
const archive = { surface: "graph", method: "POST", path: "/teams/{id}/archive" }
const upserting = { surface: "graph", method: "PATCH", path: "/groups(uniqueName='{key}')" }
const groupsMade = async (tenant: TestTenant): Promise<number> =>
  (await tenant.control("GET", "/truth")).body.counts.groupsWithoutTeam

describe("which requests a rule applies to", () => {
  it("as many as `times` says, after those that `after` lets pass", async () => {
    const tenant = await running.tenant()
    await inject(tenant, { path: "/groups", after: 1, times: 2, fault: { kind: "answer", status: 503 } })
    const statuses: Array<number> = []
    for (let call = 0; call < 5; call += 1) statuses.push((await tenant.graph("GET", "/groups?$top=1")).status)
    expect(statuses).toEqual([200, 503, 503, 200, 200])
  })

  it("by template, by regular expression, by method and by surface", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    const fault = { kind: "answer", status: 500 }
    for (const rule of [
      { path: "/teams/{id}" },
      { path: "/v1.0/teams/{id}" },
      { path: "/teams('{id}')" },
      { path: `^/teams/${id}$` },
      { method: "get", surface: "graph" }
    ]) {
      const ruleId = await inject(tenant, { ...rule, fault })
      expect((await tenant.graph("GET", `/teams('${id}')`)).status).toBe(500)
      await tenant.control("DELETE", `/faults/${ruleId}`)
    }
    await inject(tenant, { surface: "arm", fault })
    await inject(tenant, { method: "PUT", fault })
    await inject(tenant, { path: "/groups/{id}", fault })
    expect((await tenant.graph("GET", "/groups(uniqueName='incident-1')")).status).toBe(200)
    expect((await tenant.graph("GET", `/groups/${id}`)).status).toBe(500)
    await inject(tenant, { path: "/teams/{id}/archive", fault })
    expect((await tenant.graph("GET", `/teams/${id}`)).status).toBe(200)
  })

  it("with a probability, in a sequence that a seed repeats", async () => {
    const statuses = async () => {
      const tenant = await running.tenant()
      await tenant.control("PUT", "", { random: 7 })
      await tenant.control("PATCH", "/behavior", { throttling: false })
      await inject(tenant, { path: "/groups", probability: 0.5, fault: { kind: "answer", status: 503 } })
      const seen: Array<number> = []
      for (let call = 0; call < 20; call += 1) seen.push((await tenant.graph("GET", "/groups?$top=1")).status)
      return seen
    }
    const first = await statuses()
    expect(new Set(first)).toEqual(new Set([200, 503]))
    expect(await statuses()).toEqual(first)
  })

  it("never those of another tenant", async () => {
    const [one, other] = [await running.tenant(), await running.tenant()]
    await inject(one, { fault: { kind: "answer", status: 503 } })
    expect((await other.graph("GET", "/groups?$top=1")).status).toBe(200)
  })

  it.each([
    [{ fault: { kind: "meteor" } }, "kind"],
    [{ fault: { kind: "answer" } }, "status"],
    [{ fault: { kind: "answer", status: 503, retryafter: 1 } }, "retryafter"],
    [{ fault: { kind: "slow", millis: -1 } }, "millis"],
    [{ fault: { kind: "operation", ends: "well" } }, "ends"],
    [{ path: "^(", fault: { kind: "reset" } }, "path"],
    [{ times: 1.5, fault: { kind: "reset" } }, "times"],
    [{ surface: "sharepoint", fault: { kind: "reset" } }, "surface"],
    [{}, "fault"]
  ])("%j is refused by name", async (rule, word) => {
    const tenant = await running.tenant()
    await expect(inject(tenant, rule)).rejects.toThrow(new RegExp(`400.*${word}`))
  })
})

describe("answers", () => {
  it.each([0, 1, 2.128, 300, "Wed, 21 Oct 2026 07:28:00 GMT"])("429 with Retry-After %s", async (retryAfter) => {
    const tenant = await running.tenant()
    await inject(tenant, { fault: { kind: "answer", status: 429, retryAfter } })
    const answer = await tenant.graph("GET", "/groups")
    expect([answer.status, answer.headers.get("retry-after"), answer.body.error.code]).toEqual([
      429,
      String(retryAfter),
      "TooManyRequests"
    ])
  })

  it("429 until a date", async () => {
    const tenant = await running.tenant()
    const before = Date.now()
    await inject(tenant, { fault: { kind: "answer", status: 429, retryAt: 90 } })
    const until = (await tenant.graph("GET", "/groups")).headers.get("retry-after") ?? ""
    expect(until).toMatch(/^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$/u)
    expect(Date.parse(until)).toBeGreaterThanOrEqual(before + 90_000)
    expect(Date.parse(until)).toBeLessThanOrEqual(Date.now() + 91_000)
  })

  it("503 without Retry-After, 502 as an HTML page, 400 with a custom code", async () => {
    const tenant = await running.tenant()
    const once = (fault: object) => inject(tenant, { times: 1, fault: { kind: "answer", ...fault } })
    await once({ status: 503 })
    await once({ status: 502, body: "<html><body>502 Bad Gateway</body></html>" })
    await once({ status: 400, code: "Request_BadRequest", message: "Why not." })
    const unavailable = await tenant.graph("GET", "/groups")
    expect([unavailable.status, unavailable.headers.get("retry-after")]).toEqual([503, null])
    const gateway = await tenant.graph("GET", "/groups")
    expect([gateway.status, gateway.headers.get("content-type"), gateway.body]).toEqual([
      502,
      "text/html",
      expect.stringContaining("<html>")
    ])
    expect((await tenant.graph("GET", "/groups")).body.error).toMatchObject({
      code: "Request_BadRequest",
      message: "Why not."
    })
    expect((await tenant.graph("GET", "/groups")).status).toBe(200)
  })

  it("instead of the effect, or after it", async () => {
    const tenant = await running.tenant()
    const before = await inject(tenant, { ...upserting, fault: { kind: "answer", status: 503 } })
    expect((await upsert(tenant, "inc-1")).status).toBe(503)
    expect(await groupsMade(tenant)).toBe(0)
    await tenant.control("DELETE", `/faults/${before}`)
    await inject(tenant, { ...upserting, times: 1, fault: { kind: "answer", status: 503, afterEffect: true } })
    expect((await upsert(tenant, "inc-1")).status).toBe(503)
    expect(await groupsMade(tenant)).toBe(1)
    expect((await upsert(tenant, "inc-1")).status).toBe(204)
  })

  it("archive says 404 although it took effect (docs#8134)", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    await inject(tenant, { ...archive, fault: { kind: "answer", status: 404, afterEffect: true } })
    expect((await tenant.graph("POST", `/teams/${id}/archive`, {})).status).toBe(404)
    tenant.advance(30_000)
    expect((await tenant.graph("GET", `/teams/${id}`)).body.isArchived).toBe(true)
  })

  it("the token endpoint and ARM answer in their own words", async () => {
    const tenant = await running.tenant()
    await inject(tenant, { surface: "entra", path: "^/.+/token$", fault: { kind: "answer", status: 400 } })
    await expect(tenant.credential().getToken("https://graph.microsoft.com/.default")).rejects.toThrow("AADSTS90033")
    await inject(tenant, { surface: "arm", fault: { kind: "answer", status: 503 } })
    const authorization = `Bearer ${await tenant.token({ user: "ben", audience: "arm" })}`
    const arm = await fetch(`${running.base}/subscriptions/any`, { headers: { authorization } })
    expect([arm.status, await arm.json()]).toEqual([
      503,
      { error: { code: "ServiceUnavailable", message: expect.any(String) } }
    ])
  })

  it("a part of a $batch is throttled on its own inside a 200", async () => {
    const tenant = await running.tenant()
    await inject(tenant, { path: "/users/{id}", times: 1, fault: { kind: "answer", status: 429, retryAfter: 3 } })
    const requests = [ben, dev].map(({ id }, index) => ({ id: String(index), method: "GET", url: `/users/${id}` }))
    const { status, body } = await tenant.graph("POST", "/$batch", { requests })
    expect(status).toBe(200)
    expect(body.responses.map((part: { status: number }) => part.status).toSorted()).toEqual([200, 429])
    expect(body.responses.find((part: { status: number }) => part.status === 429).headers["retry-after"]).toBe("3")
  })
})

describe("the connection", () => {
  it("is reset before the effect, or after it", async () => {
    const tenant = await running.tenant()
    await inject(tenant, { ...upserting, times: 1, fault: { kind: "reset" } })
    await expect(upsert(tenant, "inc-1")).rejects.toThrow("fetch failed")
    expect(await groupsMade(tenant)).toBe(0)
    await inject(tenant, { ...upserting, times: 1, fault: { kind: "reset", afterEffect: true } })
    await expect(upsert(tenant, "inc-1")).rejects.toThrow("fetch failed")
    expect(await groupsMade(tenant)).toBe(1)
    const { body } = await tenant.control("GET", "/calls?surface=graph")
    expect(body.value.map(({ status, reset }: { status: number; reset: string }) => [status, reset])).toEqual([
      [0, "before"],
      [0, "after"]
    ])
  })

  it("breaks in the middle of the body", async () => {
    const tenant = await running.tenant()
    await inject(tenant, { path: "/users", times: 1, fault: { kind: "reset", midBody: true } })
    await expect(tenant.graph("GET", "/users?$top=50")).rejects.toThrow("terminated")
  })

  it("a body is cut although the status is a success", async () => {
    const tenant = await running.tenant()
    await inject(tenant, { path: "/groups", fault: { kind: "truncate", bytes: 20 } })
    await expect(tenant.graph("GET", "/groups")).rejects.toThrow(SyntaxError)
  })

  /** Upserts a group under a slow fault; returns how long the request waited before its effect and after it. */
  const slowUpsert = async (millis: number, afterEffect: boolean) => {
    const tenant = await running.tenant()
    await inject(tenant, { ...upserting, fault: { kind: "slow", millis, afterEffect } })
    expect((await upsert(tenant, "inc-1")).status).toBe(201)
    const { body: calls } = await tenant.control("GET", "/calls")
    const { body: truth } = await tenant.control("GET", "/truth")
    const call = calls.value.find(({ method }: { method: string }) => method === "PATCH")
    const before = Date.parse(truth.groupsWithoutTeam[0].createdAt) - Date.parse(call.at)
    return { before, after: call.durationMillis - before }
  }
  // Timers may end early by a little.
  const earlyMillis = 20

  it("is slow before the effect", async () => {
    expect((await slowUpsert(500, false)).before).toBeGreaterThan(500 - earlyMillis)
  })

  it("is slow after the effect", async () => {
    expect((await slowUpsert(500, true)).after).toBeGreaterThan(500 - earlyMillis)
  })
})

describe("a hold", () => {
  const held = async (tenant: TestTenant, fault: string) =>
    (await tenant.control("GET", `/faults/${fault}?untilHeld=240000`)).body.held

  it("keeps one request until it is released, before its effect or after it", async () => {
    const tenant = await running.tenant()
    for (const afterEffect of [false, true]) {
      const made = await groupsMade(tenant)
      const fault = await inject(tenant, { ...upserting, fault: { kind: "hold", afterEffect } })
      const answer = upsert(tenant, `inc-${made}`)
      expect(await held(tenant, fault)).toBe(1)
      expect(await groupsMade(tenant)).toBe(made + (afterEffect ? 1 : 0))
      expect((await upsert(tenant, `inc-${made}-more`)).status).toBe(201)
      expect((await tenant.control("POST", `/faults/${fault}/release`)).body).toEqual({ released: 1 })
      expect((await answer).status).toBe(201)
      await tenant.control("DELETE", `/faults/${fault}`)
    }
  })

  it.each([
    ["carries the request out although its sender has died", false],
    ["doesn't when it is dropped", true]
  ])("%s", async (_, drop) => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    const fault = await inject(tenant, { path: "/teams/{id}/members/add", fault: { kind: "hold" } })
    const dying = new AbortController()
    const answer = fetch(`${running.base}/v1.0/teams/${id}/members/add`, {
      method: "POST",
      signal: dying.signal,
      headers: {
        authorization: `Bearer ${await tenant.token({ application: "server", audience: "graph" })}`,
        "content-type": "application/json"
      },
      // More than the buffers between client and server can hold.
      body: JSON.stringify({
        values: Array.from({ length: 200 }, () => member("ben")),
        padding: "x".repeat(16_000_000)
      })
    })
    expect(await held(tenant, fault)).toBe(1)
    dying.abort()
    await expect(answer).rejects.toThrow("aborted")
    await tenant.control("POST", `/faults/${fault}/release`, { drop })
    const members = async () => (await tenant.control("GET", "/truth")).body.teams[0].members.length
    await expect
      .poll(async () => (await tenant.control("GET", "/calls")).body.value.at(-1).durationMillis)
      .toBeGreaterThan(0)
    expect(await members()).toBe(drop ? 2 : 3)
  })
})

describe("operations", () => {
  const run = async (fault: Readonly<Record<string, unknown>>) => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    await inject(tenant, { ...archive, fault: { kind: "operation", ...fault } })
    const accepted = await tenant.graph("POST", `/teams/${id}/archive`, {})
    const first = await tenant.graph("GET", accepted.headers.get("location")!)
    const operation = await finishOperation(tenant, accepted)
    const isArchived = (await tenant.graph("GET", `/teams/${id}`)).body.isArchived
    return { accepted, first, operation, isArchived }
  }

  it("fail without effect, with the error given", async () => {
    const { operation, isArchived } = await run({ ends: "fail", error: { code: "Conflict", message: "Busy." } })
    expect([operation.body.status, operation.body.error, isArchived]).toEqual([
      "failed",
      { code: "Conflict", message: "Busy." },
      false
    ])
  })

  it("fail although done", async () => {
    const { operation, isArchived } = await run({ ends: "failAfterEffect" })
    expect([operation.body.status, isArchived]).toEqual(["failed", true])
  })

  it("are stuck although done (dotnet#2418)", async () => {
    const { operation, isArchived } = await run({ ends: "stuck" })
    expect([operation.body.status, isArchived]).toEqual(["inProgress", true])
  })

  it("never end", async () => {
    const { operation, isArchived } = await run({ ends: "never" })
    expect([operation.body.status, isArchived]).toEqual(["inProgress", false])
  })

  it("can't be read any more once they have ended", async () => {
    const { first, operation, isArchived } = await run({ ends: "gone" })
    expect([first.status, operation.status, isArchived]).toEqual([200, 404, true])
  })

  it("have an unknown status until they end", async () => {
    const { first, operation } = await run({ ends: "unknown" })
    expect([first.body.status, operation.body.status]).toEqual(["unknownFutureValue", "succeeded"])
  })

  it("are missing for the first reads", async () => {
    const { first, operation } = await run({ missingReads: 1 })
    expect([first.status, operation.body.status]).toEqual([404, "succeeded"])
  })

  it("have no id that can be read", async () => {
    const { accepted, operation, isArchived } = await run({ zeroId: true })
    expect(accepted.headers.get("location")).toContain("00000000-0000-0000-0000-000000000000")
    expect([operation.status, isArchived]).toEqual([404, true])
  })

  it("take exactly as long as a fault says", async () => {
    const { operation, isArchived } = await run({ millis: 60_000 })
    expect([operation.body.status, isArchived]).toEqual(["inProgress", false])
  })
})

describe("Location", () => {
  it.each([
    ["quoted", (id: string) => `/teams('${id}')/operations('`],
    ["slash", (id: string) => `/teams/${id}/operations/`],
    ["absolute", (id: string) => `${running.base}/v1.0/teams('${id}')/operations('`],
    ["none", () => undefined]
  ])("%s", async (form, start) => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    await inject(tenant, { ...archive, fault: { kind: "location", form } })
    const accepted = await tenant.graph("POST", `/teams/${id}/archive`, {})
    expect(accepted.status).toBe(202)
    const location = accepted.headers.get("location") ?? undefined
    expect(location?.startsWith(start(id) ?? "")).toBe(start(id) === undefined ? undefined : true)
  })
})

describe("members", () => {
  it("are refused by id, in any order, and without user ids", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    const values = ["ben", "dev", "chloe", "elif", "farid", "greta"].map((key) => member(key))
    await inject(tenant, {
      path: "/teams/{id}/members/add",
      fault: { kind: "members", refuse: { [ben.id]: { code: "Forbidden", message: "No." } }, shuffle: true }
    })
    const { status, body } = await tenant.graph("POST", `/teams/${id}/members/add`, { values })
    expect(status).toBe(207)
    expect(body.value.map(({ userId }: { userId: string }) => userId)).not.toEqual(
      values.map((value) => value["user@odata.bind"].slice(-38, -2))
    )
    expect(body.value.filter(({ error }: { error: unknown }) => error !== null)).toEqual([
      expect.objectContaining({ userId: ben.id, error: { code: "Forbidden", message: "No." } })
    ])
    await tenant.control("DELETE", "/faults")
    await inject(tenant, { fault: { kind: "members", refuseAll: { code: "NotFound" }, withoutUserId: true } })
    const all = await tenant.graph("POST", `/teams/${id}/members/add`, { values })
    expect(
      all.body.value.map(({ userId, error }: { userId: unknown; error: { code: string } }) => [userId, error.code])
    ).toEqual(values.map(() => [null, "NotFound"]))
    expect((await tenant.control("GET", "/truth")).body.teams[0].members).toHaveLength(7)
  })
})

describe("pages and tokens", () => {
  it("an empty page leads on to the real one", async () => {
    const tenant = await running.tenant()
    await inject(tenant, { path: "/users", times: 1, fault: { kind: "emptyPage" } })
    const client = tenant.client()
    const empty = await client.api("/users").top(3).get()
    expect(empty.value).toEqual([])
    expect((await client.api(empty["@odata.nextLink"]).get()).value).toHaveLength(3)
  })

  it("an empty page of Resource Manager leads on as Resource Manager does", async () => {
    const tenant = await running.tenant()
    await inject(tenant, { surface: "arm", times: 1, fault: { kind: "emptyPage" } })
    const headers = { authorization: `Bearer ${await tenant.token({ user: "ben", audience: "arm" })}` }
    const list = `${running.base}${incidentsOf("soc-prod")}?api-version=2025-09-01`
    const ask = async (url: string) => (await fetch(url, { headers })).json()
    expect(await ask(list)).toEqual({ value: [], nextLink: list })
    expect(await ask(list)).toMatchObject({
      value: expect.arrayContaining([expect.objectContaining({ etag: expect.any(String) })])
    })
  })

  it("a token is refused in the middle of a run", async () => {
    const tenant = await running.tenant()
    await inject(tenant, { after: 1, times: 1, fault: { kind: "answer", status: 401 } })
    const statuses = [
      await tenant.graph("GET", "/groups"),
      await tenant.graph("GET", "/groups"),
      await tenant.graph("GET", "/groups")
    ]
    expect(statuses.map(({ status, body }) => [status, body.error?.code])).toEqual([
      [200, undefined],
      [401, "InvalidAuthenticationToken"],
      [200, undefined]
    ])
  })

  it("no token ever gets into the record of calls", async () => {
    const tenant = await running.tenant()
    await tenant.client().api("/groups").header("x-incident-teams-test", "1").get()
    const { body } = await tenant.control("GET", "/calls")
    expect(body.value.at(-1)).toMatchObject({
      surface: "graph",
      path: "/groups",
      status: 200,
      headers: { "x-incident-teams-test": "1" }
    })
    const text = JSON.stringify(body)
    expect(text).not.toContain("eyJ")
    expect(text).not.toContain(sampleApplications.server.secret)
  })
})
