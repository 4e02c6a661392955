import type { HttpApi, HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import type { IncidentTeamsApi } from "./IncidentTeamsApi.ts"

type GroupsOf<Api> = Api extends HttpApi.HttpApi<infer _Id, infer Groups> ? Groups : never
type Groups = GroupsOf<typeof IncidentTeamsApi>
type EndpointsOf<Group extends string> = HttpApiGroup.EndpointsWithIdentifier<Groups, Group>
type Endpoint<Group extends string, Id extends string> = HttpApiEndpoint.WithIdentifier<EndpointsOf<Group>, Id>

/** `incidents`, `teams` and so on. */
export type GroupName = HttpApiGroup.Identifier<Groups>

/** The endpoints of a group: `list`, `get` and so on. */
export type EndpointName<Group extends string> = HttpApiEndpoint.Identifier<EndpointsOf<Group>>

/** The decoded `params`, `query`, `headers` and `payload` of an endpoint, as far as it has them. */
export type RequestParts<Group extends string, Id extends string> = Omit<
  HttpApiEndpoint.Request<Endpoint<Group, Id>>,
  "request" | "endpoint" | "group"
>

/** The response of an endpoint, decoded. */
export type Answer<Group extends string, Id extends string> = HttpApiEndpoint.SuccessWithIdentifier<
  EndpointsOf<Group>,
  Id
>

/** `Then` for an endpoint that needs a token, `Else` for one that doesn't. */
export type IfAuthenticated<Group extends string, Id extends string, Then, Else> = [
  HttpApiEndpoint.Middleware<Endpoint<Group, Id>>
] extends [never]
  ? Else
  : Then
