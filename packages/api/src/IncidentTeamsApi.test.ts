import { Schema } from "effect"
import { OpenApi } from "effect/http-api"
import { describe, expect, it } from "vitest"
import { IncidentTeamsApi } from "./IncidentTeamsApi.ts"
import { Problem, problems } from "./problems/Problem.ts"
import { NotAllowedProblem } from "./problems/requestProblems.ts"

const document = OpenApi.fromApi(IncidentTeamsApi)
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    path,
    method,
    operation: Object(operation)
  }))
)
const schemas: Record<string, { readonly additionalProperties?: boolean; readonly properties?: object }> = Object(
  document.components.schemas
)

/** Called without a token: by operators, and by clients that have none yet. */
const isPublic = (path: string): boolean => ["/healthz", "/readyz", "/v1/sign-in"].includes(path)

describe("the contract", () => {
  it("has every endpoint", () => {
    expect(operations.map(({ name }) => name).toSorted()).toEqual([
      "DELETE /v1/favorites/groups/{groupId}",
      "DELETE /v1/favorites/people/{personId}",
      "GET /healthz",
      "GET /readyz",
      "GET /v1/events",
      "GET /v1/favorites",
      "GET /v1/groups/{groupId}",
      "GET /v1/incidents",
      "GET /v1/incidents/{incidentId}",
      "GET /v1/incidents/{incidentId}/details",
      "GET /v1/incidents/{incidentId}/team",
      "GET /v1/incidents/{incidentId}/team/draft",
      "GET /v1/me",
      "GET /v1/operations/{operationId}",
      "GET /v1/people",
      "GET /v1/sign-in",
      "GET /v1/teams",
      "GET /v1/teams/{teamId}",
      "GET /v1/teams/{teamId}/access-requests",
      "GET /v1/teams/{teamId}/events",
      "GET /v1/teams/{teamId}/timeline",
      "GET /v1/teams/{teamId}/timeline/{position}/people",
      "GET /v1/workspaces",
      "PATCH /v1/incidents/{incidentId}",
      "PATCH /v1/teams/{teamId}",
      "POST /v1/hooks/sentinel",
      "POST /v1/incidents/{incidentId}/team",
      "POST /v1/teams/{teamId}/access-requests",
      "POST /v1/teams/{teamId}/access-requests/{requestId}/approve",
      "POST /v1/teams/{teamId}/access-requests/{requestId}/deny",
      "POST /v1/teams/{teamId}/archive-now",
      "POST /v1/teams/{teamId}/incidents",
      "POST /v1/teams/{teamId}/incidents/remove",
      "POST /v1/teams/{teamId}/keep-open",
      "POST /v1/teams/{teamId}/merge",
      "POST /v1/teams/{teamId}/people",
      "POST /v1/teams/{teamId}/people/remove",
      "POST /v1/teams/{teamId}/recreate",
      "POST /v1/teams/{teamId}/restore",
      "POST /v1/teams/{teamId}/retry",
      "PUT /v1/favorites/groups/{groupId}",
      "PUT /v1/favorites/people/{personId}"
    ])
  })

  it("has each schema once, under the name that it has in the code", () => {
    const names = Object.keys(document.components.schemas)
    expect(names).toContain("Actor")
    expect(names.filter((name) => /_\d+$|Encoded$/u.test(name))).toEqual([])
  })

  it("shows numbers and Booleans of the query as such, with their bounds and defaults", () => {
    const parameters = operations.flatMap(({ operation }) => operation.parameters)
    const schemasOf = (name: string) =>
      parameters.filter((parameter: { name: string }) => parameter.name === name).map(({ schema }) => schema)
    for (const schema of schemasOf("top")) {
      expect(schema).toMatchObject({
        type: "integer",
        minimum: 1,
        maximum: expect.any(Number),
        default: expect.any(Number)
      })
    }
    expect(schemasOf("top").length).toBeGreaterThan(2)
    expect(schemasOf("number")).toMatchObject([{ type: "integer", minimum: 0 }])
    expect(schemasOf("blocked")).toMatchObject([{ type: "boolean" }])
  })

  it.each(operations)(
    "$name has a summary and a description, requires a token, and returns refusals as problems",
    ({ path, operation }) => {
      expect(operation.summary).toMatch(/^[A-Z][^.]+[^.]$/u)
      expect(operation.description).toMatch(/^[A-Z].+\.$/su)
      expect(operation.security).toEqual(isPublic(path) ? [] : [{ entra: [] }])
      const statuses = Object.keys(operation.responses)
      expect(statuses).toEqual(expect.arrayContaining(isPublic(path) ? ["200", "500"] : ["400", "401", "406", "500"]))
      for (const status of statuses.filter((one) => Number(one) >= 400)) {
        expect(Object.keys(operation.responses[status].content)).toEqual(["application/problem+json"])
      }
    }
  )

  /** A hook only reports a change: reporting it twice has no further effect. */
  const effective = operations.filter(({ method, path }) => method === "post" && !path.startsWith("/v1/hooks/"))
  it.each(effective)("$name takes an Idempotency-Key", ({ operation }) => {
    const names = operation.parameters.map(({ name }: { readonly name: string }) => name)
    expect(names).toContain("idempotency-key")
  })

  it("rejects unknown names in every body that it accepts", () => {
    const bodies = operations.flatMap(({ operation }) => {
      const schema = operation.requestBody?.content["application/json"].schema
      return schema === undefined ? [] : [String(schema.$ref).replace("#/components/schemas/", "")]
    })
    expect(new Set(bodies)).toEqual(
      new Set([
        "AccessDecision",
        "IncidentChange",
        "IncidentLink",
        "IncidentUnlink",
        "MergeDecision",
        "NewAccessRequest",
        "NewTeam",
        "PeopleChange",
        "SentinelHook",
        "TeamChange"
      ])
    )
    // Microsoft writes a hook's body, and may write more into it at any time.
    for (const name of bodies.filter((one) => one !== "SentinelHook")) {
      expect(schemas[name]?.additionalProperties).toBe(false)
    }
  })

  it("has an example for the values that callers make up", () => {
    const text = JSON.stringify(document)
    for (const example of ["soc~73e01a99-5cd7-4139-a149-9f2736ff2ab5", "2046feea-040d-4a46-9e2b-91c2941bfa70"]) {
      expect(text).toContain(`"examples":["${example}"]`)
    }
  })
})

describe("problems", () => {
  const types = problems.map(({ fields }) => fields.type.schema.literal)

  it("have unique and stable types", () => {
    expect(new Set(types).size).toBe(types.length)
    for (const type of types) expect(type).toMatch(/^\/problems\/[a-z]+(?:-[a-z]+)*$/u)
  })

  it("all have a remedy, and may name the invalid field", () => {
    for (const { fields } of problems) {
      expect(Object.keys(fields)).toEqual(
        expect.arrayContaining(["type", "title", "status", "detail", "remedy", "field", "instance"])
      )
    }
  })

  it("are all declared by some endpoint", () => {
    const named = JSON.stringify(document.components.schemas)
    // Returned before the endpoint is known.
    const everywhere = [
      "/problems/no-such-route",
      "/problems/method-not-allowed",
      "/problems/malformed-request",
      "/problems/headers-too-large"
    ]
    expect(types.filter((type) => !named.includes(`"${type}"`)).toSorted()).toEqual(everywhere.toSorted())
  })

  it("survive the wire", () => {
    const codec = Schema.toCodecJson(Problem)
    const problem = new NotAllowedProblem({ detail: "d", remedy: "r", who: "Dev", what: "w", needs: "n" })
    const wire = JSON.stringify(Schema.encodeSync(codec)(problem))
    const back = Schema.decodeUnknownSync(codec)(JSON.parse(wire))
    expect(back).toBeInstanceOf(NotAllowedProblem)
    expect(back).toEqual(problem)
  })
})
