import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import {
  IncidentSource,
  IncidentSourceUnavailable,
  NotAuthorized
} from "@incident-teams/application/ports/IncidentSource"
import { handOn } from "@incident-teams/application/testing/Hand"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { publicUrl } from "../testing/pageVisitors.ts"
import { restUnderTest } from "../testing/restUnderTest.ts"
import { sample, tier1 } from "../testing/sampleCallers.ts"
import { type TestCaller, tokenOf } from "../testing/testTokens.ts"

let rest = restUnderTest()
beforeEach(() => {
  rest = restUnderTest()
})
afterEach(() => rest.settled())

/** An incident with an open team of Ben's. */
const openTeam = async () => {
  const incident = await rest.newIncident({ title: "Phishing: finance" })
  const { body } = await rest.send("POST", `/v1/incidents/${incident.id}/team`, { as: "ben", body: {} })
  await rest.work()
  return { incident, at: `/v1/incidents/${incident.id}`, team: `/v1/teams/${body.teamId}`, operation: body.id }
}

/** Opening a team lets it be looked at, though not twice within a minute (of the platform's time); then `seen` holds. */
const opened = (team: string, as: TestCaller, seen: () => Promise<void>) =>
  vi.waitFor(
    async () => {
      await rest.send("GET", team, { as })
      await rest.work()
      await seen()
    },
    { timeout: 240_000 }
  )

describe("a team's life", () => {
  it("is created, archived with its incident and brought back, the very same", async () => {
    const incident = await rest.newIncident({ title: "Phishing: finance" })
    const at = `/v1/incidents/${incident.id}`
    const draft = await rest.send("GET", `${at}/team/draft`, { as: "ben" })
    expect(draft).toMatchObject({
      status: 200,
      body: { incidentId: incident.id, name: `INC-${incident.number} Phishing finance`, preselected: [] }
    })

    const created = await rest.send("POST", `${at}/team`, {
      as: "ben",
      body: { people: [sample.dev.id, sample.hugo.id, sample.farid.id], groups: [tier1.id] }
    })
    expect(created).toMatchObject({ status: 202, body: { status: "Running", incidentId: incident.id } })
    expect(created.body.warnings).toMatchObject([{ person: { id: sample.farid.id, name: "Farid Sample" } }])
    const operation = `/v1/operations/${created.body.id}`
    expect(created.headers.get("operation-location")).toBe(`${publicUrl}${operation}`)
    expect(created.headers.get("location")).toBe(`${publicUrl}/v1/teams/${created.body.teamId}`)
    const running = await rest.send("GET", operation, { as: "ben" })
    expect(running.body).toMatchObject({ status: "Running" })
    expect(running.headers.get("retry-after")).toBe("2")

    await rest.work()
    const done = await rest.send("GET", operation, { as: "ben" })
    expect(done.body).toEqual({
      id: created.body.id,
      status: "Succeeded",
      teamId: created.body.teamId,
      incidentId: incident.id
    })
    expect(done.headers.get("retry-after")).toBeNull()
    const open = await rest.send("GET", `${at}/team`, { as: "ben" })
    expect(open.body).toMatchObject({
      id: created.body.teamId,
      phase: "open",
      desiredState: "open",
      page: { status: "done" },
      counts: { asked: 0, added: 5, refused: 1, inTeam: 5 },
      createdBy: { kind: "person", id: sample.ben.id }
    })
    expect(open.body.people).toContainEqual({
      id: sample.hugo.id,
      name: "Hugo Sample",
      status: "refused",
      reason: "The account is disabled.",
      groups: [tier1.id]
    })

    const closed = await rest.send("PATCH", at, {
      as: "ben",
      body: { status: "Closed", classification: "TruePositive", classificationReason: "SuspiciousActivity" }
    })
    expect(closed).toMatchObject({ status: 200, body: { status: "Closed", team: { desiredState: "archived" } } })
    await rest.work()
    const archived = await rest.send("GET", `${at}/team`, { as: "ben" })
    expect(archived.body).toMatchObject({ phase: "archived", platformTeamId: open.body.platformTeamId })

    await rest.send("PATCH", at, { as: "ben", body: { status: "Active" } })
    await rest.work()
    const reopened = await rest.send("GET", `${at}/team`, { as: "ben" })
    expect(reopened.body).toMatchObject({ phase: "open", link: open.body.link, generation: 3 })
    expect(reopened.body.people).toEqual(open.body.people)
    expect(await rest.teams()).toHaveLength(1)

    const timeline = await rest.send("GET", `/v1/teams/${open.body.id}/timeline?top=200`, { as: "dev" })
    const events = timeline.body.items.map(({ event }: { readonly event: string }) => event)
    expect(events).toEqual(expect.arrayContaining(["TeamRequested", "Provisioned", "Archived", "Reopened"]))
    expect(timeline.body.items[0]).toMatchObject({ position: 1, by: { kind: "person", name: "Ben Sample" } })
    expect(timeline.body.continuation).toBeUndefined()
  })

  it("meets in one team when two create it at once", async () => {
    const { id } = await rest.newIncident()
    const create = () => rest.send("POST", `/v1/incidents/${id}/team`, { as: "ben", body: {} })
    const answers = await Promise.all([create(), create(), create()])
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(["202", "409", "409"])
    const made = answers.find(({ status }) => status === 202)
    for (const { body } of answers.filter(({ status }) => status === 409)) {
      expect(body).toMatchObject({ type: "/problems/team-exists", teamId: made?.body.teamId })
    }
    await rest.work()
    expect(await rest.teams()).toHaveLength(1)
  })

  it("gives the same answer to the same request, and refuses another one under its key", async () => {
    const { id } = await rest.newIncident()
    const create = (body: unknown) =>
      rest.send("POST", `/v1/incidents/${id}/team`, { as: "ben", body, headers: { "idempotency-key": "once" } })
    const first = await create({ name: "Blue" })
    expect(first.status).toBe(202)
    await rest.work()
    const again = await create({ name: "Blue" })
    expect(again).toMatchObject({ status: 202, body: first.body })
    expect(again.headers.get("operation-location")).toBe(first.headers.get("operation-location"))
    expect(await create({ name: "Red" })).toMatchObject({
      status: 422,
      body: { type: "/problems/idempotency-key-reused", field: "Idempotency-Key" }
    })
    expect(await rest.teams()).toHaveLength(1)
  })

  it("keeps a key to its team: another incident's team is another request", async () => {
    const headers = { "idempotency-key": "constant" }
    const create = async (name: string) => {
      const { id } = await rest.newIncident()
      return rest.send("POST", `/v1/incidents/${id}/team`, { as: "ben", body: { name }, headers })
    }
    const [one, other] = [await create("One"), await create("Other")]
    expect([one.status, other.status]).toEqual([202, 202])
    expect(other.body.teamId).not.toBe(one.body.teamId)
    const sameKey = await rest.send("POST", `/v1/teams/${one.body.teamId}/people`, {
      as: "ben",
      body: { people: [sample.dev.id] },
      headers
    })
    expect(sameKey).toMatchObject({ status: 422, body: { type: "/problems/idempotency-key-reused" } })
  })

  it("is created by an application that names its owner", async () => {
    const { id } = await rest.newIncident()
    const unowned = await rest.send("POST", `/v1/incidents/${id}/team`, { as: "playbook", body: {} })
    expect(unowned).toMatchObject({ status: 403, body: { remedy: "Name one in the request's owner." } })
    const owned = await rest.send("POST", `/v1/incidents/${id}/team`, {
      as: "playbook",
      body: { owner: sample.ben.id }
    })
    expect(owned.status).toBe(202)
    const { body } = await rest.send("GET", `/v1/incidents/${id}/team`, { as: "playbook" })
    expect(body).toMatchObject({ createdBy: { kind: "application" }, owners: [{ id: sample.ben.id }] })
  })
})

describe("incidents", () => {
  it("are listed with their teams, filtered, ordered and page by page", async () => {
    const { incident } = await openTeam()
    for (const title of ["Malware on a laptop", "Phishing again", "Impossible travel"])
      await rest.newIncident({ title })
    const all = await rest.send("GET", "/v1/incidents?orderBy=number&direction=asc", { as: "dev" })
    expect(all.body.items.map(({ number }: { readonly number: number }) => number)).toEqual([1, 2, 3, 4])
    expect(all.body.items[0]).toMatchObject({ id: incident.id, team: { phase: "open" } })
    expect(all.body.items[1].team).toBeUndefined()

    const phishing = await rest.send("GET", "/v1/incidents?search=PHISHING&status=New&status=Active", { as: "dev" })
    expect(phishing.body.items).toHaveLength(2)
    const page = await rest.send("GET", "/v1/incidents?orderBy=number&direction=asc&top=3", { as: "dev" })
    expect(page.body.items).toHaveLength(3)
    const next = encodeURIComponent(page.body.continuation)
    const rest_ = await rest.send("GET", `/v1/incidents?orderBy=number&direction=asc&top=3&continuation=${next}`, {
      as: "dev"
    })
    expect(rest_.body).toMatchObject({ items: [{ number: 4 }] })
    expect(rest_.body.continuation).toBeUndefined()
    expect(await rest.send("GET", "/v1/workspaces", { as: "dev" })).toMatchObject({
      body: { items: [{ alias: "soc" }] }
    })
  })

  it("are changed only as they were read, if the caller says so", async () => {
    const { id } = await rest.newIncident()
    const read = await rest.send("GET", `/v1/incidents/${id}`, { as: "ben" })
    const etag = read.headers.get("etag") ?? ""
    expect(etag.replace(/\.[\w-]+"$/u, '"')).toBe(read.body.etag)
    const change = (severity: string, ifMatch: string) =>
      rest.send("PATCH", `/v1/incidents/${id}`, { as: "ben", body: { severity }, headers: { "if-match": ifMatch } })
    expect(await change("High", etag)).toMatchObject({ status: 200, body: { severity: "High" } })
    expect(await change("Low", etag)).toMatchObject({
      status: 412,
      body: { type: "/problems/precondition-failed", field: "If-Match" }
    })
    expect(await change("Low", "*")).toMatchObject({ status: 200, body: { severity: "Low" } })
    const { body: now } = await rest.send("GET", `/v1/incidents/${id}`, { as: "ben" })
    expect(await change("High", `"other", W/${now.etag}`)).toMatchObject({ status: 412 })
    expect(await change("High", `"other", ${now.etag}`)).toMatchObject({ status: 200, body: { severity: "High" } })
  })
})

describe("everything about an incident", () => {
  it("is told in one answer, and a part that can't be read says so by itself", async () => {
    const { id, etag } = await rest.newIncident({ title: "Phishing: finance" })
    await rest.run(
      Effect.gen(function* () {
        const hand = yield* IncidentHand
        yield* hand.put(id, {
          entities: [
            {
              id: "e",
              kind: "Ip",
              name: "198.51.100.77",
              facts: [{ key: "address", label: "Address", value: "198.51.100.77" }]
            }
          ],
          tasks: [{ id: "t", title: "Call Ana", status: "New", created: timestampOf(0) }]
        })
        const source = yield* handOn(IncidentSource)
        source.failNext("comments", new IncidentSourceUnavailable({ reason: "Sentinel is busy.", cause: "secret" }))
        source.failNext("relations", new NotAuthorized({ reason: "Azure doesn't allow it." }))
      })
    )
    const { status, body, headers } = await rest.send("GET", `/v1/incidents/${id}/details`, { as: "dev" })
    expect(status).toBe(200)
    expect(headers.get("etag")?.replace(/\.[\w-]+"$/u, '"')).toBe(body.incident.etag)
    expect(headers.get("etag")).not.toBe(etag)
    expect(body).toMatchObject({
      asOf: expect.stringMatching(/Z$/u),
      incident: { id, title: "Phishing: finance" },
      alerts: { status: "read", items: [] },
      entities: {
        status: "read",
        items: [{ kind: "Ip", facts: [{ label: "Address", value: "198.51.100.77" }] }],
        counts: [{ kind: "Ip", count: 1 }]
      },
      comments: { status: "unavailable", detail: "Sentinel is busy.", remedy: expect.stringMatching(/again/u) },
      tasks: { status: "read", items: [{ title: "Call Ana", created: "1970-01-01T00:00:00.000Z" }] },
      relations: { status: "unavailable", remedy: expect.stringContaining("Microsoft Sentinel Responder") }
    })
    expect(JSON.stringify(body)).not.toContain("secret")
  })

  it("is told to nobody without a role or membership", async () => {
    const { id } = await rest.newIncident()
    expect(await rest.send("GET", `/v1/incidents/${id}/details`, { as: "elif" })).toMatchObject({
      status: 403,
      body: { type: "/problems/not-allowed" }
    })
  })
})

describe("people of a team", () => {
  it("are added, removed and told, with those who were refused by name", async () => {
    const { team } = await openTeam()
    const added = await rest.send("POST", `${team}/people`, {
      as: "chloe",
      body: { people: [sample.farid.id, sample.hugo.id] }
    })
    expect(added).toMatchObject({ status: 202, body: { status: "Running" } })
    await rest.work()
    const after = await rest.send("GET", team, { as: "chloe" })
    expect(after.body.people).toContainEqual(expect.objectContaining({ id: sample.farid.id, status: "added" }))
    expect(after.body.people).toContainEqual(expect.objectContaining({ id: sample.hugo.id, status: "refused" }))

    const removed = await rest.send("POST", `${team}/people/remove`, { as: "ben", body: { people: [sample.farid.id] } })
    expect(removed.status).toBe(202)
    await rest.work()
    const left = await rest.send("GET", team, { as: "ben" })
    expect(left.body.people).toContainEqual(expect.objectContaining({ id: sample.farid.id, status: "removed" }))
  })

  it("are found by name, with what speaks against them", async () => {
    const found = await rest.send("GET", "/v1/people?search=h", { as: "ben" })
    expect(found.body).toMatchObject({
      people: [{ id: sample.hugo.id, refusal: "The account is disabled." }],
      groups: []
    })
    const groups = await rest.send("GET", "/v1/people?search=soc&top=1", { as: "ben" })
    expect(groups.body.groups).toEqual([{ id: tier1.id, name: "SOC tier 1" }])
  })

  it("come with a group, and it is told beforehand how many", async () => {
    const found = await rest.send("GET", `/v1/groups/${tier1.id}`, { as: "ben" })
    expect(found).toMatchObject({ status: 200, body: { id: tier1.id, name: "SOC tier 1", people: 3 } })
    const unknown = await rest.send("GET", `/v1/groups/${crypto.randomUUID()}`, { as: "ben" })
    expect(unknown).toMatchObject({ status: 404, body: { type: "/problems/unknown-principal", field: "groupId" } })
  })
})

describe("a team's name", () => {
  it("is changed only as it was read, whatever workers did meanwhile", async () => {
    const incident = await rest.newIncident({ title: "Phishing: finance" })
    const { body: created } = await rest.send("POST", `/v1/incidents/${incident.id}/team`, { as: "ben", body: {} })
    const team = `/v1/teams/${created.teamId}`
    const etag = (await rest.send("GET", team, { as: "ben" })).headers.get("etag") ?? ""
    await rest.work()
    const rename = (name: string, headers: Record<string, string>) =>
      rest.send("PATCH", team, { as: "ben", body: { name }, headers })
    const keyed = { "if-match": etag, "idempotency-key": "rename" }
    const renamed = await rename("War room", keyed)
    expect(renamed.status).toBe(202)
    expect(renamed.headers.get("idempotency-replayed")).toBeNull()
    expect(await rename("Bridge", { "if-match": etag })).toMatchObject({
      status: 412,
      body: { type: "/problems/precondition-failed" }
    })
    const repeated = await rename("War room", keyed)
    expect(repeated).toMatchObject({ status: 202, body: renamed.body })
    expect(repeated.headers.get("idempotency-replayed")).toBe("true")
    await rest.work()
    expect(await rest.send("GET", team, { as: "ben" })).toMatchObject({
      body: { name: "War room", rename: { status: "done" } }
    })
    expect(await rest.teams()).toMatchObject([{ name: "War room" }])
  })
})

describe("access", () => {
  it("is asked for by a reader and given by an owner", async () => {
    const { team } = await openTeam()
    const ask = () =>
      rest.send("POST", `${team}/access-requests`, {
        as: "dev",
        body: { reason: "I run the gateway." },
        headers: { "idempotency-key": "ask" }
      })
    const asked = await ask()
    expect(asked).toMatchObject({ status: 202, body: { status: "pending", person: { id: sample.dev.id } } })
    expect((await ask()).body).toEqual(asked.body)
    const mine = await rest.send("GET", `${team}/access-requests`, { as: "dev" })
    expect(mine.body.items).toEqual([asked.body.request])
    expect(mine.body.you).toEqual({ role: "none", decides: false })
    const seen = (await rest.send("GET", `${team}/access-requests`, { as: "chloe" })).body
    expect(seen).toEqual({ items: mine.body.items, you: { role: "none", decides: true, wayIn: "join" } })

    const request = `${team}/access-requests/${asked.body.request.id}`
    expect(await rest.send("POST", `${request}/approve`, { as: "dev" })).toMatchObject({ status: 403 })
    const approved = await rest.send("POST", `${request}/approve`, { as: "ben", body: { reason: "Needed." } })
    expect(approved).toMatchObject({ status: 200, body: { status: "approved" } })
    expect(await rest.send("POST", `${request}/deny`, { as: "ben", body: {} })).toMatchObject({
      status: 404,
      body: { type: "/problems/access-request-not-found" }
    })
    await rest.work()
    await opened(team, "dev", () =>
      expect(
        rest.send("POST", `${team}/access-requests`, { as: "dev", body: { reason: "Again" } })
      ).resolves.toMatchObject({
        status: 409,
        body: { type: "/problems/already-in-team" }
      })
    )
  })

  it("is denied with a reason that the person is shown and the timeline keeps, and asking again waits", async () => {
    const { team } = await openTeam()
    const asked = await rest.send("POST", `${team}/access-requests`, { as: "dev", body: { reason: "Curious" } })
    const denied = await rest.send("POST", `${team}/access-requests/${asked.body.request.id}/deny`, {
      as: "ben",
      body: { reason: "Not yours" }
    })
    expect(denied).toMatchObject({ status: 200, body: { status: "denied" } })
    const by = { kind: "person", id: sample.ben.id, name: "Ben Sample" }
    const { you } = (await rest.send("GET", `${team}/access-requests`, { as: "dev" })).body
    expect(you).toMatchObject({
      role: "none",
      decides: false,
      wayIn: "request",
      denied: { id: asked.body.request.id, by, reason: "Not yours" }
    })
    expect(Date.parse(you.denied.askAgainAt) - Date.parse(you.denied.deniedAt)).toBe(3_600_000)
    const again = await rest.send("POST", `${team}/access-requests`, { as: "dev", body: { reason: "Still curious" } })
    expect(again).toMatchObject({
      status: 409,
      body: {
        type: "/problems/access-denied-recently",
        by,
        reason: "Not yours",
        detail: "Ben Sample denied your access request: Not yours.",
        remedy: "Wait 60 minutes, or ask one of the team's owners directly."
      }
    })
    expect(again.headers.get("retry-after")).toBe(String(again.body.retryAfter))
    expect(again.body.retryAfter).toBeGreaterThan(3_000)
    const { body } = await rest.send("GET", `${team}/timeline?top=200`, { as: "ben" })
    expect(body.items).toContainEqual(
      expect.objectContaining({ text: "Ben Sample denied access for Dev Sample: Not yours." })
    )
  })
})

describe("access of someone who may add people", () => {
  it("is given at once, and is in the timeline as theirs", async () => {
    const { team } = await openTeam()
    const ask = () =>
      rest.send("POST", `${team}/access-requests`, {
        as: "chloe",
        body: { reason: "I am on duty." },
        headers: { "idempotency-key": "join" }
      })
    const asked = await ask()
    expect(asked).toMatchObject({ status: 202, body: { status: "approved", person: { id: sample.chloe.id } } })
    expect((await ask()).body).toEqual(asked.body)
    const { body } = await rest.send("GET", `${team}/timeline?top=200`, { as: "ben" })
    expect(body.items.at(-1)).toMatchObject({ by: { kind: "person", id: sample.chloe.id } })
  })
})

describe("access where everybody who may ask gets in", () => {
  it("is given at once, and the same request is told the same", async () => {
    await rest.settled()
    rest = restUnderTest({ accessDecision: "automatic" })
    const { team } = await openTeam()
    const ask = () =>
      rest.send("POST", `${team}/access-requests`, {
        as: "dev",
        body: { reason: "I run the gateway." },
        headers: { "idempotency-key": "ask" }
      })
    const asked = await ask()
    expect(asked).toMatchObject({ status: 202, body: { status: "approved", person: { id: sample.dev.id } } })
    expect((await ask()).body).toEqual(asked.body)
  })
})

describe("favorites", () => {
  it("are starred, preselected in a draft, and unstarred", async () => {
    const { id } = await rest.newIncident()
    expect((await rest.send("GET", "/v1/favorites", { as: "ben" })).body).toEqual({ items: [] })
    await rest.send("PUT", `/v1/favorites/people/${sample.dev.id}`, { as: "ben" })
    const starred = await rest.send("PUT", `/v1/favorites/groups/${tier1.id}`, { as: "ben" })
    const [dev, group] = [
      { kind: "person", id: sample.dev.id, name: "Dev Sample" },
      { kind: "group", id: tier1.id, name: "SOC tier 1" }
    ]
    expect(starred).toMatchObject({ status: 200, body: { items: [dev, group] } })
    const draft = await rest.send("GET", `/v1/incidents/${id}/team/draft`, { as: "ben" })
    expect(draft.body.preselected).toEqual([{ principal: dev }, { principal: group, people: 3 }])
    const unstarred = await rest.send("DELETE", `/v1/favorites/people/${sample.dev.id}`, { as: "ben" })
    expect(unstarred.body).toEqual({ items: [group] })
    const none = await rest.send("DELETE", `/v1/favorites/groups/${tier1.id}`, { as: "ben" })
    expect(none.body).toEqual({ items: [] })
    expect(await rest.send("GET", "/v1/favorites", { as: "playbook" })).toMatchObject({ status: 403 })
  })

  it("are starred by those who write incidents, and no team is asked for", async () => {
    const { status, body } = await rest.send("PUT", `/v1/favorites/people/${sample.dev.id}`, { as: "elif" })
    expect(status).toBe(403)
    expect(body.needs).toBe("Microsoft.SecurityInsights/incidents/write on a workspace")
    expect(body.remedy).not.toContain("names the team")
    const searched = await rest.send("GET", "/v1/people?search=Dev", { as: "elif" })
    expect(searched.body.remedy).toContain("names the team")
  })
})

describe("teams", () => {
  it("are listed by phase, page by page", async () => {
    await openTeam()
    await openTeam()
    const closing = await openTeam()
    await rest.send("PATCH", closing.at, { as: "ben", body: { status: "Closed", classification: "Undetermined" } })
    await rest.work()
    const archived = await rest.send("GET", "/v1/teams?phase=archived&phase=lost", { as: "dev" })
    expect(archived.body.items).toMatchObject([
      { phase: "archived", incident: { id: closing.incident.id, closed: true } }
    ])
    const first = await rest.send("GET", "/v1/teams?top=2", { as: "dev" })
    const second = await rest.send(
      "GET",
      `/v1/teams?top=2&continuation=${encodeURIComponent(first.body.continuation)}`,
      {
        as: "dev"
      }
    )
    expect(new Set([...first.body.items, ...second.body.items].map(({ id }) => id)).size).toBe(3)
    expect((await rest.send("GET", "/v1/teams?blocked=true", { as: "dev" })).body).toEqual({ items: [] })
  })

  it.each(["", "&detail=all"])("have a timeline that is read page by page (%s)", async (detail) => {
    const { team } = await openTeam()
    const whole = await rest.send("GET", `${team}/timeline?top=200${detail}`, { as: "dev" })
    expect(whole.body.items.length).toBeGreaterThan(3)
    const read: Array<unknown> = []
    let continuation: string | undefined
    do {
      const query: string = continuation === undefined ? "" : `&continuation=${continuation}`
      const page = await rest.send("GET", `${team}/timeline?top=3${detail}${query}`, { as: "dev" })
      read.push(...page.body.items)
      continuation = page.body.continuation
    } while (continuation !== undefined)
    expect(read).toEqual(whole.body.items)
  })

  it("have a timeline of what happened, with bookkeeping and checks only where it is asked for", async () => {
    const { team } = await openTeam()
    const main = (await rest.send("GET", `${team}/timeline?top=200`, { as: "dev" })).body.items
    const all = (await rest.send("GET", `${team}/timeline?top=200&detail=all`, { as: "dev" })).body.items
    const kinds = (items: ReadonlyArray<{ readonly event: string }>) => items.map(({ event }) => event)
    expect(kinds(main)).toEqual(expect.arrayContaining(["TeamRequested", "TeamEnsured", "Provisioned"]))
    expect(kinds(main)).not.toEqual(expect.arrayContaining(["StepBegun"]))
    expect(kinds(all)).toEqual(expect.arrayContaining(["TeamRequested", "StepBegun", "Provisioned"]))
    // What is shown is as it is among all, in the same order and with the same positions.
    expect(all).toEqual(expect.arrayContaining(main))
    const positions = main.map(({ position }: { readonly position: number }) => position)
    expect(positions).toEqual(positions.toSorted((one: number, other: number) => one - other))
    const words = (await rest.send("GET", `${team}/timeline?detail=some`, { as: "dev" })).body
    expect(words).toMatchObject({ type: "/problems/invalid-parameter", field: "detail" })
  })
})

describe("what has an ETag", () => {
  it("is sent again only if something that it shows has changed", async () => {
    const { at, team } = await openTeam()
    for (const path of [at, `${at}/details`, `${at}/team`, team]) {
      const first = await rest.send("GET", path, { as: "ben" })
      const etag = first.headers.get("etag") ?? ""
      const known = { "if-none-match": `"other", ${etag}` }
      const again = await rest.send("GET", path, { as: "ben", headers: known })
      expect([path, again.status, again.headers.get("etag"), again.body]).toEqual([path, 304, etag, undefined])
      const other = await rest.send("GET", path, { as: "ben", headers: { "if-none-match": '"other"' } })
      expect([other.status, other.headers.get("etag")]).toEqual([200, etag])
    }
  })

  it("is sent again when a worker made progress", async () => {
    const incident = await rest.newIncident({ title: "Phishing: finance" })
    const { body } = await rest.send("POST", `/v1/incidents/${incident.id}/team`, { as: "ben", body: {} })
    const team = `/v1/teams/${body.teamId}`
    const known = { "if-none-match": (await rest.send("GET", team, { as: "ben" })).headers.get("etag") ?? "" }
    await rest.work()
    expect(await rest.send("GET", team, { as: "ben", headers: known })).toMatchObject({
      status: 200,
      body: { phase: "open" }
    })
  })

  it("is refused as before to callers who may not read it", async () => {
    const { team } = await openTeam()
    expect(await rest.send("GET", team, { as: "stranger", headers: { "if-none-match": "*" } })).toMatchObject({
      status: 403
    })
  })
})

describe("an operation", () => {
  it("belongs to one accepted request, and stays as it ended whatever others ask", async () => {
    const { team, operation } = await openTeam()
    const read = async (id: string) => (await rest.send("GET", `/v1/operations/${id}`, { as: "ben" })).body
    const created = await read(operation)
    expect(created).toMatchObject({ status: "Succeeded" })
    const added = await rest.send("POST", `${team}/people`, { as: "ben", body: { people: [sample.dev.id] } })
    const first = await rest.send("PATCH", team, { as: "ben", body: { name: "One" } })
    const second = await rest.send("PATCH", team, { as: "ben", body: { name: "Two" } })
    const ids = [operation, added.body.id, first.body.id, second.body.id]
    expect(new Set(ids).size).toBe(4)
    expect(await Promise.all(ids.map(read))).toMatchObject([
      created,
      { status: "Running" },
      { status: "Canceled", reason: expect.stringMatching(/later request/u) },
      { status: "Running" }
    ])
    await rest.work()
    expect(await Promise.all(ids.map(read))).toMatchObject([
      created,
      { status: "Succeeded" },
      { status: "Canceled" },
      { status: "Succeeded" }
    ])
    // An address from before requests were numbered.
    expect(await read(`${team.slice("/v1/teams/".length)}.1`)).toMatchObject({ status: "Succeeded" })
  })

  it("is done at once where nothing is to be done", async () => {
    const { team } = await openTeam()
    const { body } = await rest.send("GET", team, { as: "ben" })
    const renamed = await rest.send("PATCH", team, { as: "ben", body: { name: body.name } })
    expect(renamed).toMatchObject({ status: 202, body: { status: "Succeeded" } })
    expect((await rest.send("GET", `/v1/operations/${renamed.body.id}`, { as: "ben" })).body).toEqual(renamed.body)
  })
})

describe("a team that was deleted in Teams", () => {
  const lost = async () => {
    const made = await openTeam()
    const [team] = await rest.teams()
    await rest.platform((hand) => (team === undefined ? undefined : hand.delete(team.id)))
    await opened(made.team, "ben", () =>
      expect(rest.send("GET", made.team, { as: "ben" })).resolves.toMatchObject({ body: { phase: "lost" } })
    )
    return made
  }

  it("is restored, the very same", async () => {
    const { team, operation } = await lost()
    const statusOf = async (id: string) => (await rest.send("GET", `/v1/operations/${id}`, { as: "ben" })).body.status
    expect(await statusOf(operation)).toBe("Succeeded")
    expect(await rest.send("POST", `${team}/people`, { as: "ben", body: { people: [sample.dev.id] } })).toMatchObject({
      status: 409,
      body: { type: "/problems/team-lost" }
    })
    const restored = await rest.send("POST", `${team}/restore`, { as: "ben" })
    expect(restored).toMatchObject({ status: 202, body: { status: "Running" } })
    expect(restored.body.id).not.toBe(operation)
    await rest.work()
    expect(await rest.send("GET", team, { as: "ben" })).toMatchObject({ body: { phase: "open", incarnation: 1 } })
    expect([await statusOf(operation), await statusOf(restored.body.id)]).toEqual(["Succeeded", "Succeeded"])
  })

  it("is recreated under another id", async () => {
    const { team } = await lost()
    expect(await rest.send("POST", `${team}/recreate`, { as: "ben" })).toMatchObject({ status: 202 })
    await rest.work()
    expect(await rest.send("GET", team, { as: "ben" })).toMatchObject({ body: { phase: "open", incarnation: 2 } })
  })
})

describe("every answer", () => {
  it("has a request id, the caller's own if it is one, and is neither kept, framed nor sniffed", async () => {
    const id = "0d2f6b9e-7a53-4f0c-9a6c-9e5f1b2c3d4e"
    for (const path of ["/healthz", "/v1/favorites", "/nowhere"]) {
      const answer = await rest.send("GET", path, { headers: { "x-request-id": id } })
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        "x-request-id": id,
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer"
      })
    }
    expect(await rest.send("HEAD", "/healthz")).toMatchObject({ status: 200, body: undefined })
  })

  it("is logged with its request id, and never with a token or what somebody searched for", async () => {
    const token = await tokenOf("ben")
    const { id } = await rest.newIncident()
    await rest.send("GET", "/v1/people?search=secretive", { headers: { authorization: `Bearer ${token}` } })
    await rest.send("POST", `/v1/incidents/${id}/team`, { headers: { authorization: `Bearer ${token}` }, body: {} })
    await rest.send("GET", "/v1/favorites", { headers: { authorization: `Bearer ${token}x` } })
    const answer = await rest.send("GET", "/v1/favorites", { as: "ben" })
    const lines = rest.logged.map((line): unknown => JSON.parse(line))
    expect(lines).toContainEqual(
      expect.objectContaining({
        message: "Request answered",
        annotations: expect.objectContaining({
          requestId: answer.headers.get("x-request-id"),
          method: "GET",
          route: "/v1/favorites",
          status: 200
        })
      })
    )
    expect(rest.logged.join("\n")).not.toMatch(/eyJ|secretive/u)
  })
})
