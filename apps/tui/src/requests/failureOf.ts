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
  ...("retryAfter" in problem ? { retryAfter: problem.retryAfter * 1_000 } : {})
})

const unreachable: Failure = {
  kind: "unreachable",
  title: "The server doesn't answer",
  detail: "Nothing at its address takes a connection.",
  remedy: "It is tried again by itself; if that takes long, ask whoever runs the server."
}

/** An answer of something between us and the server, such as a proxy: it has a status and nothing that we know. */
const foreign = (status: number): Failure => {
  const kind = kindOf(status)
  return {
    kind: status === 502 || status === 504 ? "busy" : kind,
    title: `The answer was ${status}, and not of the server itself`,
    detail: "Something between here and the server answered in its place.",
    remedy: kind === "signedOut" ? "Sign in again." : "Try again; if it stays so, ask whoever runs the server."
  }
}

const unreadable: Failure = {
  kind: "fault",
  title: "The answer can't be read",
  detail: "The server told something that this version doesn't know.",
  remedy: "Install the version of incident-teams that belongs to the server."
}

/** Why there was no token to send: in the sign-in's own words. */
const withoutToken: Record<(SessionFailure | SignInRefused)["_tag"], Pick<Failure, "kind" | "title">> = {
  NotSignedIn: { kind: "signedOut", title: "You aren't signed in" },
  SignInUnavailable: { kind: "busy", title: "The sign-in can't be renewed right now" },
  SignInRefused: { kind: "signedOut", title: "Nobody was signed in" },
  SignInsUnusable: { kind: "fault", title: "The sign-in can't be read" }
}

const isSessionFailure = (error: unknown): error is SessionFailure | SignInRefused =>
  Predicate.hasProperty(error, "_tag") && Predicate.isString(error._tag) && Object.hasOwn(withoutToken, error._tag)

/** Whatever a request failed with: a problem of the contract, the network, or an answer that nobody expected. */
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
