import { sentinelResponder } from "@incident-teams/adapter-memory/BuiltInRoles"
import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { RightsHand } from "@incident-teams/adapter-memory/MemoryAzureRights"
import { oddWordsIn } from "@incident-teams/api/testing/plainEnglish"
import { IncidentSource, IncidentSourceUnavailable } from "@incident-teams/application/ports/IncidentSource"
import { handOn } from "@incident-teams/application/testing/Hand"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { outsideIsolates, rightToLeft, unsafe } from "@incident-teams/domain/testing/ArbitraryText"
import { Effect } from "effect"
import * as fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { liveEvents } from "../../testing/liveEvents.ts"
import { cookieOf, markOf, publicUrl } from "../../testing/pageVisitors.ts"
import { restUnderTest } from "../../testing/restUnderTest.ts"
import { sample, type SampleCaller, workspace } from "../../testing/sampleCallers.ts"

let rest = restUnderTest()
beforeEach(() => {
  rest = restUnderTest()
})
afterEach(() => rest.settled())

const asked = async (path: string, who?: SampleCaller, init: RequestInit = {}) => {
  const headers = new Headers(init.headers)
  if (who !== undefined) headers.set("cookie", await cookieOf(who))
  const answer = await rest.app.request(path, { ...init, headers })
  const text = await answer.text()
  expect(oddWordsIn(visibleText(text))).toEqual([])
  return { status: answer.status, headers: answer.headers, text }
}

/** What readers see of a page: no tags, nor what is in them. */
const visibleText = (page: string): string => page.replaceAll(/<[^>]*>/gu, " ").replaceAll("&#39;", "'")

it("finds an odd word on a page", () => {
  expect(oddWordsIn(visibleText('<p class="x">It isn&#39;t <b>wanted</b>.</p>'))).toHaveLength(1)
})

const form = (fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) => ({
  method: "POST",
  body: new URLSearchParams(fields),
  headers: { origin: publicUrl, ...headers }
})

/** A rule has no name that an incident tells. */
const rule = "201a3339-5d2e-4f3c-9f0e-0c9b3f3c1a11"

const openTeam = async (title = "Phishing: finance") => {
  const { id } = await rest.newIncident({ title, relatedAnalyticRuleIds: [`/subscriptions/s/alertRules/${rule}`] })
  await rest.send("POST", `/v1/incidents/${id}/team`, {
    as: "ben",
    body: { people: [sample.elif.id, sample.hugo.id] }
  })
  await rest.work()
  return id
}

describe("the Incident page", () => {
  it("shows everything to a person who may see it, and loads nothing from elsewhere", async () => {
    const id = await openTeam()
    await rest.run(
      Effect.flatMap(IncidentHand, (hand) =>
        hand.put(id, {
          alerts: [
            {
              id: "a1",
              name: "Sign-in from afar",
              severity: "High",
              tactics: ["InitialAccess"],
              remediationSteps: ["Revoke the sessions."],
              started: timestampOf(Date.now() - 60_000),
              url: "https://security.microsoft.com/alerts/1"
            }
          ],
          entities: [
            { id: "e1", kind: "Ip", name: "198.51.100.77", facts: [{ key: "c", label: "Country", value: "Portugal" }] },
            { id: "e2", kind: "QuantumDevice", name: "qd-1", facts: [] }
          ],
          bookmarks: [{ id: "b1", name: "SigninLogs", labels: [], query: "SigninLogs | take 1" }],
          tasks: [{ id: "t1", title: "Call Ana", status: "Completed", lastModifiedBy: { name: "Ben Sample" } }],
          relations: [{ id: "r1", relatedId: "/subscriptions/1", name: "abc", kind: "SecurityAlert" }]
        })
      )
    )
    const { status, headers, text } = await asked(`/incidents/${id}`, "dev")
    expect(status).toBe(200)
    for (const shown of [
      "<title>1 Phishing: finance</title>",
      "Sign-in from afar",
      "Revoke the sessions.",
      "Open the alert at security.microsoft.com",
      "198.51.100.77",
      "Portugal",
      "Quantum device",
      "SigninLogs | take 1",
      "Completed by Ben Sample",
      "1 of 1 completed",
      "Hugo Sample",
      "The account is disabled.",
      "Open the team in Teams",
      "The team is ready.",
      "<svg"
    ]) {
      expect(text).toContain(shown)
    }
    expect(text).not.toContain(rule)
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors https:\/\/teams\.microsoft\.com /u
    )
    expect(headers.has("x-frame-options")).toBe(false)
    expect(headers.get("cache-control")).toBe("no-store")
    expect(text).not.toMatch(/<script(?![^>]* src="\/page\/)|<style|\son\w+=|\sstyle=|javascript:/iu)
    for (const [, address = ""] of text.matchAll(/<(?:script|link|img)[^>]* (?:src|href)="([^"]+)"/gu)) {
      expect(address).toMatch(/^\/page\//u)
      const file = await rest.app.request(address)
      expect(file.status).toBe(200)
      expect(file.headers.get("cache-control")).toContain("immutable")
    }
  })

  it.each(["page.css", "package.json", "..%2f..%2fpackage.json", "constructor"])(
    "serves no file of another version or name (%s)",
    async (name) => {
      expect((await asked(`/page/AAAAAAAAAAAA/${name}`)).status).toBe(404)
    }
  )

  it("lets no text of an attacker hide something, or move the words around it", async () => {
    const hostile = "שלום\u202e\u2069\u200bexe.\u0000\u001b[2J<b>"
    const { id } = await rest.newIncident({
      title: hostile,
      description: `${hostile}\n${hostile}`,
      labels: [{ name: hostile }]
    })
    await rest.send("POST", `/v1/incidents/${id}/team`, { as: "ben", body: { name: hostile, description: hostile } })
    await rest.work()
    await rest.run(
      Effect.flatMap(IncidentHand, (hand) =>
        hand.put(id, {
          alerts: [
            { id: "a1", name: hostile, tactics: [hostile], remediationSteps: [hostile], started: timestampOf(0) }
          ],
          entities: [{ id: "e1", kind: hostile, name: hostile, facts: [{ key: "c", label: hostile, value: hostile }] }],
          bookmarks: [{ id: "b1", name: hostile, labels: [hostile], query: hostile, notes: hostile }],
          tasks: [{ id: "t1", title: hostile, status: "New", createdBy: { name: hostile } }]
        })
      )
    )
    await rest.run(Effect.flatMap(IncidentSource, (source) => source.putComment(id, "c1", hostile)))
    const { text } = await asked(`/incidents/${id}`, "dev")
    expect(text.replaceAll(/[\n\t]/gu, "").replaceAll(/[\u2068\u2069]/gu, "")).not.toMatch(unsafe)
    const outside = outsideIsolates(text.replaceAll(/<bdi>[^<]*<\/bdi>/gu, "").replaceAll(/<[^>]*>/gu, ""))
    expect(outside).not.toMatch(rightToLeft)
    expect(text).toContain(`<h1 id="title"><bdi>שלוםexe.[2J&lt;b&gt;</bdi></h1>`)
  })

  it("shows nothing of the incident to anybody else, and says what is missing and how to get it", async () => {
    const id = await openTeam("Secret title")
    const { status, text } = await asked(`/incidents/${id}`, "farid")
    expect(status).toBe(403)
    expect(text).not.toContain("Secret title")
    expect(text).toContain("You are signed in as <strong>Farid Sample</strong>")
    expect(text).toContain(
      "Microsoft.SecurityInsights/incidents/read on the workspace soc, or to be a member of the incident&#39;s team"
    )
    expect(text).toContain("Ask one of the team&#39;s owners to add you.")
    expect(text).toContain("Sign in as someone else")
    const none = await asked(`/incidents/soc~nothing-of-that-name`, "farid")
    expect({ ...none, headers: undefined, text: none.text.replaceAll("nothing-of-that-name", id.slice(4)) }).toEqual({
      status,
      headers: undefined,
      text
    })
  })

  it("is there for a member of the team without a role, for this incident alone", async () => {
    const id = await openTeam()
    const other = await rest.newIncident()
    const { status, text } = await asked(`/incidents/${id}`, "elif")
    expect(status).toBe(200)
    expect(text).toContain("You are a member of this team.")
    expect((await asked(`/incidents/${other.id}`, "elif")).status).toBe(403)
  })

  it.each(["/incidents/nothing", "/incidents/soc~", "/incidents/..%2f..%2fv1", "/incidents/%3Cscript%3E"])(
    "isn't at %s",
    async (path) => {
      const { status, text } = await asked(path, "dev")
      expect(status).toBe(404)
      expect(text).not.toContain("<script>")
    }
  )

  it("shows the team by itself while Sentinel can't be asked, and says so", async () => {
    const id = await openTeam()
    const away = new IncidentSourceUnavailable({ reason: "Sentinel is away.", cause: "inside" })
    await rest.use(handOn(IncidentSource), (hand) => hand.failNext("get", away))
    const { status, text } = await asked(`/incidents/${id}`, "elif")
    expect(status).toBe(200)
    expect(text).toContain("The incident can't be read right now.")
    expect(text).toContain("Sentinel is away.")
    expect(text).toContain("Open the team in Teams")
    expect(text).not.toContain("inside")
    const bare = await rest.newIncident()
    await rest.use(handOn(IncidentSource), (hand) => hand.failNext("get", away))
    expect((await asked(`/incidents/${bare.id}`, "dev")).status).toBe(503)
  })

  it("says of each part that can't be read that it can't", async () => {
    const { id } = await rest.newIncident()
    await rest.use(handOn(IncidentSource), (hand) => {
      hand.failNext("alerts", new IncidentSourceUnavailable({ reason: "Alerts are away.", cause: undefined }))
    })
    const { text } = await asked(`/incidents/${id}`, "dev")
    expect(text).toContain("Alerts are away.")
    expect(text).toContain("This incident has no entities.")
  })
})

describe("whatever attackers write", () => {
  const hostile = fc.constantFrom(
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><script>alert(1)</script>",
    "</textarea></svg><svg onload=alert(1)>",
    "javascript:alert(1)",
    'https://attacker.example/"><u>',
    "&lt;script&gt;",
    "${alert(1)}",
    "]]>--><!--"
  )
  const tagged =
    /<(?:script(?! type="(?:module|text\/javascript)" src="\/page\/)|img|iframe|object|embed|svg onload|u>)|\son\w+="|\son\w+='|href="(?!https:|\/|#|")/iu

  it("stays text on the page, in its title and in its attributes", async () => {
    const { id } = await rest.newIncident()
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        await rest.run(
          Effect.gen(function* () {
            const hand = yield* IncidentHand
            yield* hand.change(id, {
              title: text,
              description: text,
              severity: text,
              status: text,
              url: text,
              providerUrl: text,
              labels: [{ name: text }],
              tactics: [text],
              owner: { name: text },
              classification: text,
              relatedAnalyticRuleIds: [text],
              merged: { into: 1, url: text }
            })
            yield* hand.put(id, {
              alerts: [
                {
                  id: text,
                  name: text,
                  description: text,
                  severity: text,
                  tactics: [text],
                  remediationSteps: [text],
                  url: text,
                  started: timestampOf(1_000)
                }
              ],
              entities: [{ id: text, kind: text, name: text, facts: [{ key: text, label: text, value: text }] }],
              bookmarks: [
                { id: text, name: text, notes: text, labels: [text], query: text, createdBy: { name: text } }
              ],
              tasks: [{ id: text, title: text, status: text, description: text, createdBy: { name: text } }],
              relations: [{ id: text, relatedId: text, name: text, kind: text }]
            })
          })
        )
        const { status, text: page } = await asked(`/incidents/${id}`, "dev")
        expect(status).toBe(200)
        expect(tagged.exec(page)?.[0]).toBeUndefined()
      }),
      { numRuns: 20 }
    )
  })

  it("the check for that finds what it is to find", () => {
    for (const page of ["<script>x</script>", "<img src=x>", '<a href="javascript:x">', '<p onclick="x">']) {
      expect(page).toMatch(tagged)
    }
  })
})

describe("requesting access", () => {
  it("works without script, for a person who may read and isn't in the team, once", async () => {
    const id = await openTeam()
    const { text } = await asked(`/incidents/${id}`, "dev")
    expect(text).toContain("Request access")
    const [, action = ""] = /<form class="ask" id="access" method="post" action="([^"]+)"/u.exec(text) ?? []
    const [, mark = ""] = /id="access"[\s\S]*?name="mark" value="([^"]+)"/u.exec(text) ?? []
    expect(mark).toBe(markOf("dev", `access ${id}`))
    const sent = await asked(action, "dev", form({ mark, reason: "I run the <b>gateway</b>." }))
    expect(sent).toMatchObject({ status: 303 })
    expect(sent.headers.get("location")).toBe(`/incidents/${encodeURIComponent(id)}#team`)
    const again = await asked(`/incidents/${id}`, "dev")
    expect(again.text).toContain("You requested access")
    expect(again.text).toContain("I run the &lt;b&gt;gateway&lt;/b&gt;.")
    expect(again.text).not.toContain("Request access")
    const requests = await rest.send("GET", `/v1/incidents/${id}/team`, { as: "ben" })
    expect(requests.body.accessRequestsWaiting).toBe(1)
  })

  it("isn't taken from another site, with another session's mark, without one, or without a reason", async () => {
    const id = await openTeam()
    const at = `/incidents/${id}/access`
    const good = { mark: markOf("dev", `access ${id}`), reason: "Please." }
    const refused = [
      await asked(at, "dev", form(good, { origin: "https://attacker.example" })),
      await asked(at, "dev", form(good, { origin: "null" })),
      await asked(at, "dev", { method: "POST", body: new URLSearchParams(good) }),
      await asked(at, "dev", form({ ...good, mark: markOf("ben", `access ${id}`) })),
      await asked(at, "dev", form({ ...good, mark: markOf("dev", "sign-out") })),
      await asked(at, "dev", form({ reason: "Please." }))
    ]
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403))
    const unsaid = [
      await asked(at, "dev", form({ ...good, reason: " " })),
      await asked(at, "dev", form({ ...good, reason: "x".repeat(1_001) }))
    ]
    expect(unsaid.map(({ status }) => status)).toEqual([400, 400])
    const { body } = await rest.send("GET", `/v1/incidents/${id}/team`, { as: "ben" })
    expect(body.accessRequestsWaiting).toBe(0)
  })

  it("isn't offered to members, nor where there is no team", async () => {
    const id = await openTeam()
    const { id: bare } = await rest.newIncident()
    expect((await asked(`/incidents/${id}`, "ben")).text).not.toContain("Request access")
    expect((await asked(`/incidents/${bare}`, "dev")).text).toContain("This incident has no team")
  })
})

describe("deciding on access requests", () => {
  const requested = async () => {
    const id = await openTeam()
    const body = { reason: "I run the <b>gateway</b>." }
    const { id: teamId } = (await rest.send("GET", `/v1/incidents/${id}/team`, { as: "ben" })).body
    const request = await rest.send("POST", `/v1/teams/${teamId}/access-requests`, { as: "dev", body })
    return { id, teamId, at: `/incidents/${encodeURIComponent(id)}/access/${request.body.request.id}` }
  }
  const pendingOf = async (teamId: string) =>
    (await rest.send("GET", `/v1/teams/${teamId}/access-requests`, { as: "ben" })).body.items.length

  it("is offered to an owner and to anyone who may add people, without script", async () => {
    const { id, teamId, at } = await requested()
    for (const who of ["ben", "chloe"] as const) {
      const { text } = await asked(`/incidents/${id}`, who)
      expect(text).toContain("<strong>Dev Sample</strong> requested access")
      expect(text).toContain("I run the &lt;b&gt;gateway&lt;/b&gt;.")
      expect(text).toContain(`action="${at}"`)
      expect(text).toContain(`value="${markOf(who, `decide ${id}`)}"`)
    }
    expect((await asked(`/incidents/${id}`, "dev")).text).not.toContain("Approve")
    const mark = markOf("chloe", `decide ${id}`)
    const sent = await asked(at, "chloe", form({ mark, decision: "approve", reason: "" }))
    expect(sent).toMatchObject({ status: 303 })
    expect(await pendingOf(teamId)).toBe(0)
    await rest.work()
    await expect
      .poll(async () => (await asked(`/incidents/${id}`, "dev")).text)
      .toContain("You are a member of this team.")
  })

  it("shows a denial to the person, with by whom and why, and when they may request access again", async () => {
    const { id, at } = await requested()
    const mark = markOf("ben", `decide ${id}`)
    await asked(at, "ben", form({ mark, decision: "deny", reason: "Ask <i>tier 2</i>." }))
    const { text } = await asked(`/incidents/${id}`, "dev")
    expect(text).toContain("Your access request was denied")
    expect(text).toContain("by Ben Sample")
    expect(text).toContain("Ask &lt;i&gt;tier 2&lt;/i&gt;.")
    expect(text).toContain("You can request access again from")
    expect(text).not.toContain("Why do you need access?")
    const again = await asked(
      `/incidents/${id}/access`,
      "dev",
      form({ mark: markOf("dev", `access ${id}`), reason: "Please." })
    )
    expect(again).toMatchObject({ status: 409 })
    expect(again.text).toContain("Ben Sample denied your access request")
  })

  it("isn't taken from another site, with another session's mark or use, nor without a decision", async () => {
    const { id, teamId, at } = await requested()
    const good = { mark: markOf("ben", `decide ${id}`), decision: "approve", reason: "" }
    const refused = [
      await asked(at, "ben", form(good, { origin: "https://attacker.example" })),
      await asked(at, "ben", form({ ...good, mark: markOf("chloe", `decide ${id}`) })),
      await asked(at, "ben", form({ ...good, mark: markOf("ben", `access ${id}`) })),
      await asked(at, "ben", form({ ...good, mark: markOf("ben", "decide soc~another") })),
      await asked(at, "ben", form({ ...good, decision: "" })),
      await asked(at, "dev", form({ ...good, mark: markOf("dev", `decide ${id}`) }))
    ]
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 400, 403])
    expect(await asked(at, "ben", form({ ...good, reason: "x".repeat(1_001) }))).toMatchObject({ status: 400 })
    expect(await pendingOf(teamId)).toBe(1)
    const unknown = await asked(`/incidents/${encodeURIComponent(id)}/access/nothing`, "ben", form(good))
    expect(unknown).toMatchObject({ status: 404 })
  })
})

describe("joining", () => {
  it("is offered instead of requesting access to those who may add people, and works without script", async () => {
    const id = await openTeam()
    const { text } = await asked(`/incidents/${id}`, "chloe")
    expect(text).toContain("Join the team")
    expect(text).not.toContain("Request access")
    const [, action = ""] = /action="([^"]+\/join)"/u.exec(text) ?? []
    const mark = markOf("chloe", `join ${id}`)
    expect(await asked(action, "chloe", form({ mark: markOf("chloe", `access ${id}`) }))).toMatchObject({ status: 403 })
    expect(await asked(action, "chloe", form({ mark }))).toMatchObject({ status: 303 })
    expect(await asked(action, "dev", form({ mark: markOf("dev", `join ${id}`) }))).toMatchObject({ status: 403 })
    await rest.work()
    await expect
      .poll(async () => (await asked(`/incidents/${id}`, "chloe")).text)
      .toContain("You are a member of this team.")
    expect((await asked(`/incidents/${id}`, "dev")).text).not.toContain("Join the team")
  })
})

it("changes nothing for someone whose account was disabled after they signed in", async () => {
  const id = await openTeam()
  await rest.run(
    Effect.map(RightsHand, ({ assign }) => assign(sample.hugo.id, WorkspaceAlias.make(workspace), sentinelResponder))
  )
  for (const [path, use, fields] of [
    ["join", "join", {}],
    ["access", "access", { reason: "Please." }],
    ["access/nothing", "decide", { decision: "deny", reason: "" }]
  ] as const) {
    const mark = markOf("hugo", `${use} ${id}`)
    const { status, text } = await asked(`/incidents/${id}/${path}`, "hugo", form({ ...fields, mark }))
    expect([status, text]).toEqual([403, expect.stringContaining("an enabled account in the tenant")])
  }
})

describe("the live page", () => {
  const follow = async (id: string, who: SampleCaller, query = "") => {
    const answer = await rest.app.request(`/incidents/${id}/live${query}`, { headers: { cookie: await cookieOf(who) } })
    expect(answer.status).toBe(200)
    return liveEvents(answer)
  }

  it("brings the page anew as soon as something on it changed, and nothing otherwise", async () => {
    const id = await openTeam()
    const [, version = ""] = /data-version="([^"]+)"/u.exec((await asked(`/incidents/${id}`, "dev")).text) ?? []
    const live = await follow(id, "dev", `?have=${version}`)
    await rest.send("PATCH", `/v1/incidents/${id}`, {
      as: "ben",
      body: { status: "Closed", classification: "Undetermined" }
    })
    const event = await live.next()
    expect(event).toMatchObject({
      event: "page",
      data: {
        title: "1 Phishing: finance",
        state: expect.stringContaining("Closed"),
        main: expect.stringContaining("<main")
      }
    })
    expect(event?.id).not.toBe(version)
    await live.close()
  })

  it("ends with an event of its own for a person who may not see it any more", async () => {
    const id = await openTeam()
    const live = await follow(id, "elif")
    expect(await live.next()).toMatchObject({ event: "page" })
    const { body } = await rest.send("GET", `/v1/incidents/${id}/team`, { as: "ben" })
    await rest.send("POST", `/v1/teams/${body.id}/people/remove`, { as: "ben", body: { people: [sample.elif.id] } })
    await rest.work()
    expect(await live.until(({ event }) => event === "over")).toMatchObject({ event: "over" })
    expect(await live.next()).toBeUndefined()
    await live.close()
  })

  it("tells nothing more once its reader signed out", async () => {
    const id = await openTeam()
    const live = await follow(id, "ana")
    expect(await live.next()).toMatchObject({ event: "page" })
    expect(
      await asked("/sign-out", "ana", form({ to: `/incidents/${id}`, mark: markOf("ana", "sign-out") }))
    ).toMatchObject({
      status: 303
    })
    await rest.send("PATCH", `/v1/incidents/${id}`, {
      as: "ben",
      body: { status: "Closed", classification: "Undetermined" }
    })
    expect(await live.next()).toMatchObject({ event: "over" })
    expect(await live.next()).toBeUndefined()
    await live.close()
  })

  it("is told to nobody who isn't signed in or may not see it", async () => {
    const id = await openTeam()
    expect((await asked(`/incidents/${id}/live`, "farid")).status).toBe(403)
    expect((await asked(`/incidents/${id}/live`, undefined, { headers: { "sec-fetch-dest": "empty" } })).status).toBe(
      401
    )
  })
})

describe("what a page is sent", () => {
  it("isn't read to its end where it is longer than any form of ours", async () => {
    const id = await openTeam()
    const answer = await asked(`/incidents/${id}/access`, "dev", form({ reason: "x".repeat(200_000) }))
    expect([answer.status, answer.text]).toEqual([403, expect.stringContaining("nothing was changed.")])
  })
})

describe("the page on which a tab of our Teams app is configured", () => {
  it("asks for an address, may be framed by Teams and needs nobody to sign in", async () => {
    const { status, text, headers } = await asked("/teams/configure")
    expect(status).toBe(200)
    expect(text).toContain('<label for="address">')
    expect(text).toMatch(/MicrosoftTeams\.min\.js[^]+configure\.js/u)
    expect(headers.get("content-security-policy")).toContain("frame-ancestors https://teams.microsoft.com")
  })
})
