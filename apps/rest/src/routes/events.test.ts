import { defaultLiveTerms, LiveChanges } from "@incident-teams/application/live/LiveChanges"
import { defined } from "@incident-teams/domain/defined"
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { liveEvents } from "../../testing/liveEvents.ts"
import { restUnderTest } from "../../testing/restUnderTest.ts"
import { sample } from "../../testing/sampleCallers.ts"
import { bearerOf, type TestCaller } from "../../testing/testTokens.ts"
import { listen } from "../listen.ts"

let rest = restUnderTest()
const opened: Array<ReturnType<typeof liveEvents>> = []
beforeEach(() => {
  rest = restUnderTest()
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()))
  await nobodyFollows()
  await rest.settled()
})

const following = () => rest.run(Effect.flatMap(LiveChanges, ({ followers }) => followers))

/** A stream that was closed is given up by the server as well, without anything being told. */
const nobodyFollows = () => expect.poll(following, { message: "who still follows" }).toBe(0)

const ask = async (path: string, as: TestCaller, headers: Record<string, string> = {}, lifetime?: number) =>
  rest.app.request(path, {
    headers: { authorization: await bearerOf(as, defined({ lifetime })), ...headers }
  })

const follow = async (path: string, as: TestCaller, after?: string) => {
  const response = await ask(path, as, after === undefined ? {} : { "last-event-id": after })
  expect(response.status).toBe(200)
  const events = liveEvents(response)
  opened.push(events)
  return events
}

const newTeam = async (people: ReadonlyArray<string> = [], workspace?: string) => {
  const { id } = await rest.newIncident({}, workspace)
  const { body } = await rest.send("POST", `/v1/incidents/${id}/team`, { as: "ben", body: { people } })
  return { incident: id, id: String(body.teamId), at: `/v1/teams/${body.teamId}` }
}

describe("live events", () => {
  it("tell what happens to a team as it happens, until it is open", async () => {
    const events = await follow("/v1/events", "dev")
    expect(await events.next()).toMatchObject({ event: "ready", data: {} })
    const team = await newTeam()
    expect(await events.next()).toMatchObject({
      event: "team",
      data: { from: 1, team: { id: team.id, incident: { id: team.incident }, phase: "requested" } }
    })
    await rest.work()
    expect(await events.until(({ data }) => data.team?.phase === "open")).toMatchObject({
      data: { team: { id: team.id, link: expect.stringMatching(/^https:/u) } }
    })
  })

  it("come at once after a commit here, whenever the store is looked at next", async () => {
    rest = restUnderTest({ live: { ...defaultLiveTerms, everyMillis: 3_600_000 } })
    const events = await follow("/v1/events", "dev")
    await events.next()
    // The first may still be found by the look with which following begins.
    const first = await newTeam()
    expect(await events.next()).toMatchObject({ data: { team: { id: first.id } } })
    const second = await newTeam()
    expect(await events.next()).toMatchObject({ data: { team: { id: second.id } } })
  })

  it("go on after the last event that was received, and miss nothing", async () => {
    const before = await follow("/v1/events", "dev")
    const ready = await before.next()
    await before.close()
    const teams = [await newTeam(), await newTeam(), await newTeam()]
    const resumed = await follow("/v1/events", "dev", ready?.id)
    expect(await resumed.next()).toMatchObject({ event: "ready", id: ready?.id })
    const missed = [await resumed.next(), await resumed.next(), await resumed.next()]
    expect(missed.map((event) => event?.data.team.id)).toEqual(teams.map(({ id }) => id))
    const more = await newTeam()
    expect(await resumed.next()).toMatchObject({ data: { team: { id: more.id } } })
    const last = await follow("/v1/events", "dev", missed[1]?.id)
    await last.next()
    expect(await last.next()).toMatchObject({ id: missed[2]?.id, data: { team: { id: teams[2]?.id } } })
  })

  it("say so when the place to go on from isn't known, and go on from now", async () => {
    await newTeam()
    const events = await follow("/v1/events", "dev", "made-up")
    const reload = await events.next()
    expect(reload).toMatchObject({ event: "reload", data: {} })
    const team = await newTeam()
    expect(await events.next()).toMatchObject({ event: "team", data: { team: { id: team.id } } })
    const resumed = await follow("/v1/events", "dev", reload?.id)
    expect(await resumed.next()).toMatchObject({ event: "ready" })
  })

  it("of one team are of no other", async () => {
    const [one, other] = [await newTeam(), await newTeam()]
    const events = await follow(`${one.at}/events`, "dev")
    await events.next()
    await rest.send("PATCH", other.at, { as: "ben", body: { name: "Other" } })
    await rest.send("PATCH", one.at, { as: "ben", body: { name: "One" } })
    expect(await events.next()).toMatchObject({ data: { team: { id: one.id, name: "One" } } })
  })

  it("tell every change of an incident that the feed reads, once, with its team", async () => {
    const team = await newTeam()
    const { id } = await rest.newIncident({ title: "Malware" })
    const events = await follow("/v1/events", "dev")
    const ready = await events.next()
    await rest.sweep()
    await rest.sweep()
    const told = [await events.next(), await events.next()]
    expect(told.map((event) => event?.event)).toEqual(["incident", "incident"])
    expect(new Set(told.map((event) => event?.data.id))).toEqual(new Set([team.incident, id]))
    expect(told.find((event) => event?.data.id === team.incident)?.data).toMatchObject({ team: { id: team.id } })
    expect(told.find((event) => event?.data.id === id)?.data).not.toHaveProperty("team")
    await rest.incidents((hand) => Effect.runSync(hand.close(id)))
    await rest.sweep()
    expect(await events.next()).toMatchObject({ event: "incident", data: { id, status: "Closed" } })
    const resumed = await follow("/v1/events", "ben", ready?.id)
    await resumed.next()
    const missed = [await resumed.next(), await resumed.next(), await resumed.next()]
    expect(missed[2]).toMatchObject({ event: "incident", data: { id, status: "Closed" } })
  })

  it("tell a change through us at once, before the feed reads it", async () => {
    const { id } = await rest.newIncident()
    const events = await follow("/v1/events", "dev")
    await events.next()
    await rest.send("PATCH", `/v1/incidents/${id}`, { as: "ana", body: { severity: "Low" } })
    expect(await events.next()).toMatchObject({ event: "incident", data: { id, severity: "Low" } })
  })

  it("tell of incidents only who may read their workspace, also not members of the incident's team", async () => {
    rest = restUnderTest({ workspaces: ["soc", "lab"] })
    const own = await newTeam([sample.elif.id])
    await rest.work()
    const [hers, lab] = [await follow("/v1/events", "elif"), await follow("/v1/events?workspace=lab", "dev")]
    await Promise.all([hers.next(), lab.next()])
    const elsewhere = await rest.newIncident({}, "lab")
    for (const workspace of ["soc", "lab"]) await rest.sweep(workspace)
    await rest.send("PATCH", own.at, { as: "ben", body: { name: "Hers" } })
    expect(await hers.next()).toMatchObject({ event: "team", data: { team: { id: own.id } } })
    expect(await lab.next()).toMatchObject({ event: "incident", data: { id: elsewhere.id } })
  })

  it("tell which incidents a team serves, as they are linked and unlinked", async () => {
    const team = await newTeam()
    const { id } = await rest.newIncident()
    await rest.work()
    const events = await follow("/v1/events", "dev")
    const served = async (incidents: ReadonlyArray<string>) =>
      expect(
        await events.until(({ data }) => JSON.stringify(data.incidents) === JSON.stringify(incidents))
      ).toBeDefined()
    await rest.send("POST", `${team.at}/incidents`, { as: "ben", body: { incident: id } })
    await rest.work()
    await served([team.incident, id])
    await rest.send("POST", `${team.at}/incidents/remove`, { as: "ben", body: { incident: id } })
    await rest.work()
    await served([team.incident])
  })

  it("of one workspace are of no other", async () => {
    rest = restUnderTest({ workspaces: ["soc", "lab"] })
    const events = await follow("/v1/events?workspace=lab", "dev")
    await events.next()
    await newTeam([], "soc")
    const lab = await newTeam([], "lab")
    expect(await events.next()).toMatchObject({ data: { team: { id: lab.id } } })
    expect(await ask("/v1/events?workspace=nowhere", "dev")).toMatchObject({ status: 404 })
  })

  it("tell who has no role only of the teams that they are in", async () => {
    const events = await follow("/v1/events", "elif")
    await events.next()
    await newTeam()
    const own = await newTeam([sample.elif.id])
    await rest.work()
    // Before she was seen in the team it is nobody's business of hers.
    await rest.send("PATCH", own.at, { as: "ben", body: { name: "Hers" } })
    expect(await events.next()).toMatchObject({ data: { team: { id: own.id } } })
  })

  it("of a workspace that the caller may not read are refused", async () => {
    expect((await ask("/v1/events?workspace=soc", "elif")).status).toBe(403)
    expect((await ask("/v1/events?workspace=soc", "dev")).status).toBe(200)
  })

  it("of a team that the caller may not read are refused, and so is an application without a role", async () => {
    const team = await newTeam()
    expect((await ask(`${team.at}/events`, "elif")).status).toBe(403)
    expect((await ask(`/v1/teams/${"a".repeat(26)}/events`, "ben")).status).toBe(404)
    expect((await ask("/v1/events", "stranger")).status).toBe(403)
    const events = await follow("/v1/events", "playbook")
    expect(await events.next()).toMatchObject({ event: "ready" })
  })

  it("end with the token", async () => {
    const response = await ask("/v1/events", "dev", {}, 2)
    const events = liveEvents(response)
    expect(await events.next()).toMatchObject({ event: "ready" })
    expect(await events.next()).toBeUndefined()
  })

  it("end when the server stops, and don't begin again", async () => {
    const events = await follow("/v1/events", "dev")
    await events.next()
    await rest.run(Effect.flatMap(LiveChanges, ({ stop }) => stop))
    expect(await events.next()).toBeUndefined()
    const late = await follow("/v1/events", "dev")
    expect(await late.until(() => false)).toBeUndefined()
  })

  it("end for who reads too slowly, who then resumes and misses nothing", async () => {
    rest = restUnderTest({ live: { ...defaultLiveTerms, buffer: 3 } })
    const slow = await follow("/v1/events", "dev")
    const ready = await slow.next()
    const teams = []
    for (let count = 0; count < 40; count++) teams.push((await newTeam()).id)
    const told: Array<string> = []
    let last = ready?.id
    let streams = 1
    let events = slow
    while (told.length < teams.length) {
      const event = await events.next()
      if (event === undefined) {
        events = await follow("/v1/events", "dev", last)
        streams += 1
      } else if (event.event === "team") {
        told.push(event.data.team.id)
        last = event.id
      }
    }
    expect(told).toEqual(teams)
    expect(streams).toBeGreaterThan(1)
  })

  it("are refused to a caller who follows too often", async () => {
    rest = restUnderTest({ live: { ...defaultLiveTerms, followersPerCaller: 1, followers: 2 } })
    const first = await follow("/v1/events", "dev")
    await first.next()
    const refused = await ask("/v1/events", "dev")
    expect(refused.status).toBe(429)
    expect(refused.headers.get("retry-after")).toBe("30")
    const second = await follow("/v1/events", "ben")
    await second.next()
    expect((await ask("/v1/events", "elif")).status).toBe(429)
    await first.close()
    const asElif = async () => (await ask("/v1/events", "elif", { accept: "text/event-stream" })).status
    await expect.poll(asElif).toBe(200)
  })

  it("have no more who follow than there is room for, however many come at once", async () => {
    rest = restUnderTest({ live: { ...defaultLiveTerms, followersPerCaller: 3, followers: 5 } })
    const all = await Promise.all(
      ["dev", "dev", "dev", "dev", "dev", "ben", "ben", "ben", "ben"].map((who) =>
        ask("/v1/events", who === "dev" ? "dev" : "ben", { accept: "text/event-stream" })
      )
    )
    const taken = all.filter(({ status }) => status === 200)
    expect(taken).toHaveLength(5)
    const streams = taken.map(liveEvents)
    for (const stream of streams) await stream.next()
    expect(await following()).toBe(5)
    expect((await ask("/v1/events", "elif")).status).toBe(429)
    for (const stream of streams) await stream.close()
  })

  it("want a reader of server-sent events, and a place that is one", async () => {
    expect((await ask("/v1/events", "dev", { accept: "application/json" })).status).toBe(406)
    expect((await ask("/v1/events", "dev", { "last-event-id": "x".repeat(2_001) })).status).toBe(400)
    const head = await rest.app.request("/v1/events", {
      method: "HEAD",
      headers: { authorization: await bearerOf("dev") }
    })
    expect([head.status, head.headers.get("content-type"), await head.text()]).toEqual([200, "text/event-stream", ""])
    expect(await following()).toBe(0)
  })

  it("go over a real connection, keep it alive, and notice when it is gone", async () => {
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const { address } = yield* listen(rest.app, { host: "127.0.0.1", port: 0 })
          yield* Effect.promise(async () => {
            await newTeam()
            const gone = new AbortController()
            const response = await fetch(`${address}/v1/events`, {
              headers: { authorization: await bearerOf("dev"), accept: "text/event-stream" },
              signal: gone.signal
            })
            expect(response.headers.get("content-type")).toBe("text/event-stream")
            expect(response.headers.get("cache-control")).toBe("no-store")
            const events = liveEvents(response)
            expect(await events.next()).toMatchObject({ event: "ready" })
            const team = await newTeam()
            expect(await events.next()).toMatchObject({ event: "team", data: { team: { id: team.id } } })
            expect(await following()).toBe(1)
            gone.abort()
            await nobodyFollows()
          })
        })
      )
    )
  })
})
