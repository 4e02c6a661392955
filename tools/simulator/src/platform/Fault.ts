import type { OperationDeviation } from "./Team.ts"

/**
 * A fault of a request that a rule matches. `afterEffect`: the request is carried out first and then its
 * answer is lost, so that the caller sees a failure of something that happened. Milliseconds are platform time.
 */
export type Fault =
  | AnswerFault
  | {
      readonly kind: "reset"
      readonly afterEffect?: boolean
      /** Send the headers and half of the body first. */ readonly midBody?: boolean
    }
  | { readonly kind: "slow"; readonly millis: number; readonly afterEffect?: boolean }
  /** Keeps the request until it is released. */
  | { readonly kind: "hold"; readonly afterEffect?: boolean }
  /** Cuts the answer's body after `bytes`. Default: in the middle. */
  | { readonly kind: "truncate"; readonly bytes?: number }
  /** The form of Location and Content-Location. Graph's usual form is `quoted`. */
  | { readonly kind: "location"; readonly form: "quoted" | "slash" | "absolute" | "none" }
  /** An empty page whose nextLink leads to the real one. */
  | { readonly kind: "emptyPage" }
  | OperationFault
  | MembersFault
  /** A read of Cosmos DB meets a replica that lacks the latest `commits` (default 1) of its physical partition. */
  | { readonly kind: "stale"; readonly commits?: number }

export interface AnswerFault {
  readonly kind: "answer"
  readonly status: number
  readonly afterEffect?: boolean
  /** Code and message of the surface's usual error body. */
  readonly code?: string
  readonly message?: string
  /** Cosmos DB's `x-ms-substatus`. */
  readonly substatus?: number
  /** A custom body: text is sent unchanged (an HTML page, for example), anything else as JSON. */
  readonly body?: unknown
  readonly contentType?: string
  /** Retry-After: seconds on the wire (fractions allowed), or any text such as an HTTP date. Default: no header. */
  readonly retryAfter?: number | string
  /** Retry-After as an HTTP date: seconds from now, rounded up to a whole second. */
  readonly retryAt?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** Changes the course of the operation that the request starts (archive, unarchive, POST /teams). */
export interface OperationFault extends Partial<OperationDeviation> {
  readonly kind: "operation"
  /** The 202 names the all-zero operation, which can't be read. */
  readonly zeroId?: boolean
  /** Duration of the operation. Default: random, within the behavior's range. */
  readonly millis?: number
}

/** Refusals and disorder in the answer to members/add, members/remove and POST members. */
export interface MembersFault {
  readonly kind: "members"
  /** By the user's object id. */
  readonly refuse?: Readonly<Record<string, { readonly code: string; readonly message?: string }>>
  readonly refuseAll?: { readonly code: string; readonly message?: string }
  readonly shuffle?: boolean
  readonly withoutUserId?: boolean
}

export interface FaultRule {
  readonly id: string
  readonly surface?: "graph" | "arm" | "entra" | "cosmos"
  readonly method?: string
  /** Kind of a Cosmos DB request, see {@link cosmosOperation}. */
  readonly operation?: string
  /**
   * A template as `/teams/{id}/archive`, without the version, where `{…}` stands for one segment; or, when it starts
   * with `^`, a regular expression over the whole path. OData keys may be written either way.
   */
  readonly path?: string
  /** How many matching requests pass unchanged first. Default: 0. */
  readonly after?: number
  /** How many requests the rule applies to. Default: all, or 1 for a hold. */
  readonly times?: number
  /** Probability that the rule applies, drawn from the tenant's seeded sequence. Default: 1. */
  readonly probability?: number
  readonly fault: Fault
  /** Matching requests so far. */
  seen: number
  /** Touched requests so far. */
  applied: number
}
