import { gzipSync } from "node:zlib"
import { oddWordsIn } from "@incident-teams/api/testing/plainEnglish"
import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import { type Answered, restUnderTest, type Sent } from "../testing/restUnderTest.ts"
import { sample } from "../testing/sampleCallers.ts"
import { contractRoutes } from "./contract/contractRoutes.ts"

const rest = restUnderTest()
afterAll(() => rest.settled())

const { id } = await rest.newIncident()
const team = `/v1/incidents/${id}/team`
const unknownTeam = `/v1/teams/${"a".repeat(26)}`

interface Case {
  readonly what: string
  readonly method: string
  readonly path: string
  readonly sent?: Sent
  readonly status: number
  readonly type: string
  readonly more?: Record<string, unknown>
}

const cases: ReadonlyArray<Case> = [
  { what: "an unknown address", method: "GET", path: "/v2/teams", status: 404, type: "no-such-route" },
  { what: "an address with a slash at its end", method: "GET", path: "/v1/teams/", status: 404, type: "no-such-route" },
  {
    what: "another method",
    method: "DELETE",
    path: "/v1/teams",
    status: 405,
    type: "method-not-allowed",
    more: { allow: ["GET", "HEAD"] }
  },
  {
    what: "another method on an address with parameters",
    method: "PUT",
    path: team,
    status: 405,
    type: "method-not-allowed",
    more: { allow: ["GET", "HEAD", "POST"] }
  },
  {
    what: "an answer in a form that we don't have",
    method: "GET",
    path: "/v1/favorites",
    sent: { headers: { accept: "text/html, application/xml;q=0.9" } },
    status: 406,
    type: "not-acceptable"
  },
  {
    what: "a body that isn't declared as JSON",
    method: "POST",
    path: team,
    sent: { raw: "name=x", headers: { "content-type": "application/x-www-form-urlencoded" } },
    status: 415,
    type: "unsupported-media-type",
    more: { field: "Content-Type" }
  },
  {
    what: "a body that isn't JSON",
    method: "POST",
    path: team,
    sent: { raw: '{\n  "name": Blue }' },
    status: 400,
    type: "malformed-json",
    more: { line: 2, column: 11, position: 12 }
  },
  {
    what: "a body that breaks off",
    method: "POST",
    path: team,
    sent: { raw: '{"name":' },
    status: 400,
    type: "malformed-json",
    more: { line: 1, column: 9, position: 8 }
  },
  {
    what: "a body that isn't UTF-8",
    method: "POST",
    path: team,
    sent: { raw: Uint8Array.of(0x7b, 0xff, 0x7d) },
    status: 400,
    type: "malformed-json"
  },
  {
    what: "a body over the limit",
    method: "POST",
    path: team,
    sent: { body: { description: "x".repeat(256 * 1_024) } },
    status: 413,
    type: "body-too-large",
    more: {
      limitBytes: 256 * 1_024,
      remedy: "Send a smaller body. People and groups can be added in several requests."
    }
  },
  {
    what: "a body nested deep",
    method: "POST",
    path: team,
    sent: { raw: `${"[".repeat(5_000)}${"]".repeat(5_000)}` },
    status: 422,
    type: "invalid-body"
  },
  ...[[], "x", 1, null, true].map((body) => ({
    what: `a body that is ${JSON.stringify(body)}`,
    method: "POST",
    path: team,
    sent: { body },
    status: 422,
    type: "invalid-body"
  })),
  {
    what: "an unknown field",
    method: "POST",
    path: team,
    sent: { body: { nmae: "Blue" } },
    status: 422,
    type: "invalid-body",
    more: { field: "nmae" }
  },
  {
    what: "a field of another type",
    method: "POST",
    path: team,
    sent: { body: { name: 7 } },
    status: 422,
    type: "invalid-body",
    more: { field: "name" }
  },
  {
    what: "several wrong fields, told all at once",
    method: "POST",
    path: team,
    sent: { body: { name: 7, people: [sample.dev.id, "dev"], x: 1 } },
    status: 422,
    type: "invalid-body",
    more: {
      errors: expect.arrayContaining(["name", "people.1", "x"].map((field) => expect.objectContaining({ field })))
    }
  },
  {
    what: "a prototype in place of a field",
    method: "POST",
    path: team,
    sent: { raw: '{"__proto__":{"name":"x"}}' },
    status: 422,
    type: "invalid-body",
    more: { field: "__proto__" }
  },
  {
    what: "a required field left out",
    method: "POST",
    path: `${unknownTeam}/access-requests`,
    sent: { body: {} },
    status: 422,
    type: "invalid-body",
    more: { field: "reason" }
  },
  {
    what: "a blank reason",
    method: "POST",
    path: `${unknownTeam}/access-requests`,
    sent: { body: { reason: " \n" } },
    status: 422,
    type: "invalid-body",
    more: { field: "reason" }
  },
  {
    what: "a change of nothing",
    method: "PATCH",
    path: unknownTeam,
    sent: { body: {} },
    status: 422,
    type: "invalid-body"
  },
  {
    what: "an incident id that is none",
    method: "GET",
    path: "/v1/incidents/17",
    status: 400,
    type: "invalid-parameter",
    more: { field: "incidentId" }
  },
  {
    what: "a team id that is none",
    method: "GET",
    path: "/v1/teams/%00",
    status: 400,
    type: "invalid-parameter",
    more: { field: "teamId" }
  },
  {
    what: "an id that isn't properly encoded",
    method: "GET",
    path: "/v1/teams/%E0%A4%A",
    status: 400,
    type: "invalid-parameter",
    more: { field: "teamId" }
  },
  {
    what: "an operation id that is none",
    method: "GET",
    path: `/v1/operations/${"a".repeat(26)}.0`,
    status: 400,
    type: "invalid-parameter",
    more: { field: "operationId" }
  },
  {
    what: "an unknown query parameter",
    method: "GET",
    path: "/v1/incidents?stauts=New",
    status: 400,
    type: "invalid-parameter",
    more: { field: "stauts" }
  },
  {
    what: "a query parameter where there are none",
    method: "GET",
    path: "/v1/favorites?all=true",
    status: 400,
    type: "invalid-parameter",
    more: { field: "all" }
  },
  ...["0", "201", "1.5", "1e2", "-1", "x", ""].map((top) => ({
    what: `top=${top}`,
    method: "GET",
    path: `/v1/incidents?top=${top}`,
    status: 400,
    type: "invalid-parameter",
    more: { field: "top" }
  })),
  {
    what: "a parameter given twice",
    method: "GET",
    path: "/v1/incidents?top=1&top=2",
    status: 400,
    type: "invalid-parameter",
    more: { field: "top" }
  },
  {
    what: "a status that there isn't",
    method: "GET",
    path: "/v1/incidents?status=New&status=Open",
    status: 400,
    type: "invalid-parameter",
    more: { field: "status" }
  },
  {
    what: "a search for nothing",
    method: "GET",
    path: "/v1/people?search=%20",
    status: 400,
    type: "invalid-parameter",
    more: { field: "search" }
  },
  {
    what: "a search that isn't said",
    method: "GET",
    path: "/v1/people",
    status: 400,
    type: "invalid-parameter",
    more: { field: "search" }
  },
  {
    what: "half a surrogate pair, which is no text",
    method: "POST",
    path: team,
    sent: { raw: '{"name":"\\ud83d","people":["x\\ude00"]}' },
    status: 422,
    type: "invalid-body",
    more: { field: "name", errors: [expect.objectContaining({ field: "name" })] }
  },
  {
    what: "half a surrogate pair in a field's name",
    method: "POST",
    path: team,
    sent: { raw: '{"a":[{"\\ud83d":1}]}' },
    status: 422,
    type: "invalid-body",
    more: { field: "a.0" }
  },
  {
    what: "a compressed body",
    method: "POST",
    path: team,
    sent: { raw: gzipSync("{}"), headers: { "content-encoding": "gzip" } },
    status: 415,
    type: "unsupported-media-type",
    more: { field: "Content-Encoding" }
  },
  {
    what: "something said where nothing is to be said",
    method: "POST",
    path: `${unknownTeam}/retry`,
    sent: { body: { force: true } },
    status: 422,
    type: "invalid-body",
    more: { field: "force" }
  },
  {
    what: "something said with a favorite",
    method: "PUT",
    path: `/v1/favorites/people/${sample.dev.id}`,
    sent: { body: { name: "Dev" } },
    status: 422,
    type: "invalid-body",
    more: { field: "name" }
  },
  {
    what: "a name of nothing that can be seen",
    method: "POST",
    path: team,
    sent: { body: { name: "\u0000\u200b\u202e\u2028" } },
    status: 422,
    type: "invalid-team-name",
    more: { field: "name" }
  },
  {
    what: "an incident of a workspace that isn't served",
    method: "GET",
    path: "/v1/incidents/other~1",
    status: 404,
    type: "unknown-workspace",
    more: { field: "incidentId" }
  },
  {
    what: "a workspace that isn't served",
    method: "GET",
    path: "/v1/incidents?workspace=other",
    status: 404,
    type: "unknown-workspace",
    more: { field: "workspace" }
  },
  {
    what: "an Idempotency-Key with blanks",
    method: "POST",
    path: team,
    sent: { body: {}, headers: { "idempotency-key": "a b" } },
    status: 400,
    type: "invalid-parameter",
    more: { field: "Idempotency-Key" }
  },
  ...["4c1f0d9be2a7c3d8", 'w/"4c1f"', '"4c1f', '"4c1f", *', '"4c1f" "5d20"'].map((tag) => ({
    what: `an If-Match that is no list of ETags (${tag})`,
    method: "PATCH",
    path: `/v1/incidents/${id}`,
    sent: { body: { severity: "Low" }, headers: { "if-match": tag } },
    status: 400,
    type: "invalid-parameter",
    more: {
      field: "If-Match",
      detail: 'If-Match: Expected an ETag with its double quotes, such as "4c1f0d9be2a7c3d8", or *.'
    }
  })),
  {
    what: "a parameter that comes twice",
    method: "GET",
    path: "/v1/incidents?top=2&top=3",
    status: 400,
    type: "invalid-parameter",
    more: { errors: [{ field: "top", problem: "This parameter is given more than once." }] }
  },
  {
    what: "a wrong item of a parameter that takes several",
    method: "GET",
    path: "/v1/incidents?status=New&status=Odd",
    status: 400,
    type: "invalid-parameter",
    more: { field: "status", errors: [{ field: "status" }] }
  },
  {
    what: "a name that comes twice in a body",
    method: "POST",
    path: team,
    sent: { raw: '{"name":"One","name":"Two"}' },
    status: 422,
    type: "invalid-body",
    more: { errors: [{ field: "name", problem: "This field is given more than once." }] }
  },
  {
    what: "a name that comes twice in an empty object's place",
    method: "POST",
    path: `/v1/teams/${"a".repeat(26)}/retry`,
    sent: { raw: '{"a":1,"a":1}' },
    status: 422,
    type: "invalid-body",
    more: { field: "a" }
  },
  {
    what: "a body that is a list",
    method: "POST",
    path: team,
    sent: { raw: "[]" },
    status: 422,
    type: "invalid-body",
    more: { detail: "Expected an object.", errors: [{ field: "", problem: "Expected an object." }] }
  },
  {
    what: "values of the wrong types",
    method: "POST",
    path: team,
    sent: { body: { name: 1, people: "x", groups: [null], announce: "yes" } },
    status: 422,
    type: "invalid-body",
    more: {
      errors: [
        { field: "name", problem: "Expected a string." },
        { field: "people", problem: "Expected an array." },
        { field: "groups.0", problem: "Expected a string." },
        { field: "announce", problem: "Expected true or false." }
      ]
    }
  },
  {
    what: "a value that is none of those that there are",
    method: "PATCH",
    path: `/v1/incidents/${id}`,
    sent: { body: { severity: "Critical" } },
    status: 422,
    type: "invalid-body",
    more: { detail: 'severity: Expected "High", "Medium", "Low", or "Informational".' }
  },
  {
    what: "a text in place of an object or null",
    method: "PATCH",
    path: `/v1/incidents/${id}`,
    sent: { body: { owner: "ben" } },
    status: 422,
    type: "invalid-body",
    more: { detail: "owner: Expected an object or null." }
  },
  {
    what: "a phase that there isn't",
    method: "GET",
    path: "/v1/teams?phase=x",
    status: 400,
    type: "invalid-parameter",
    more: {
      detail: 'phase: Expected "requested", "provisioning", "open", "archiving", "archived", "reopening", or "lost".'
    }
  },
  {
    what: "an access request's ID that is none",
    method: "POST",
    path: `${unknownTeam}/access-requests/%F0%9F%9A%A8/approve`,
    sent: { body: {} },
    status: 400,
    type: "invalid-parameter",
    more: { detail: "requestId: Expected the ID of an access request." }
  },
  {
    what: "a whole number that is too large",
    method: "GET",
    path: `/v1/incidents?number=${"9".repeat(30)}`,
    status: 400,
    type: "invalid-parameter",
    more: { detail: "number: Expected a whole number from 0 to 999,999,999." }
  },
  {
    what: "a search that is too long",
    method: "GET",
    path: `/v1/incidents?search=${"x".repeat(201)}`,
    status: 400,
    type: "invalid-parameter",
    more: { detail: "search: Expected at most 200 characters." }
  },
  {
    what: "too many people at once",
    method: "POST",
    path: team,
    sent: { body: { people: Array.from({ length: 1_001 }, () => sample.dev.id) } },
    status: 422,
    type: "invalid-body",
    more: { detail: "people: Expected at most 1,000 people." }
  },
  {
    what: "no reason, where one is needed",
    method: "POST",
    path: `${unknownTeam}/access-requests`,
    sent: { body: {} },
    status: 422,
    type: "invalid-body",
    more: { detail: "reason: This field is required." }
  },
  {
    what: "a hook that names no incident",
    method: "POST",
    path: "/v1/hooks/sentinel",
    sent: { as: "playbook", body: {} },
    status: 422,
    type: "invalid-body",
    more: { errors: [{ field: "object.id", problem: "This field is required." }] }
  },
  {
    what: "a hook without a body",
    method: "POST",
    path: "/v1/hooks/sentinel",
    sent: { as: "playbook" },
    status: 422,
    type: "invalid-body",
    more: { detail: "object.id: This field is required." }
  },
  {
    what: "an operation of no team",
    method: "GET",
    path: `/v1/operations/${"a".repeat(26)}-1`,
    status: 404,
    type: "team-not-found",
    more: {
      field: "operationId",
      detail: "No team has this operation.",
      remedy: "Use the ID in the response to the request that was accepted with 202."
    }
  },
  {
    what: "a blank reason, which is said once",
    method: "POST",
    path: `${unknownTeam}/access-requests`,
    sent: { body: { reason: "  " } },
    status: 422,
    type: "invalid-body",
    more: { errors: [{ field: "reason", problem: "Expected a reason that isn't blank." }] }
  },
  {
    what: "a parameter that doesn't exist",
    method: "GET",
    path: "/v1/incidents?topp=1",
    status: 400,
    type: "invalid-parameter",
    more: { detail: "topp: This parameter doesn't exist." }
  },
  {
    what: "a continuation that was made up",
    method: "GET",
    path: `/v1/incidents?workspace=soc&continuation=${Buffer.from('{"asked":"","query":"?$filter=1"}').toString("base64url")}`,
    status: 400,
    type: "unknown-continuation",
    more: { field: "continuation" }
  }
]

const expectProblem = ({ status, headers, body }: Answered) => {
  expect(headers.get("content-type")).toBe("application/problem+json")
  expect(Object.keys(body).slice(0, 4)).toEqual(["type", "title", "status", "detail"])
  expect(body).toMatchObject({ status, remedy: expect.any(String) })
  expect(oddWordsIn(`${body.title}. ${body.detail} ${body.remedy}`)).toEqual([])
  expect(body.instance).toBe(`urn:uuid:${headers.get("x-request-id")}`)
}

describe("bad input", () => {
  it.each(cases)("$what: $status $type", async ({ method, path, sent, status, type, more }) => {
    const answer = await rest.send(method, path, { as: "ben", ...sent })
    expectProblem(answer)
    expect(answer.body).toMatchObject({ type: `/problems/${type}`, status, ...more })
    expect(answer.headers.get("allow")).toBe(status === 405 ? answer.body.allow.join(", ") : null)
  })

  it.each([
    ["PATCH", `/v1/incidents/${id}`],
    ["PATCH", unknownTeam],
    ["POST", `${unknownTeam}/people`],
    ["POST", `${unknownTeam}/people/remove`]
  ])("is no field's fault where nothing at all is to be changed: %s %s", async (method, path) => {
    for (const sent of [{ body: {} }, {}]) {
      const { body } = await rest.send(method, path, { as: "ben", ...sent })
      expect(body).toMatchObject({ type: "/problems/invalid-body", errors: [{ field: "" }] })
      expect(body).not.toHaveProperty("field")
    }
  })

  it("stores nothing and calls nothing", async () => {
    expect(await rest.teams()).toEqual([])
    expect((await rest.send("GET", "/v1/teams", { as: "ben" })).body).toEqual({ items: [] })
  })

  it("never gives a 500 or a stack trace, whatever JSON is sent anywhere", async () => {
    const routes = contractRoutes.filter(({ method }) => method !== "GET")
    const ids: Record<string, string> = {
      incidentId: id,
      teamId: "a".repeat(26),
      requestId: "x",
      personId: sample.dev.id,
      groupId: sample.dev.id
    }
    // Fields of the contract with values of all kinds come nearer to the code behind than random objects do.
    const field = fc.constantFrom("name", "description", "people", "groups", "owner", "reason", "status", "severity")
    const body = fc.oneof(fc.jsonValue(), fc.dictionary(field, fc.oneof(fc.jsonValue(), fc.constant([sample.dev.id]))))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...routes), body, async ({ method, path }, value) => {
        const address = path.replaceAll(/:(\w+)/gu, (_, name: string) => ids[name] ?? "")
        const answer = await rest.send(method, address, { as: "stranger", body: value })
        expect(answer.status).toBeGreaterThanOrEqual(200)
        expect(answer.status).toBeLessThan(500)
        if (answer.status >= 400) expectProblem(answer)
        expect(JSON.stringify(answer.body)).not.toMatch(/\bat .+\.[jt]s:\d+|node_modules/u)
      }),
      { numRuns: 300 }
    )
  })

  it("never gives a 500, whatever stands in the query", async () => {
    const routes = contractRoutes.filter(({ method, path }) => method === "GET" && !path.includes(":"))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...routes), fc.webQueryParameters(), async ({ path }, query) => {
        const answer = await rest.send("GET", `${path}?${query}`, { as: "dev" })
        expect([200, 400]).toContain(answer.status)
      })
    )
  })
})
