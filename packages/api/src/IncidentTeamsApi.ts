import { Predicate } from "effect"
import { HttpApi, OpenApi } from "effect/http-api"
import { EventsGroup } from "./events/EventsGroup.ts"
import { FavoritesGroup } from "./favorites/FavoritesGroup.ts"
import { HealthGroup } from "./health/HealthGroup.ts"
import { HooksGroup } from "./hooks/HooksGroup.ts"
import { IncidentsGroup } from "./incidents/IncidentsGroup.ts"
import { MeGroup } from "./me/MeGroup.ts"
import { OperationsGroup } from "./operations/OperationsGroup.ts"
import { PeopleGroup } from "./people/PeopleGroup.ts"
import { SignInGroup } from "./sign-in/SignInGroup.ts"
import { TeamsGroup } from "./teams/TeamsGroup.ts"

/** The document as its readers expect it; effect writes down how it decodes. */
const plain = (document: Record<string, unknown>): Record<string, unknown> => {
  // Effect names the encoded side of a class, or of JSON in a text, `…Encoded`. The document shows no other side.
  const renamed: unknown = JSON.parse(JSON.stringify(document).replaceAll(/(Problem|Text)Encoded/gu, "$1"))
  const simple = simplified(renamed)
  return Predicate.isObject(simple) ? withoutVariants(simple) : document
}

/**
 * A schema that is described otherwise where it is used gets a name of its own, such as `Actor_1`. The document has it once,
 * with each description beside the reference.
 */
const withoutVariants = (document: Record<string, unknown>): Record<string, unknown> => {
  const components = Predicate.isObject(document["components"]) ? document["components"] : {}
  const named = Predicate.isObject(components["schemas"]) ? components["schemas"] : {}
  const variants = new Map(
    Object.entries(named).flatMap(([name, schema]) => {
      const base = name.replace(/_\d+$/u, "")
      return base !== name && worded(named[base], "") === worded(schema, "") ? [[name, base] as const] : []
    })
  )
  const referring = (value: unknown): unknown => {
    if (isList(value)) return value.map(referring)
    if (!Predicate.isObject(value)) return value
    const parts = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, referring(part)]))
    const name = String(parts["$ref"]).replace("#/components/schemas/", "")
    const base = variants.get(name)
    if (base === undefined) return parts
    const described = Predicate.hasProperty(named[name], "description") ? { description: named[name].description } : {}
    return { ...described, ...parts, $ref: `#/components/schemas/${base}` }
  }
  const schemas = Object.fromEntries(Object.entries(named).filter(([name]) => !variants.has(name)))
  const whole = referring({ ...document, components: { ...components, schemas } })
  return Predicate.isObject(whole) ? whole : document
}

/** A schema's text under another description, to compare it. */
const worded = (schema: unknown, description: string): string =>
  JSON.stringify(Predicate.isObject(schema) ? { ...schema, description } : schema)

const isList = (value: unknown): value is ReadonlyArray<unknown> => Array.isArray(value)

const simplified = (value: unknown): unknown => {
  if (isList(value)) return value.map(simplified)
  if (!Predicate.isObject(value)) return value
  const parts = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, simplified(part)]))
  const { allOf } = parts
  const [first, second] = isList(allOf) ? allOf : []
  // The number or Boolean that a text stands for (values/inText.ts).
  if (parts["type"] === "string" && Predicate.hasProperty(first, "type") && first.type !== "string") return first
  // The description of a field whose schema has a name.
  if (Predicate.hasProperty(first, "$ref") && Predicate.isObject(second)) return { ...first, ...second }
  // Not every reader of JSON schemas knows Unicode's classes.
  const { pattern } = parts
  return typeof pattern === "string"
    ? { ...parts, pattern: pattern.replaceAll(String.raw`\p{Cc}`, String.raw`\u0000-\u001f\u007f-\u009f`) }
    : parts
}

/**
 * The REST contract as one value: every path, request, response and problem. The server's routes, the typed client and
 * the OpenAPI document are all derived from it, so they can't disagree.
 *
 * Unknown fields of a request body and unknown query parameters are rejected. Responses may gain fields.
 */
export const IncidentTeamsApi = HttpApi.make("IncidentTeams")
  .add(
    IncidentsGroup,
    TeamsGroup,
    EventsGroup,
    OperationsGroup,
    FavoritesGroup,
    PeopleGroup,
    MeGroup,
    SignInGroup,
    HooksGroup,
    HealthGroup
  )
  .annotate(HttpApi.PayloadParseOptions, { onExcessProperty: "error", errors: "all" })
  .annotate(HttpApi.QueryParseOptions, { onExcessProperty: "error", errors: "all" })
  .annotate(HttpApi.ParamsParseOptions, { errors: "all" })
  .annotate(OpenApi.Title, "Incident Teams")
  .annotate(
    OpenApi.Description,
    "Creates a Microsoft Teams team for a Microsoft Sentinel incident, adds people to it, archives it when the incident is closed, and reopens the same team when the incident is reopened."
  )
  .annotate(OpenApi.Transform, plain)
  .annotate(OpenApi.License, { name: "MIT", identifier: "MIT" })

/** The contract as an OpenAPI 3.1 document, under the version of its server. Each call returns a new copy. */
export const contractDocument = (version: string) =>
  OpenApi.fromApi(IncidentTeamsApi.annotate(OpenApi.Version, version))
export type ContractDocument = ReturnType<typeof contractDocument>
