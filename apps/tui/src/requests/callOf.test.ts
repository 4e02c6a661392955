import { execFileSync } from "node:child_process"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as sample from "../../testing/samples.ts"
import { asCurl, quoted } from "./asCurl.ts"
import { callOf } from "./callOf.ts"
import { isChange } from "./endpointOf.ts"
import type { Request } from "./Request.ts"

const server = "https://teams.example.com"
const incident = sample.incident(1)
const team = sample.team(incident)
const { id: incidentId } = incident
const { id: teamId } = team
const { id: personId } = sample.ana
const { id: groupId } = sample.tier1
const { workspace } = sample
const idempotencyKey = "a-1-0"
const person = { kind: "person", ...sample.ana } as const
const group = { kind: "group", ...sample.tier1 } as const

const sentBy = (request: Request) => {
  const call = callOf(server, request)
  if (call === undefined) throw new Error(`${request._tag} isn't complete.`)
  return call
}

const calls: ReadonlyArray<readonly [Request, method: string, path: string, body?: object]> = [
  [{ _tag: "Me" }, "GET", "/v1/me"],
  [{ _tag: "ReadTrouble" }, "GET", "/readyz"],
  [
    { _tag: "ListIncidents", workspace, statuses: ["New", "Active"], continuation: "c", since: 7 },
    "GET",
    "/v1/incidents?workspace=soc&status=New&status=Active&top=200&continuation=c"
  ],
  [{ _tag: "ListIncidents", workspace, statuses: [] }, "GET", "/v1/incidents?workspace=soc&top=200"],
  [{ _tag: "ReadIncident", incidentId }, "GET", `/v1/incidents/${incidentId}`],
  [{ _tag: "ReadDetails", incidentId }, "GET", `/v1/incidents/${incidentId}/details`],
  [{ _tag: "ReadTeam", teamId }, "GET", `/v1/teams/${teamId}`],
  [{ _tag: "ReadTimeline", teamId, continuation: "c" }, "GET", `/v1/teams/${teamId}/timeline?top=200&continuation=c`],
  [{ _tag: "ReadAccessRequests", teamId }, "GET", `/v1/teams/${teamId}/access-requests`],
  [{ _tag: "DraftTeam", incidentId }, "GET", `/v1/incidents/${incidentId}/team/draft`],
  [{ _tag: "ReadFavorites" }, "GET", "/v1/favorites"],
  [{ _tag: "SearchPeople", search: "ana s" }, "GET", "/v1/people?search=ana+s"],
  [{ _tag: "SizeGroup", groupId }, "GET", `/v1/groups/${groupId}`],
  [
    { _tag: "ChangeIncident", seen: { ...incident, etag: '"1"' }, change: { status: "Active" } },
    "PATCH",
    `/v1/incidents/${incidentId}`,
    { status: "Active" }
  ],
  [
    { _tag: "CreateTeam", incidentId, team: { name: "War room", people: [personId] }, idempotencyKey },
    "POST",
    `/v1/incidents/${incidentId}/team`,
    { name: "War room", people: [personId] }
  ],
  [
    { _tag: "RenameTeam", seen: { value: team, etag: '"1"' }, name: "War room", description: "", idempotencyKey },
    "PATCH",
    `/v1/teams/${teamId}`,
    { name: "War room", description: "" }
  ],
  [
    { _tag: "AddPeople", teamId, who: { groups: [groupId] }, idempotencyKey },
    "POST",
    `/v1/teams/${teamId}/people`,
    { groups: [groupId] }
  ],
  [
    { _tag: "RemovePeople", teamId, who: { people: [personId] }, idempotencyKey },
    "POST",
    `/v1/teams/${teamId}/people/remove`,
    { people: [personId] }
  ],
  [{ _tag: "ArchiveNow", teamId, idempotencyKey }, "POST", `/v1/teams/${teamId}/archive-now`],
  [{ _tag: "KeepOpen", teamId, idempotencyKey }, "POST", `/v1/teams/${teamId}/keep-open`],
  [{ _tag: "RetryTeam", teamId, idempotencyKey }, "POST", `/v1/teams/${teamId}/retry`],
  [{ _tag: "RestoreTeam", teamId, idempotencyKey }, "POST", `/v1/teams/${teamId}/restore`],
  [{ _tag: "RecreateTeam", teamId, idempotencyKey }, "POST", `/v1/teams/${teamId}/recreate`],
  [
    { _tag: "AskAccess", teamId, reason: "I run the mail gateway.", idempotencyKey },
    "POST",
    `/v1/teams/${teamId}/access-requests`,
    { reason: "I run the mail gateway." }
  ],
  [
    { _tag: "DecideAccess", teamId, requestId: "r1", verdict: "approve", reason: "", idempotencyKey },
    "POST",
    `/v1/teams/${teamId}/access-requests/r1/approve`,
    {}
  ],
  [
    { _tag: "DecideAccess", teamId, requestId: "r1", verdict: "deny", reason: "No.", idempotencyKey },
    "POST",
    `/v1/teams/${teamId}/access-requests/r1/deny`,
    { reason: "No." }
  ],
  [{ _tag: "Star", principal: person }, "PUT", `/v1/favorites/people/${personId}`],
  [{ _tag: "Star", principal: group }, "PUT", `/v1/favorites/groups/${groupId}`],
  [{ _tag: "Unstar", principal: person }, "DELETE", `/v1/favorites/people/${personId}`],
  [{ _tag: "Unstar", principal: group }, "DELETE", `/v1/favorites/groups/${groupId}`]
]

describe("the call behind a request", () => {
  const rows = calls.map(([request, method, path, body]) => ({ request, method, path, body }))
  it.each(rows)("$request._tag is what the client itself would send", ({ request, method, path, body }) => {
    const call = sentBy(request)
    expect({ method: call.method, url: decodeURIComponent(call.url) }).toEqual({ method, url: server + path })
    expect(call.body === undefined ? undefined : JSON.parse(call.body)).toEqual(body)
    expect(call.headers["idempotency-key"]).toBe("idempotencyKey" in request ? idempotencyKey : undefined)
    expect(call.headers["if-match"]).toBe("seen" in request ? '"1"' : undefined)
    expect(isChange(request)).toBe(method !== "GET")
  })

  it("isn't there as long as something is missing in it", () => {
    expect(callOf(server, { _tag: "AskAccess", teamId, reason: " ", idempotencyKey })).toBeUndefined()
    expect(callOf(server, { _tag: "SearchPeople", search: "" })).toBeUndefined()
  })

  it("names no token, in the call or in what is copied", () => {
    for (const [request] of calls) {
      const call = sentBy(request)
      expect(JSON.stringify(call).toLowerCase()).not.toContain("bearer")
      expect(asCurl(call)).toContain('"Authorization: Bearer $INCIDENT_TEAMS_TOKEN"')
    }
  })
})

describe("a call as curl", () => {
  it("can be pasted into a shell", () => {
    const call = sentBy({
      _tag: "AskAccess",
      teamId,
      reason: "It's ours: `rm -rf` & $HOME",
      idempotencyKey
    })
    expect(asCurl(call)).toBe(
      `curl -X POST -H "Authorization: Bearer $INCIDENT_TEAMS_TOKEN" -H 'idempotency-key: a-1-0'` +
        ` -H 'content-type: application/json'` +
        ` --data '{"reason":"It'\\''s ours: \`rm -rf\` & $HOME"}'` +
        ` ${server}/v1/teams/${teamId}/access-requests`
    )
  })

  it("always means the very text to a shell", () =>
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")),
        (text) => {
          expect(execFileSync("sh", ["-c", `printf %s ${quoted(text)}`], { encoding: "utf8" })).toBe(text)
        }
      ),
      { numRuns: 50 }
    ))
})
