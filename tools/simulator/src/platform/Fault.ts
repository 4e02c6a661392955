import type { OperationTwist } from "./Team.ts"

/**
 * What goes wrong with a request that a rule matches. `afterEffect`: the request is carried out first and then its
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
  /** Cuts the answer's body, by default in the middle. */
  | { readonly kind: "truncate"; readonly bytes?: number }
  /** The form of Location and Content-Location; `quoted` is the usual one. */
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
  /** A body of one's own: text as it is (an HTML page, say), anything else as JSON. */
  readonly body?: unknown
  readonly contentType?: string
  /** Seconds on the wire, as they are (also fractional), or any text such as an HTTP date; absent: no header. */
  readonly retryAfter?: number | string
  /** The same as an HTTP date: so many seconds from when it is sent, and on to the full second. */
  readonly retryAt?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** Twists the operation that the request starts (archive, unarchive, POST /teams). */
export interface OperationFault extends Partial<OperationTwist> {
  readonly kind: "operation"
  /** The 202 names the all-zero operation, which can't be read. */
  readonly zeroId?: boolean
  /** Takes so long instead of a random time of the behavior's range. */
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
  /** What a request of Cosmos DB does, see {@link cosmosOperation}. */
  readonly operation?: string
  /**
   * A template as `/teams/{id}/archive`, without the version, where `{…}` stands for one segment; or, when it starts
   * with `^`, a regular expression over the whole path. OData keys may be written either way.
   */
  readonly path?: string
  /** Lets so many matching requests pass first. Default 0. */
  readonly after?: number
  /** Touches so many requests. Default: every one, but 1 for a hold. */
  readonly times?: number
  /** Default 1. Drawn from the tenant's own seeded sequence. */
  readonly probability?: number
  readonly fault: Fault
  /** Matching requests so far. */
  seen: number
  /** Touched requests so far. */
  applied: number
}
