import { randomUUID } from "node:crypto"
import { maxHeaderSize, STATUS_CODES } from "node:http"
import type { Duplex } from "node:stream"
import { RequestError } from "@hono/node-server"
import type { Problem } from "@incident-teams/api/problems/Problem"
import {
  HeadersTooLargeProblem,
  InternalProblem,
  MalformedRequestProblem,
  RequestTooSlowProblem
} from "@incident-teams/api/problems/requestProblems"
import { problemResponse } from "./responses.ts"

const malformed = new MalformedRequestProblem({
  detail: "The request can't be read.",
  remedy: "Send HTTP/1.1, with a Host header and a path that begins with a slash."
})

const tooLarge = new HeadersTooLargeProblem({
  limitBytes: maxHeaderSize,
  detail: `The address and headers have more than ${maxHeaderSize} bytes.`,
  remedy: "Send fewer or shorter headers."
})

const tooSlow = new RequestTooSlowProblem({
  detail: "The request didn't arrive completely in time.",
  remedy: "Send the complete request again."
})

/** By the codes of Node's parser. */
const known = new Map<string | undefined, Problem>([
  ["HPE_HEADER_OVERFLOW", tooLarge],
  ["ERR_HTTP_REQUEST_TIMEOUT", tooSlow]
])

/** For input that the parser accepted but that isn't a request. Failures inside the app are answered by the app. */
export const unanswerable = (error: unknown): Response => {
  const problem =
    error instanceof RequestError
      ? malformed
      : new InternalProblem({ detail: "The server can't process the request.", remedy: "Try again later." })
  return problemResponse(problem, randomUUID(), { connection: "close" })
}

/** What the parser can't read never becomes a request, so it is answered on the bare connection, which ends with it. */
export const refuseUnreadable = async (error: NodeJS.ErrnoException, connection: Duplex): Promise<void> => {
  if (error.code === "ECONNRESET" || !connection.writable) {
    connection.destroy()
    return
  }
  const response = problemResponse(known.get(error.code) ?? malformed, randomUUID(), { connection: "close" })
  const body = await response.text()
  const headers = [...response.headers, ["content-length", String(Buffer.byteLength(body))]]
  connection.end(
    `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status]}\r\n` +
      `${headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`
  )
}
