import { Predicate } from "effect"
import * as fc from "fast-check"
import { arbitraryOf } from "./arbitraryOf.ts"
import { documentUnderTest, type OperationUnderTest } from "./documentUnderTest.ts"
import type { TestCaller } from "./testTokens.ts"
import type { World } from "./worldUnderTest.ts"

const { schemas } = documentUnderTest.components

/** A request to one operation, before it is written down. */
export interface Call {
  /** Who calls; none: nobody. `raw` is an Authorization header that proves nothing. */
  readonly as: TestCaller | { readonly raw: string } | undefined
  readonly path: string
  readonly query: ReadonlyArray<readonly [string, string]>
  readonly headers: ReadonlyArray<readonly [string, string]>
  readonly body: { readonly text: string; readonly type?: string } | undefined
}

type Body = NonNullable<Call["body"]>
type Parameter = OperationUnderTest["operation"]["parameters"][number]

/** Texts that break what isn't careful: markup, paths, control characters, halves of pairs, much of something. */
const hostile: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "",
    " ",
    "\0",
    "%",
    "\ud800",
    "\u202e\ufeff",
    "-1",
    "0",
    "201",
    "999999999",
    "0",
    "201",
    "999999999",
    "1e309",
    "NaN",
    "null",
    "a,b;c=d\t"
  ),
  fc.constantFrom("%2e%2e%2f", "../../etc/passwd", "__proto__", "constructor", "[object Object]"),
  fc.constantFrom("' OR 1=1 --", "<script>alert(1)</script>", "${7*7}", "é".repeat(3_000))
)

const json = (value: unknown): Body => ({ text: JSON.stringify(value) ?? "", type: "application/json" })

/** The right body with one field of another kind, or with one that doesn't belong there. */
const spoilt = (body: fc.Arbitrary<unknown>, names: ReadonlyArray<string>): fc.Arbitrary<unknown> =>
  fc
    .tuple(body, fc.oneof(fc.constantFrom("extra", "__proto__", ...names), hostile), fc.oneof(fc.jsonValue(), hostile))
    .map(([value, name, junk]) =>
      Predicate.isObject(value) ? Object.fromEntries([...Object.entries(value), [name, junk]]) : junk
    )

const notJson: fc.Arbitrary<Body> = fc.record({
  text: fc.oneof(hostile, fc.constantFrom("[".repeat(9_000), '{"name":"', '{"a":1,"a":2}', "x".repeat(300_000))),
  type: fc.constantFrom("application/json", "text/plain", "application/json; charset=utf-16", "")
})

const rightBody = ({ operation }: OperationUnderTest, { bodies }: World): fc.Arbitrary<Body | undefined> => {
  const schema = operation.requestBody?.content["application/json"]?.schema
  if (schema === undefined) return fc.constant(undefined)
  const described = arbitraryOf(schema, schemas)
  // Most ids that a schema describes are nobody's.
  const fitting = bodies[operation.operationId] ?? []
  return fitting.length === 0 ? described.map(json) : fc.oneof(described, fc.constantFrom(...fitting)).map(json)
}

const wrongBody = ({ operation }: OperationUnderTest): fc.Arbitrary<Body | undefined> => {
  const schema = operation.requestBody?.content["application/json"]?.schema
  const names = ["name", "description", "people", "groups", "owner", "reason", "status", "severity", "object"]
  return fc.oneof(
    {
      weight: 4,
      arbitrary: spoilt(schema === undefined ? fc.constant({}) : arbitraryOf(schema, schemas), names).map(json)
    },
    { weight: 2, arbitrary: fc.jsonValue().map(json) },
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: notJson }
  )
}

/** What a parameter is given: a list stands for its repetition, nothing for its absence. */
const rightValue = ({ there }: World, { name, schema, required }: Parameter): fc.Arbitrary<ReadonlyArray<string>> => {
  const known = there[name] ?? []
  const described = arbitraryOf(schema, schemas).map((value) => (Array.isArray(value) ? value : [value]).map(String))
  return fc.oneof(
    { weight: required ? 0 : 6, arbitrary: fc.constant([]) },
    ...(known.length === 0 ? [] : [{ weight: 8, arbitrary: fc.constantFrom(...known).map((id) => [id]) }]),
    { weight: 1, arbitrary: described }
  )
}

const wrongValue = (world: World, parameter: Parameter): fc.Arbitrary<ReadonlyArray<string>> =>
  fc.oneof(
    { weight: 3, arbitrary: rightValue(world, parameter) },
    { weight: 1, arbitrary: hostile.map((text) => [text]) },
    { weight: 1, arbitrary: fc.array(hostile, { maxLength: 3 }) }
  )

/** `.`, `..` and nothing at all in a path mean another path (RFC 3986, 5.2.4). */
const segment = (text: string): string => (/^\.{0,2}$/u.test(text) ? "x" : encodeURIComponent(text.toWellFormed()))

/** What HTTP can carry in a header (RFC 9110, 5.5): visible ASCII, blanks and obs-text, no blanks at the ends. */
const carriable = (text: string): string => text.replaceAll(/[^\x20-\x7e\xa0-\xff]/gu, "").trim()

const written = (
  { path, operation }: OperationUnderTest,
  values: ReadonlyArray<ReadonlyArray<string>>
): Pick<Call, "path" | "query" | "headers"> => {
  const given = operation.parameters.flatMap(({ name, in: place }, at) =>
    (values[at] ?? []).map((value) => ({ name, place, value }))
  )
  const inPath = new Map(given.filter(({ place }) => place === "path").map(({ name, value }) => [name, value]))
  return {
    path: path.replaceAll(/\{(\w+)\}/gu, (_, name: string) => segment(inPath.get(name) ?? "x")),
    query: given.filter(({ place }) => place === "query").map(({ name, value }) => [name, value] as const),
    headers: given
      .filter(({ place, value }) => place === "header" && carriable(value) !== "")
      .map(({ name, value }) => [name, carriable(value)] as const)
  }
}

const callers: ReadonlyArray<TestCaller> = ["ben", "chloe", "dev", "elif", "ines", "playbook", "stranger"]

/** Calls of an operation by its document: as it asks for, and in every way otherwise. */
export const arbitraryCall = (under: OperationUnderTest, world: World): fc.Arbitrary<Call> => {
  const { parameters } = under.operation
  const right = fc
    .tuple(
      // Mostly those who may do something.
      fc.oneof(
        { weight: 3, arbitrary: fc.constant("ben" as const) },
        { weight: 1, arbitrary: fc.constant("playbook" as const) },
        { weight: 2, arbitrary: fc.constantFrom(...callers) }
      ),
      fc.tuple(...parameters.map((parameter) => rightValue(world, parameter))),
      rightBody(under, world)
    )
    .map(([as, values, body]) => ({ as, ...written(under, values), body }))
  const wrong = fc
    .tuple(
      fc.constantFrom(...callers, undefined, { raw: "Bearer x" }, { raw: "Basic eDp5" }, { raw: "Bearer" }),
      fc.tuple(...parameters.map((parameter) => wrongValue(world, parameter))),
      fc.oneof(rightBody(under, world), wrongBody(under)),
      fc.oneof(fc.constant([]), fc.array(fc.tuple(hostile, hostile), { maxLength: 2 })),
      fc.constantFrom("application/json", "*/*", "text/html", "application/json;q=0", "garbage")
    )
    .map(([as, values, body, more, accept]): Call => {
      const { path, query, headers } = written(under, values)
      return { as, path, query: [...query, ...more], headers: [...headers, ["accept", accept]], body }
    })
  return fc.oneof({ weight: 2, arbitrary: right }, { weight: 1, arbitrary: wrong })
}
