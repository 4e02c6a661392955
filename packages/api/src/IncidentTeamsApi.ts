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

/** A class's encoded side is named `…Encoded` in the document; readers of it see no other side. */
const plainNames = (document: Record<string, unknown>): Record<string, unknown> => {
  const text = JSON.stringify(document).replaceAll("ProblemEncoded", "Problem")
  const renamed: unknown = JSON.parse(text)
  return typeof renamed === "object" && renamed !== null ? { ...renamed } : document
}

/**
 * The REST contract: every address, what goes in, what comes out and every refusal, as one value. The server registers
 * and encodes by it, the client is made from it, and the OpenAPI document too, so that the three can't disagree.
 *
 * Unknown fields of a body and unknown query parameters are refused; answers may gain fields.
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
    "Microsoft Teams incident teams for Microsoft Sentinel: created in one step, archived with the incident, reopened with it."
  )
  .annotate(OpenApi.Transform, plainNames)
  .annotate(OpenApi.License, { name: "MIT", identifier: "MIT" })

/** The contract as an OpenAPI 3.1 document; each caller gets a copy of its own. */
export const contractDocument = () => OpenApi.fromApi(IncidentTeamsApi)
export type ContractDocument = ReturnType<typeof contractDocument>
