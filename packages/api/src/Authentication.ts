import { HttpApiMiddleware, HttpApiSecurity, OpenApi } from "effect/http-api"
import {
  EntraUnavailableProblem,
  InternalProblem,
  InvalidParameterProblem,
  NotAcceptableProblem,
  ServerBusyProblem,
  TooManyRequestsProblem,
  UnauthenticatedProblem
} from "./problems/requestProblems.ts"

const bearer = HttpApiSecurity.annotate(
  HttpApiSecurity.bearer,
  OpenApi.Description,
  "An Entra ID v2 access token for this API: a person's, or an application's with one of our app roles."
)

/** Every endpoint but those of health and of how to sign in wants a token; these refusals may come from any of them. */
export class Authentication extends HttpApiMiddleware.Service<Authentication>()("@incident-teams/api/Authentication", {
  security: { entra: bearer },
  error: [
    UnauthenticatedProblem,
    InvalidParameterProblem,
    NotAcceptableProblem,
    InternalProblem,
    EntraUnavailableProblem,
    TooManyRequestsProblem,
    ServerBusyProblem
  ]
}) {}
