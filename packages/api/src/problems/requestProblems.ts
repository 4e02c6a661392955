import { Schema } from "effect"
import { HttpApiError } from "effect/http-api"
import { Checks } from "../values/Readiness.ts"
import { errors, inWords, retryAfter } from "./inWords.ts"

/** 401: no access token, or an invalid one. */
export class UnauthenticatedProblem extends HttpApiError.Problem<UnauthenticatedProblem>()(
  "UnauthenticatedProblem",
  { type: "/problems/unauthenticated", status: 401, title: "The caller isn't authenticated" },
  inWords
) {}

/** 401: a policy of the tenant or of Azure demands more of the sign-in than the last one gave. */
export class ClaimsChallengeProblem extends HttpApiError.Problem<ClaimsChallengeProblem>()(
  "ClaimsChallengeProblem",
  { type: "/problems/claims-challenge", status: 401, title: "The sign-in doesn't satisfy a policy" },
  {
    ...inWords,
    claims: Schema.String.annotate({
      description:
        "The value of the parameter `claims` (OpenID Connect Core, 5.5) for the next sign-in: JSON. The same, base64-encoded, is in WWW-Authenticate, where Microsoft's libraries look for it.",
      examples: ['{"access_token":{"acrs":{"essential":true,"value":"c1"}}}']
    })
  }
) {}

/** 403: the caller lacks a right. */
export class NotAllowedProblem extends HttpApiError.Problem<NotAllowedProblem>()(
  "NotAllowedProblem",
  { type: "/problems/not-allowed", status: 403, title: "The caller isn't allowed to do this" },
  {
    ...inWords,
    who: Schema.String.annotate({ description: "The caller's name.", examples: ["Chloe Sample"] }),
    what: Schema.String.annotate({ description: "What the caller tried to do.", examples: ["create a team"] }),
    needs: Schema.String.annotate({
      description: "The missing rights.",
      examples: ["the right to create Microsoft 365 groups in the tenant"]
    })
  }
) {}

/** 400: the request isn't HTTP/1.1, or names no host. */
export class MalformedRequestProblem extends HttpApiError.Problem<MalformedRequestProblem>()(
  "MalformedRequestProblem",
  { type: "/problems/malformed-request", status: 400, title: "The request isn't valid HTTP" },
  inWords
) {}

/** 408: the request didn't arrive completely in time. */
export class RequestTooSlowProblem extends HttpApiError.Problem<RequestTooSlowProblem>()(
  "RequestTooSlowProblem",
  { type: "/problems/request-too-slow", status: 408, title: "The request took too long to arrive" },
  inWords
) {}

/** 431: the address and headers are over the limit. */
export class HeadersTooLargeProblem extends HttpApiError.Problem<HeadersTooLargeProblem>()(
  "HeadersTooLargeProblem",
  { type: "/problems/headers-too-large", status: 431, title: "The request's headers are too large" },
  { ...inWords, limitBytes: Schema.Int }
) {}

/** 404: no such path. */
export class NoSuchRouteProblem extends HttpApiError.Problem<NoSuchRouteProblem>()(
  "NoSuchRouteProblem",
  { type: "/problems/no-such-route", status: 404, title: "Path not found" },
  inWords
) {}

/** 405: the path exists, but not for this method. */
export class MethodNotAllowedProblem extends HttpApiError.Problem<MethodNotAllowedProblem>()(
  "MethodNotAllowedProblem",
  { type: "/problems/method-not-allowed", status: 405, title: "Method not allowed" },
  { ...inWords, allow: Schema.Array(Schema.String).annotate({ description: "The allowed methods." }) }
) {}

/** 406: the caller accepts none of the available content types. */
export class NotAcceptableProblem extends HttpApiError.Problem<NotAcceptableProblem>()(
  "NotAcceptableProblem",
  { type: "/problems/not-acceptable", status: 406, title: "No acceptable content type" },
  inWords
) {}

/** 413: the body is over the limit. */
export class BodyTooLargeProblem extends HttpApiError.Problem<BodyTooLargeProblem>()(
  "BodyTooLargeProblem",
  { type: "/problems/body-too-large", status: 413, title: "The body is too large" },
  { ...inWords, limitBytes: Schema.Int }
) {}

/** 415: the body isn't JSON by its Content-Type. */
export class UnsupportedMediaTypeProblem extends HttpApiError.Problem<UnsupportedMediaTypeProblem>()(
  "UnsupportedMediaTypeProblem",
  { type: "/problems/unsupported-media-type", status: 415, title: "Unsupported media type" },
  inWords
) {}

/** 400: the body isn't JSON. */
export class MalformedJsonProblem extends HttpApiError.Problem<MalformedJsonProblem>()(
  "MalformedJsonProblem",
  { type: "/problems/malformed-json", status: 400, title: "The body isn't JSON" },
  {
    ...inWords,
    position: Schema.optionalKey(Schema.Int.annotate({ description: "The number of characters before the error." })),
    line: Schema.optionalKey(Schema.Int.annotate({ description: "The line of the error, from 1." })),
    column: Schema.optionalKey(Schema.Int.annotate({ description: "The column of the error, from 1." }))
  }
) {}

/** 400: a parameter or header isn't valid. */
export class InvalidParameterProblem extends HttpApiError.Problem<InvalidParameterProblem>()(
  "InvalidParameterProblem",
  { type: "/problems/invalid-parameter", status: 400, title: "A parameter isn't valid" },
  { ...inWords, errors }
) {}

/** 422: the body is JSON, but not valid for this endpoint. */
export class InvalidBodyProblem extends HttpApiError.Problem<InvalidBodyProblem>()(
  "InvalidBodyProblem",
  { type: "/problems/invalid-body", status: 422, title: "The body isn't valid" },
  { ...inWords, errors }
) {}

/** 412: the state has changed since the ETag in `If-Match` was read. */
export class PreconditionFailedProblem extends HttpApiError.Problem<PreconditionFailedProblem>()(
  "PreconditionFailedProblem",
  { type: "/problems/precondition-failed", status: 412, title: "The state has changed" },
  inWords
) {}

/** 422: an Idempotency-Key was used with another body. */
export class IdempotencyKeyReusedProblem extends HttpApiError.Problem<IdempotencyKeyReusedProblem>()(
  "IdempotencyKeyReusedProblem",
  { type: "/problems/idempotency-key-reused", status: 422, title: "The Idempotency-Key was used for another request" },
  inWords
) {}

/** 400: an unknown continuation. */
export class UnknownContinuationProblem extends HttpApiError.Problem<UnknownContinuationProblem>()(
  "UnknownContinuationProblem",
  { type: "/problems/unknown-continuation", status: 400, title: "The continuation isn't valid" },
  inWords
) {}

/** 429: the caller is over the rate limit or has too many requests in progress, or a queue is full. */
export class TooManyRequestsProblem extends HttpApiError.Problem<TooManyRequestsProblem>()(
  "TooManyRequestsProblem",
  { type: "/problems/too-many-requests", status: 429, title: "Too many requests" },
  { ...inWords, retryAfter }
) {}

/** 503: too many requests at the same time. Nothing was changed. */
export class ServerBusyProblem extends HttpApiError.Problem<ServerBusyProblem>()(
  "ServerBusyProblem",
  { type: "/problems/server-busy", status: 503, title: "The server is busy" },
  { ...inWords, retryAfter }
) {}

/** 500: an error in the server. The log has more under the request's ID. */
export class InternalProblem extends HttpApiError.Problem<InternalProblem>()(
  "InternalProblem",
  { type: "/problems/internal", status: 500, title: "Internal server error" },
  inWords
) {}

/** 503: the database can't be reached, or too many requests change the same team at once. */
export class StoreUnavailableProblem extends HttpApiError.Problem<StoreUnavailableProblem>()(
  "StoreUnavailableProblem",
  { type: "/problems/store-unavailable", status: 503, title: "The database is busy or can't be reached" },
  { ...inWords, retryAfter }
) {}

/** 503: not ready for requests. */
export class NotReadyProblem extends HttpApiError.Problem<NotReadyProblem>()(
  "NotReadyProblem",
  { type: "/problems/not-ready", status: 503, title: "The server isn't ready" },
  { ...inWords, retryAfter, checks: Checks }
) {}

/** 503: Microsoft Sentinel can't be reached. */
export class SentinelUnavailableProblem extends HttpApiError.Problem<SentinelUnavailableProblem>()(
  "SentinelUnavailableProblem",
  { type: "/problems/sentinel-unavailable", status: 503, title: "Microsoft Sentinel is unavailable" },
  { ...inWords, retryAfter }
) {}

/** 503: the directory can't be reached. */
export class DirectoryUnavailableProblem extends HttpApiError.Problem<DirectoryUnavailableProblem>()(
  "DirectoryUnavailableProblem",
  { type: "/problems/directory-unavailable", status: 503, title: "The directory is unavailable" },
  { ...inWords, retryAfter }
) {}

/** 503: the keys that tokens are signed with can't be read. */
export class EntraUnavailableProblem extends HttpApiError.Problem<EntraUnavailableProblem>()(
  "EntraUnavailableProblem",
  { type: "/problems/entra-unavailable", status: 503, title: "Microsoft Entra ID is unavailable" },
  { ...inWords, retryAfter }
) {}
