import { BelongingName, type IncidentDocuments } from "@incident-teams/application/ports/IncidentDocuments"
import { asCaller, asSystem } from "@incident-teams/application/ports/Session"
import { PersonId, TenantId } from "@incident-teams/domain/ids/directoryIds"
import { incidentIdOf } from "@incident-teams/domain/ids/IncidentId"
import { IncidentName } from "@incident-teams/domain/ids/IncidentName"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Effect, Redacted } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as SentinelIncidentDocuments from "./SentinelIncidentDocuments.ts"
import { anyText } from "./testing/anyText.ts"
import { fakeArm, type FakeOutcome } from "./testing/fakeArm.ts"

const soc = WorkspaceAlias.make("soc")
const scope = { subscriptionId: "00000000-0000-4000-8000-000000000001", resourceGroup: "rg", workspace: "ws" }
const incident = incidentIdOf(soc, IncidentName.make("one"))
const note = { incident, below: { kind: "comments" as const, name: BelongingName.make("note") } }
const collection =
  "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.OperationalInsights" +
  "/workspaces/ws/providers/Microsoft.SecurityInsights/incidents"
const id = "00000000-0000-4000-8000-000000000001"
const ana = asCaller({
  caller: { _tag: "User", id: PersonId.make(id), name: "ana" },
  tenant: TenantId.make(id),
  token: Redacted.make("assertion")
})

type Documents = IncidentDocuments["Service"]

/** What a call came to where ARM answers so, and what was sent. */
const against = async <A, E>(outcome: FakeOutcome, call: (documents: Documents) => Effect.Effect<A, E>) => {
  const arm = fakeArm(() => outcome)
  const result = await Effect.runPromise(
    Effect.flatMap(SentinelIncidentDocuments.make([{ alias: soc, scope }]), (documents) =>
      Effect.result(call(documents))
    ).pipe(Effect.provide(arm.layer))
  )
  const sent = arm.requests.map(({ method, url, headers, body }) => ({
    line: `${method} ${url.slice("https://arm.example".length)}`,
    token: headers.get("authorization"),
    body
  }))
  return { result, sent }
}

const list = (query: Parameters<Documents["list"]>[1]) => (documents: Documents) =>
  documents.list({ workspace: soc }, query, asSystem)
const page = (nextLink: string): FakeOutcome => ({ status: 200, body: { value: [], nextLink } })
const error = (status: number, code: string, message = ""): FakeOutcome => ({
  status,
  body: { error: { code, message } }
})

describe("what goes to Azure", () => {
  it("is the document as it came, once, in the caller's name, at the configured api-version", async () => {
    const document = { etag: '"1"', properties: { title: "x", newer: { than: ["us"] } }, alsoNew: null }
    const { result, sent } = await against({ status: 201, body: document }, (documents) =>
      documents.put({ incident }, document, ana)
    )
    expect(sent).toEqual([
      { line: `PUT ${collection}/one?api-version=2025-09-01`, token: "Bearer of-ana", body: JSON.stringify(document) }
    ])
    // The answer is no whole incident, which only keeps the team from following at once.
    expect(result).toMatchObject({ success: { document, created: true } })
    expect(result).not.toHaveProperty("success.incident")
  })

  it.each([
    [200, true],
    [204, false]
  ])("a DELETE answered with %s and no body: deleted %s", async (status, deleted) => {
    const { result, sent } = await against({ status, body: "" }, (documents) => documents.delete(note, ana))
    expect(result).toMatchObject({ success: deleted })
    expect(sent).toMatchObject([{ line: `DELETE ${collection}/one/comments/note?api-version=2025-09-01` }])
  })

  it.each<[string, (documents: Documents) => Effect.Effect<unknown, unknown>]>([
    ["put", (documents) => documents.put(note, {}, ana)],
    ["delete", (documents) => documents.delete(note, ana)]
  ])("is never repeated by %s", async (_, call) => {
    const { result, sent } = await against({ status: 500, body: "" }, call)
    expect(result).toMatchObject({ failure: { _tag: "IncidentSourceUnavailable" } })
    expect(sent).toHaveLength(1)
  })

  it("are the caller's options, whatever they hold, and never another host or path", async () => {
    await fc.assert(
      fc.asyncProperty(anyText(), anyText(), anyText(), async (filter, orderby, top) => {
        const { sent } = await against(page(""), list({ filter, orderby, top }))
        const url = new URL(sent[0]?.line.slice("GET ".length) ?? "", "https://arm.example")
        expect(url.pathname).toBe(collection)
        expect(Object.fromEntries(url.searchParams)).toEqual({
          "api-version": "2025-09-01",
          $filter: filter.toWellFormed(),
          $orderby: orderby.toWellFormed(),
          $top: top.toWellFormed()
        })
      })
    )
  })
})

describe("a next page", () => {
  const next = `https://arm.example${collection}?api-version=2025-09-01&$top=1&$skipToken=abc`

  it("is asked for as Azure said, at our own address", async () => {
    const { result } = await against(page(next), list({ top: "1" }))
    const found = result._tag === "Success" ? result.success.next : undefined
    expect(found).not.toContain("abc")
    const { sent } = await against(page(""), list({ top: "1", next: found ?? "" }))
    expect(sent.map(({ line }) => line)).toEqual([next.replace("https://arm.example", "GET ")])
  })

  it.each([
    ["another host", next.replace("arm.example", "evil.example")],
    ["another workspace", next.replace("/ws/", "/theirs/")],
    ["no address", "soon"]
  ])("isn't followed to %s", async (_, nextLink) => {
    const { result } = await against(page(nextLink), list({ top: "1" }))
    expect(result).toMatchObject({ failure: { _tag: "IncidentSourceUnavailable" } })
  })

  it("never leads anywhere else, with any change to the token", async () => {
    await fc.assert(
      fc.asyncProperty(anyText(), async (made) => {
        const { result, sent } = await against(page(""), list({ next: made }))
        expect(result).toMatchObject({ failure: { _tag: "UnknownIncidentContinuation" } })
        expect(sent).toEqual([])
      })
    )
  })

  it("that Azure has forgotten is begun again", async () => {
    const { result } = await against(page(next), list({}))
    const found = result._tag === "Success" ? (result.success.next ?? "") : ""
    const again = await against(error(400, "BadRequest"), list({ next: found }))
    expect(again.result).toMatchObject({ failure: { _tag: "UnknownIncidentContinuation" } })
  })
})

describe("what Azure refuses", () => {
  const elsewhere =
    "The Resource 'Microsoft.OperationalInsights/workspaces/ws' under resource group 'rg' was not found."

  it.each<[string, FakeOutcome, Readonly<Record<string, unknown>>]>([
    ["a missing document", error(404, "NotFound"), { _tag: "DocumentNotFound", name: "note" }],
    ["a missing workspace", error(404, "ResourceNotFound", elsewhere), { _tag: "IncidentSourceUnavailable" }],
    ["a missing group", error(404, "ResourceGroupNotFound"), { _tag: "IncidentSourceUnavailable" }],
    ["a 404 of something in between", { status: 404, body: "gone" }, { _tag: "IncidentSourceUnavailable" }],
    ["a stale etag", error(409, "Conflict"), { _tag: "DocumentConflict", name: "note" }],
    ["a bad document", error(400, "BadRequest", "No message."), { _tag: "IncidentRefused", reason: "No message." }],
    ["a missing right", error(403, "AuthorizationFailed"), { _tag: "NotAuthorized" }],
    ["too many requests", error(429, "TooManyRequests"), { _tag: "IncidentSourceUnavailable" }]
  ])("%s", async (_, outcome, failure) => {
    const { result } = await against(outcome, (documents) => documents.put(note, {}, ana))
    expect(result).toMatchObject({ failure })
  })

  it("an answer that is no document", async () => {
    const { result } = await against({ status: 200, body: [] }, (documents) => documents.get({ incident }, ana))
    expect(result).toMatchObject({ failure: { _tag: "IncidentSourceUnavailable" } })
  })
})
