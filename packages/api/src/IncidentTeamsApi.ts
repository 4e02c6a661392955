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

/** Effect names the encoded side of a class `…Encoded`. Readers of the document see no other side. */
const plainNames = (document: Record<string, unknown>): Record<string, unknown> => {
  const text = JSON.stringify(document).replaceAll("ProblemEncoded", "Problem")
  const renamed: unknown = JSON.parse(text)
  return typeof renamed === "object" && renamed !== null ? { ...renamed } : document
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
  .annotate(OpenApi.Version, "1.0.0")
  .annotate(
    OpenApi.Description,
    "Creates a Microsoft Teams team for a Microsoft Sentinel incident, adds people to it, archives it when the incident is closed, and reopens the same team when the incident is reopened."
  )
  .annotate(OpenApi.Transform, plainNames)
  .annotate(OpenApi.License, { name: "MIT", identifier: "MIT" })

/** The contract as an OpenAPI 3.1 document. Each call returns a new copy. */
export const contractDocument = () => OpenApi.fromApi(IncidentTeamsApi)
export type ContractDocument = ReturnType<typeof contractDocument>
