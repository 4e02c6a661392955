import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makeClock } from "../platform/Clock.ts"
import { createTestTeam, member, simulation } from "../testing/simulation.ts"
import { type Limit, Throttles } from "./throttling.ts"

const running = simulation()

describe("a sliding window", () => {
  const limit: Limit = { key: "x", maximum: 4, windowMillis: 1_000 }

  it("never lets more than the limit through in any window, with any gaps", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2_000), { minLength: 1, maxLength: 60 }), fc.constantFrom(1, 10), (gaps, scale) => {
        let now = 0
        const throttles = new Throttles(makeClock(scale, () => now))
        const passed: Array<number> = []
        for (const gap of gaps) {
          now += gap / scale
          if (!throttles.take([limit])) passed.push(now)
        }
        const window = limit.windowMillis / scale
        for (const start of passed) {
          expect(passed.filter((at) => at >= start && at < start + window).length).toBeLessThanOrEqual(limit.maximum)
        }
      })
    )
  })

  it("always lets a client through that waits as long as Retry-After says", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { minLength: 1, maxLength: 60 }), fc.constantFrom(1, 100), (gaps, scale) => {
        let now = 0
        const throttles = new Throttles(makeClock(scale, () => now))
        for (const gap of gaps) {
          now += gap / scale
          const broken = throttles.take([limit])
          if (!broken) continue
          now += broken.waitMillis + 0.001
          expect(throttles.take([limit])).toBeUndefined()
        }
      })
    )
  })

  it("keeps throttling a client that doesn't wait: throttled requests count", () => {
    let now = 0
    const throttles = new Throttles(makeClock(1, () => now))
    const outcomes = Array.from({ length: 40 }, () => {
      now += 100
      return throttles.take([limit]) === undefined
    })
    expect(outcomes.filter(Boolean)).toHaveLength(4)
  })
})

describe("the documented limits", () => {
  const statuses = async (count: number, send: () => Promise<{ status: number }>) => {
    const seen: Array<number> = []
    for (let call = 0; call < count; call += 1) seen.push((await send()).status)
    return seen.map((status) => (status === 429 ? 429 : 200))
  }
  const on = { throttling: true }

  it("single adds: four a minute on a team", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    await tenant.control("PATCH", "/behavior", on)
    const send = () => {
      tenant.advance(2_000)
      return tenant.graph("POST", `/teams/${id}/members`, member("ben"))
    }
    expect(await statuses(5, send)).toEqual([200, 200, 200, 200, 429])
    const { headers, body } = await tenant.graph("POST", `/teams/${id}/members`, member("ben"))
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(50)
    expect(body.error).toMatchObject({ code: "TooManyRequests", innerError: { code: "429", status: "429" } })
    tenant.advance(Number(headers.get("retry-after")) * 1_000)
    expect((await send()).status).toBe(201)
  })

  it("says nothing of how long to wait, where the tenant's Teams doesn't", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    await tenant.control("PATCH", "/behavior", { ...on, teamsRetryAfter: "absent" })
    let answer = await tenant.graph("POST", `/teams/${id}/members`, member("ben"))
    for (let call = 0; call < 10 && answer.status !== 429; call += 1) {
      tenant.advance(2_000)
      answer = await tenant.graph("POST", `/teams/${id}/members`, member("ben"))
    }
    expect(answer.status).toBe(429)
    expect(answer.headers.get("retry-after")).toBeNull()
    expect(answer.body.error).toMatchObject({ message: "The server is busy. Please try again later." })
  })

  it("a team: four requests of any kind per second", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    await tenant.control("PATCH", "/behavior", on)
    const paths = [
      `/teams/${id}`,
      `/teams/${id}/members`,
      `/teams/${id}/primaryChannel`,
      `/teams/${id}/channels`,
      `/teams/${id}`
    ]
    const answers = await Promise.all(paths.map((path) => tenant.graph("GET", path)))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 200, 429])
  })

  it("a channel: one a second", async () => {
    const tenant = await running.tenant()
    const { id, channel } = await createTestTeam(tenant)
    await tenant.control("PATCH", "/behavior", on)
    const send = () => tenant.graph("GET", `/teams/${id}/channels/${channel}/tabs`)
    expect(await statuses(2, send)).toEqual([200, 429])
    tenant.advance(2_001)
    expect(await statuses(1, send)).toEqual([200])
  })

  it("PUT team: six a second in the tenant", async () => {
    const tenant = await running.tenant(on)
    const groups = Array.from({ length: 7 }, () => crypto.randomUUID())
    const answers = await Promise.all(groups.map((id) => tenant.graph("PUT", `/groups/${id}/team`, {})))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([404, 404, 404, 404, 404, 404, 429])
    const { body } = await tenant.control("GET", "/calls?surface=graph")
    expect(new Set(body.value.map(({ category }: { category: string }) => category))).toEqual(new Set(["PUT team"]))
  })

  it("the directory counts resource units, and says so", async () => {
    const tenant = await running.tenant(on)
    const cost = async (path: string) => (await tenant.graph("GET", path)).headers.get("x-ms-resource-unit")
    expect(await cost("/users")).toBe("2")
    expect(await cost("/users?$select=id&$top=5")).toBe("1")
    const everyone = "7a1e0000-0000-4000-8000-000000000208"
    expect(await cost(`/groups/${everyone}/transitiveMembers?$top=999`)).toBe("5")
    expect(await cost(`/groups/${everyone}/transitiveMembers?$select=id&$top=999`)).toBe("4")
  })

  it("is off: nothing is throttled", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    expect(await statuses(20, () => tenant.graph("GET", `/teams/${id}`))).not.toContain(429)
  })
})
