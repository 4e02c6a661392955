import { Problem, problems } from "@incident-teams/api/problems/Problem"
import { Validator } from "@seriousme/openapi-schema-validator"
import { Predicate, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { documentUnderTest as document, faultsOf, operations } from "../../testing/documentUnderTest.ts"
import { contractRoutes } from "../contract/contractRoutes.ts"

const problemJson = "application/problem+json"
/** Content by media type; none where there is no content. */
const entriesOf = (content: object | undefined): ReadonlyArray<[string, unknown]> => Object.entries(content ?? {})
const exampleIn = (media: unknown): unknown => (Predicate.hasProperty(media, "example") ? media.example : undefined)
const documented = (path: string): string => path.replaceAll(/:(\w+)/gu, "{$1}")
const decodeProblem = Schema.decodeUnknownSync(Schema.toCodecJson(Problem))

/** One problem of each kind, as the document shows it to its readers. */
const samples = Object.entries(document.components.examples).map(([name, { value }]) => ({ name, value }))

/** What each endpoint of the contract refuses with: asked of the contract itself. */
const declared = contractRoutes.flatMap((route) =>
  samples
    .map(({ name, value }) => ({ name, problem: decodeProblem(value) }))
    .filter(({ problem }) => route.declares(problem))
    .map(({ name, problem }) => ({ name, status: problem.status, method: route.method, path: documented(route.path) }))
)

describe("the document", () => {
  it("is OpenAPI 3.1, by OpenAPI's own schema", async () => {
    const validator = new Validator()
    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true })
    expect(validator.version).toBe("3.1")
  })

  it("refers to nothing that isn't there", () => {
    const named = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/gu)]
    expect(named.length).toBeGreaterThan(100)
    for (const [, kind = "", name = ""] of named) expect(document.components).toHaveProperty([kind, name])
  })

  it("has every endpoint of the contract, and no other", () => {
    expect(operations.map(({ name }) => name).toSorted()).toEqual(
      contractRoutes.map(({ method, path }) => `${method} ${documented(path)}`).toSorted()
    )
  })

  it("has an example of every problem but those of addresses that aren't in it", () => {
    const types = samples.map(({ value }) => decodeProblem(value).type)
    const ofNoAddress = ["no-such-route", "method-not-allowed", "malformed-request", "headers-too-large"]
    expect(new Set(types).size).toBe(problems.length - ofNoAddress.length)
    for (const type of ofNoAddress) expect(types).not.toContain(`/problems/${type}`)
  })

  it("tells of each refusal where the contract declares it", () => {
    expect(declared.length).toBeGreaterThan(contractRoutes.length * 3)
  })

  it.each(declared)("$method $path: $status $name", ({ method, path, status, name }) => {
    const media = document.paths[path]?.[method.toLowerCase()]?.responses[status]?.content?.[problemJson]
    expect(JSON.stringify(media?.schema)).toContain(`"#/components/schemas/${name}"`)
    expect(media).toMatchObject({ examples: { [name]: { $ref: `#/components/examples/${name}` } } })
    expect(faultsOf(document.components.examples[name]?.value, "components", "schemas", name)).toEqual([])
  })

  it("tells of no refusal that the contract doesn't declare", () => {
    const told = operations.flatMap(({ method, path, operation }) =>
      Object.entries(operation.responses).flatMap(([status, { content }]) =>
        Object.keys(content?.[problemJson]?.examples ?? {}).map((name) => `${method} ${path}: ${status} ${name}`)
      )
    )
    expect(told.toSorted()).toEqual(
      declared.map(({ method, path, status, name }) => `${method} ${path}: ${status} ${name}`).toSorted()
    )
  })
})

describe("the words of the document", () => {
  const { schemas } = document.components

  /** Every property that is a moment, by the path to it. */
  const momentsIn = (value: unknown, path: string): ReadonlyArray<readonly [path: string, property: object]> => {
    if (!Predicate.isObjectOrArray(value)) return []
    const isMoment = Predicate.hasProperty(value, "format") && value.format === "date-time"
    return [
      ...(isMoment ? ([[path, value]] as const) : []),
      ...Object.entries(value).flatMap(([name, part]) => momentsIn(part, `${path}.${name}`))
    ]
  }
  const moments = momentsIn(schemas, "schemas")

  it("say of every moment which one it is", () => {
    expect(moments.length).toBeGreaterThan(40)
    expect(moments.filter(([, property]) => !("description" in property)).map(([path]) => path)).toEqual([])
  })

  it("say of a new team's owner who needs one", () => {
    expect(schemas["NewTeam"]).toMatchObject({
      properties: { owner: { description: expect.stringContaining("Required for an application.") } }
    })
  })

  it("describe what is used in several places without one of them", () => {
    expect(schemas["Task"]).toMatchObject({ description: "A task that is done once for a team." })
    expect(schemas["Team"]).toMatchObject({ properties: { app: { $ref: "#/components/schemas/Task" } } })
  })

  it("say that live events are those of all workspaces, unless one is named", () => {
    const workspaceOf = (path: string) =>
      document.paths[path]?.["get"]?.parameters.find(({ name }) => name === "workspace")
    expect(workspaceOf("/v1/events")).toMatchObject({ description: expect.stringContaining("Default: all") })
    expect(workspaceOf("/v1/incidents")).toMatchObject({ description: expect.stringContaining("may read only one") })
  })

  it("say that a hook can't do without a body, whatever it is made of", () => {
    expect(document.paths["/v1/hooks/sentinel"]?.["post"]?.requestBody).toMatchObject({ required: true })
  })

  it("show a merged incident that goes on as another one", () => {
    const { requestBody } = document.paths["/v1/teams/{teamId}/merge"]?.["post"] ?? {}
    const [, media = {}] = entriesOf(requestBody?.content)[0] ?? []
    const example = exampleIn(media)
    expect(example).toMatchObject({ incident: expect.any(String), into: expect.any(String) })
    expect(new Set(Object.values(Object(example))).size).toBe(2)
  })
})

describe.each(operations)("$name", ({ path, method, operation }) => {
  const at = ["paths", path, method.toLowerCase()]

  it("says in words what it is for and what each parameter and header means", () => {
    expect(operation.summary).toMatch(/\w/u)
    for (const parameter of operation.parameters) expect(parameter).toHaveProperty("description")
    for (const { headers } of Object.values(operation.responses)) {
      for (const header of Object.values(headers)) {
        expect("$ref" in header || "description" in header).toBe(true)
      }
    }
  })

  it("has an example of every body, and each is one", () => {
    const bodies = entriesOf(operation.requestBody?.content).map(([type, media]) => ({
      example: exampleIn(media),
      steps: [...at, "requestBody", "content", type, "schema"]
    }))
    const answers = Object.entries(operation.responses).flatMap(([status, { content }]) =>
      entriesOf(content)
        .filter(([type]) => type === "application/json")
        .map(([type, media]) => ({
          example: exampleIn(media),
          steps: [...at, "responses", status, "content", type, "schema"]
        }))
    )
    for (const { example, steps } of [...bodies, ...answers]) {
      expect(example).toBeDefined()
      expect(faultsOf(example, ...steps)).toEqual([])
    }
  })

  it("says of a body that it may be left out, which counts as {}, where that is one", () => {
    for (const [type] of entriesOf(operation.requestBody?.content)) {
      const isOne = faultsOf({}, ...at, "requestBody", "content", type, "schema").length === 0
      expect(operation.requestBody).toMatchObject({ required: !isOne })
    }
  })

  it("wants a token, got by signing in or as an application, or says that it wants none", () => {
    const scope = "api://aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee/access_as_user"
    const { authenticated } = contractRoutes.find((route) => documented(route.path) === path) ?? {}
    expect(operation.security).toEqual(authenticated === true ? [{ entra: [] }, { entraSignIn: [scope] }] : [])
  })
})

describe("for this deployment, the document", () => {
  it("names where it is served and where tokens come from", () => {
    expect(document.servers).toEqual([{ url: "https://teams.test", description: "This server" }])
    expect(document.components.securitySchemes).toMatchObject({
      entra: { type: "http", scheme: "Bearer" },
      entraSignIn: {
        type: "oauth2",
        flows: {
          authorizationCode: {
            authorizationUrl: expect.stringMatching(/^https:\/\/login\.test\/[\w-]+\/oauth2\/v2\.0\/authorize$/u),
            tokenUrl: expect.stringMatching(/\/oauth2\/v2\.0\/token$/u)
          },
          clientCredentials: { scopes: { "api://aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee/.default": expect.any(String) } }
        }
      }
    })
  })

  it("closes the bodies that callers send, and leaves answers open for what comes later", () => {
    const { schemas } = document.components
    for (const name of ["NewTeam", "TeamChange", "IncidentChange"]) {
      expect(schemas[name]).toMatchObject({ additionalProperties: false })
    }
    for (const name of ["Team", "Incident", "TeamNotFoundProblem"]) {
      expect(schemas[name]).not.toHaveProperty("additionalProperties")
    }
  })
})
