import { HttpApiMiddleware, HttpApiSecurity, OpenApi } from "effect/http-api"
import {
  ClaimsChallengeProblem,
  EntraUnavailableProblem,
  InternalProblem,
  InvalidParameterProblem,
  NotAcceptableProblem,
  RequestTooSlowProblem,
  ServerBusyProblem,
  TooManyRequestsProblem,
  UnauthenticatedProblem
} from "./problems/requestProblems.ts"

const bearer = HttpApiSecurity.annotate(
  HttpApiSecurity.bearer,
  OpenApi.Description,
  "A Microsoft Entra ID v2.0 access token for this API: of a person, or of an application that has one of the API's app roles."
)

/** Every endpoint except health and sign-in needs a token. Any of them may return these problems. */
export class Authentication extends HttpApiMiddleware.Service<Authentication>()("@incident-teams/api/Authentication", {
  security: { entra: bearer },
  error: [
    UnauthenticatedProblem,
    ClaimsChallengeProblem,
    InvalidParameterProblem,
    NotAcceptableProblem,
    RequestTooSlowProblem,
    InternalProblem,
    EntraUnavailableProblem,
    TooManyRequestsProblem,
    ServerBusyProblem
  ]
}) {}
