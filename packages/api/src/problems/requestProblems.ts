import { Schema } from "effect"
import { HttpApiError } from "effect/http-api"
import { Checks } from "../health/Readiness.ts"
import { errors, inWords, retryAfter } from "./inWords.ts"

/** 401: no token, or one that doesn't prove who calls. */
export class UnauthenticatedProblem extends HttpApiError.Problem<UnauthenticatedProblem>()(
  "UnauthenticatedProblem",
  { type: "/problems/unauthenticated", status: 401, title: "Who calls isn't proven" },
  inWords
) {}

/** 403: the caller lacks a right. */
export class NotAllowedProblem extends HttpApiError.Problem<NotAllowedProblem>()(
  "NotAllowedProblem",
  { type: "/problems/not-allowed", status: 403, title: "The caller may not do this" },
  {
    ...inWords,
    who: Schema.String.annotate({ description: "The caller's name.", examples: ["Chloe Sample"] }),
    what: Schema.String.annotate({ description: "What was to be done.", examples: ["create a team"] }),
    needs: Schema.String.annotate({
      description: "The rights that are missing; only those.",
      examples: ["the right to create Microsoft 365 groups in the tenant"]
    })
  }
) {}

/** 400: what came isn't HTTP/1.1, or names no host. */
export class MalformedRequestProblem extends HttpApiError.Problem<MalformedRequestProblem>()(
  "MalformedRequestProblem",
  { type: "/problems/malformed-request", status: 400, title: "The request isn't HTTP" },
  inWords
) {}

/** 408: the request didn't come to its end. */
export class RequestTooSlowProblem extends HttpApiError.Problem<RequestTooSlowProblem>()(
  "RequestTooSlowProblem",
  { type: "/problems/request-too-slow", status: 408, title: "The request took too long to come" },
  inWords
) {}

/** 431: address and headers are over the limit. */
export class HeadersTooLargeProblem extends HttpApiError.Problem<HeadersTooLargeProblem>()(
  "HeadersTooLargeProblem",
  { type: "/problems/headers-too-large", status: 431, title: "The request's headers are too large" },
  { ...inWords, limitBytes: Schema.Int }
) {}

/** 404: no such path. */
export class NoSuchRouteProblem extends HttpApiError.Problem<NoSuchRouteProblem>()(
  "NoSuchRouteProblem",
  { type: "/problems/no-such-route", status: 404, title: "There is nothing at this address" },
  inWords
) {}

/** 405: the path is there, but not for this method. */
export class MethodNotAllowedProblem extends HttpApiError.Problem<MethodNotAllowedProblem>()(
  "MethodNotAllowedProblem",
  { type: "/problems/method-not-allowed", status: 405, title: "This address doesn't take this method" },
  { ...inWords, allow: Schema.Array(Schema.String).annotate({ description: "The methods that it takes." }) }
) {}

/** 406: the caller accepts none of what we answer with. */
export class NotAcceptableProblem extends HttpApiError.Problem<NotAcceptableProblem>()(
  "NotAcceptableProblem",
  { type: "/problems/not-acceptable", status: 406, title: "There is no answer in an accepted form" },
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
  { type: "/problems/unsupported-media-type", status: 415, title: "The body isn't declared as JSON" },
  inWords
) {}

/** 400: the body isn't JSON. */
export class MalformedJsonProblem extends HttpApiError.Problem<MalformedJsonProblem>()(
  "MalformedJsonProblem",
  { type: "/problems/malformed-json", status: 400, title: "The body isn't JSON" },
  {
    ...inWords,
    position: Schema.optionalKey(Schema.Int.annotate({ description: "Characters before the fault." })),
    line: Schema.optionalKey(Schema.Int.annotate({ description: "From 1." })),
    column: Schema.optionalKey(Schema.Int.annotate({ description: "From 1." }))
  }
) {}

/** 400: a parameter or header isn't what it has to be. */
export class InvalidParameterProblem extends HttpApiError.Problem<InvalidParameterProblem>()(
  "InvalidParameterProblem",
  { type: "/problems/invalid-parameter", status: 400, title: "A parameter isn't valid" },
  { ...inWords, errors }
) {}

/** 422: the body is JSON, but not what this address takes. */
export class InvalidBodyProblem extends HttpApiError.Problem<InvalidBodyProblem>()(
  "InvalidBodyProblem",
  { type: "/problems/invalid-body", status: 422, title: "The body isn't valid" },
  { ...inWords, errors }
) {}

/** 412: what `If-Match` names is not what is there now. */
export class PreconditionFailedProblem extends HttpApiError.Problem<PreconditionFailedProblem>()(
  "PreconditionFailedProblem",
  { type: "/problems/precondition-failed", status: 412, title: "It was changed in the meantime" },
  inWords
) {}

/** 422: an Idempotency-Key was used with another body. */
export class IdempotencyKeyReusedProblem extends HttpApiError.Problem<IdempotencyKeyReusedProblem>()(
  "IdempotencyKeyReusedProblem",
  { type: "/problems/idempotency-key-reused", status: 422, title: "The Idempotency-Key belongs to another request" },
  inWords
) {}

/** 400: a continuation that wasn't made here. */
export class UnknownContinuationProblem extends HttpApiError.Problem<UnknownContinuationProblem>()(
  "UnknownContinuationProblem",
  { type: "/problems/unknown-continuation", status: 400, title: "The continuation isn't known" },
  inWords
) {}

/** 429: the caller asks more often than is let through, or more waits than there is room for. */
export class TooManyRequestsProblem extends HttpApiError.Problem<TooManyRequestsProblem>()(
  "TooManyRequestsProblem",
  { type: "/problems/too-many-requests", status: 429, title: "Too many requests" },
  { ...inWords, retryAfter }
) {}

/** 503: more requests than are worked on at a time. Nothing was done. */
export class ServerBusyProblem extends HttpApiError.Problem<ServerBusyProblem>()(
  "ServerBusyProblem",
  { type: "/problems/server-busy", status: 503, title: "The server has enough to do" },
  { ...inWords, retryAfter }
) {}

/** 500: a fault of ours. The log tells more under the request's id. */
export class InternalProblem extends HttpApiError.Problem<InternalProblem>()(
  "InternalProblem",
  { type: "/problems/internal", status: 500, title: "Something went wrong here" },
  inWords
) {}

/** 503: the store can't be reached, or too many change the same team at once. */
export class StoreUnavailableProblem extends HttpApiError.Problem<StoreUnavailableProblem>()(
  "StoreUnavailableProblem",
  { type: "/problems/store-unavailable", status: 503, title: "The store is busy or can't be reached" },
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
  { type: "/problems/sentinel-unavailable", status: 503, title: "Microsoft Sentinel can't be asked right now" },
  { ...inWords, retryAfter }
) {}

/** 503: the directory can't be reached. */
export class DirectoryUnavailableProblem extends HttpApiError.Problem<DirectoryUnavailableProblem>()(
  "DirectoryUnavailableProblem",
  { type: "/problems/directory-unavailable", status: 503, title: "The directory can't be asked right now" },
  { ...inWords, retryAfter }
) {}

/** 503: the keys that tokens are signed with can't be read. */
export class EntraUnavailableProblem extends HttpApiError.Problem<EntraUnavailableProblem>()(
  "EntraUnavailableProblem",
  { type: "/problems/entra-unavailable", status: 503, title: "Microsoft Entra can't be asked right now" },
  { ...inWords, retryAfter }
) {}
