import { Problem } from "@incident-teams/api/problems/Problem"
import { Predicate, Schema } from "effect"
import { HttpClientError } from "effect/http"
import type { SessionFailure, SignInRefused } from "../session/SessionFailure.ts"
import type { Failure } from "./Failure.ts"

const isProblem = Schema.is(Problem)

const kindOf = (status: number): Failure["kind"] => {
  if (status === 401) return "signedOut"
  if (status === 412) return "changed"
  if (status === 429 || status === 503) return "busy"
  return status >= 500 ? "fault" : "refused"
}

const problemFailure = (problem: Problem): Failure => ({
  kind: kindOf(problem.status),
  title: problem.title,
  detail: problem.detail,
  remedy: problem.remedy,
  ...(problem.field === undefined ? {} : { field: problem.field }),
  ...("errors" in problem && problem.errors.length > 1 ? { errors: problem.errors } : {}),
  ...("claims" in problem ? { claims: problem.claims, remedy: "Sign in again (Ctrl-L)." } : {}),
  ...("retryAfter" in problem ? { retryAfter: problem.retryAfter * 1_000 } : {})
})

const unreachable: Failure = {
  kind: "unreachable",
  title: "The server doesn't respond",
  detail: "No connection to its address could be made, or it broke.",
  remedy: "Check the address and the network. If the problem persists, contact the server's administrator."
}

/** A response of something between us and the server, such as a proxy. */
const foreign = (status: number): Failure => {
  const kind = kindOf(status)
  return {
    kind: status === 502 || status === 504 ? "busy" : kind,
    title: `Unexpected response (${status})`,
    detail: "The response isn't from the server itself but from something in between, such as a proxy.",
    remedy:
      kind === "signedOut"
        ? "Sign in again."
        : "Try again. If the problem persists, contact the server's administrator."
  }
}

const unreadable: Failure = {
  kind: "fault",
  title: "The response can't be read",
  detail: "The server sent something that this version of incident-teams doesn't understand.",
  remedy: "Install the version of incident-teams that matches the server."
}

/** Why there was no token to send; detail and remedy are the sign-in's own. */
const withoutToken: Record<(SessionFailure | SignInRefused)["_tag"], Pick<Failure, "kind" | "title">> = {
  NotSignedIn: { kind: "signedOut", title: "You aren't signed in" },
  SignInUnavailable: { kind: "busy", title: "The sign-in can't be renewed right now" },
  SignInRefused: { kind: "signedOut", title: "The sign-in failed" },
  SignInsUnusable: { kind: "fault", title: "The stored sign-in can't be used" }
}

const isSessionFailure = (error: unknown): error is SessionFailure | SignInRefused =>
  Predicate.hasProperty(error, "_tag") && Predicate.isString(error._tag) && Object.hasOwn(withoutToken, error._tag)

/** A failed request: a problem of the contract, a network failure, or an unexpected response. */
export const failureOf = (error: unknown): Failure => {
  if (isProblem(error)) return problemFailure(error)
  if (isSessionFailure(error)) {
    const { detail, remedy } = error
    return { ...withoutToken[error._tag], detail, remedy }
  }
  if (!HttpClientError.isHttpClientError(error)) return unreadable
  if (error.response === undefined) return unreachable
  return error.response.status >= 400 ? foreign(error.response.status) : unreadable
}
