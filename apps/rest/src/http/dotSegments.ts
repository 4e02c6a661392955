import { randomUUID } from "node:crypto"
import type { ServerResponse } from "node:http"
import { MalformedRequestProblem } from "@incident-teams/api/problems/requestProblems"
import { problemResponse } from "./responses.ts"

/**
 * Whether a path as it was sent has a segment `.` or `..`, percent-encoded or not. A URL is read without such segments, so a
 * proxy that goes by the beginning of the path would let through what it has to keep away: `/v1/%2e%2e/metrics`.
 */
export const hasDotSegments = (target: string): boolean =>
  /[/\\](?:\.|%2e){1,2}(?:[/\\]|$)/iu.test(target.replace(/[?#].*$/su, ""))

/** Answered before the app, which sees the path without these segments. */
export const refuseDotSegments = async (outgoing: ServerResponse): Promise<void> => {
  const response = problemResponse(
    new MalformedRequestProblem({
      detail: "The path contains the segment . or .., which isn't accepted.",
      remedy: "Send the path without it."
    }),
    randomUUID()
  )
  const body = await response.text()
  outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(body)
}
