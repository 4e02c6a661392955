import type { Answer, EndpointName, GroupName, IfAuthenticated, RequestParts } from "@incident-teams/api/Endpoint"
import type { Problem } from "@incident-teams/api/problems/Problem"
import type { Effect } from "effect"
import type { VerifiedSession } from "../authentication/TokenVerifier.ts"
import type { Failure } from "../problems/problemOf.ts"
import type { Services } from "../Services.ts"
import type { EncodedAnswer } from "./contractRoutes.ts"

/** What the server knows of a request beside its decoded parts. */
export interface Asked {
  /** Who asks; verified. */
  readonly session: VerifiedSession
  /** SHA-256 of method, path and body: what an Idempotency-Key stands for. */
  readonly bodyHash: () => string
}

/** Params, query, headers and payload of an endpoint, decoded, and who asks. */
export type RequestOf<Group extends string, Id extends string> = RequestParts<Group, Id> &
  IfAuthenticated<Group, Id, Asked, unknown>

/**
 * Written as a method, because methods compare their parameters both ways: only so can handlers of many kinds of
 * requests stand in one table. What goes into one is decoded by the schemas that its type comes from.
 */
type Handler<Request, Answered, Needs = Services> = {
  handle(request: Request): Effect.Effect<Answered, Failure | Problem, Needs>
}["handle"]

export type HandlersOf<Group extends string> = {
  readonly [Id in EndpointName<Group>]: Handler<RequestOf<Group, Id>, Answer<Group, Id> | EncodedAnswer>
}

/** One handler for each endpoint of the contract: a missing one doesn't compile, nor does one too many. */
export type Handlers = { readonly [Group in GroupName]: HandlersOf<Group> }

export type AnyHandler<Needs = Services> = Handler<unknown, unknown, Needs>
export type AnyHandlers = Readonly<Record<string, Readonly<Record<string, AnyHandler>>>>
