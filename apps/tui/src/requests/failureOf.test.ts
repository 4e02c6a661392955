import { NotAllowedProblem, TooManyRequestsProblem } from "@incident-teams/api/problems/requestProblems"
import { HttpClientError, HttpClientRequest, HttpClientResponse } from "effect/http"
import { describe, expect, it } from "vitest"
import { NotSignedIn } from "../session/SessionFailure.ts"
import { isTransient, wrongOf } from "./Failure.ts"
import { failureOf } from "./failureOf.ts"

const request = HttpClientRequest.get("https://teams.example.com/v1/me")
const answeredWith = (status: number) =>
  new HttpClientError.HttpClientError({
    reason: new HttpClientError.StatusCodeError({
      request,
      response: HttpClientResponse.fromWeb(request, new Response("Bad gateway", { status }))
    })
  })

describe("a failure in words", () => {
  it("says once what title and detail both say", () => {
    const failure = { kind: "refused", title: "It is gone", remedy: "" } as const
    expect(wrongOf({ ...failure, detail: "It is gone." })).toBe("It is gone.")
    expect(wrongOf({ ...failure, detail: "Ana deleted it." })).toBe("It is gone: Ana deleted it.")
  })

  it("is the server's own wherever it said something", () => {
    const problem = new NotAllowedProblem({
      detail: "Chloe Sample may not create a team.",
      remedy: "Ask an admin.",
      who: "Chloe Sample",
      what: "create a team",
      needs: "the right to create groups"
    })
    expect(failureOf(problem)).toEqual({
      kind: "refused",
      title: problem.title,
      detail: "Chloe Sample may not create a team.",
      remedy: "Ask an admin."
    })
  })

  it("says how long to wait, in milliseconds, where the server does", () => {
    const failure = failureOf(new TooManyRequestsProblem({ detail: "d", remedy: "r", retryAfter: 7 }))
    expect(failure).toMatchObject({ kind: "busy", retryAfter: 7_000 })
    expect(isTransient(failure)).toBe(true)
  })

  it.each([
    ["a proxy that has no server behind it", answeredWith(502), "busy"],
    ["a proxy that waited too long", answeredWith(504), "busy"],
    ["a proxy that wants to know who calls", answeredWith(401), "signedOut"],
    ["a server that failed without a word", answeredWith(500), "fault"],
    [
      "a server that isn't there",
      new HttpClientError.HttpClientError({ reason: new HttpClientError.TransportError({ request }) }),
      "unreachable"
    ],
    ["nobody signed in", new NotSignedIn({ detail: "You aren't signed in.", remedy: "Run login." }), "signedOut"],
    ["an answer that isn't known", new TypeError("boom"), "fault"]
  ])("is told of %s", (_what, error, kind) => {
    const failure = failureOf(error)
    expect(failure.kind).toBe(kind)
    for (const words of [failure.title, failure.detail, failure.remedy]) expect(words).toMatch(/\w/u)
  })
})
