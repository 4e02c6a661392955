import type { GraphRequest } from "./GraphRequest.ts"

/** What an answer's status says about the call. */
export type Verdict = "done" | "notDone" | "unclear" | "missing" | "conflict" | "refused"

/**
 * What a status says, for every status there may be. A read has no effect, so its failures that may pass are `notDone`;
 * a write that a server failed on may have taken effect (504 always, 500 to 503 in reports: graph-docs issues 6551,
 * 8134, 17077).
 */
export const verdict = (method: GraphRequest["method"], status: number): Verdict => {
  if (status >= 200 && status <= 299) return "done"
  switch (status) {
    // Too many requests, or too much bandwidth: turned away before anything was done.
    case 429:
    case 509:
    // Somebody else was changing it.
    case 412:
    case 423:
      return "notDone"
    case 404:
    case 410:
      return "missing"
    case 409:
      return "conflict"
    // The server gave up waiting for the request.
    case 408:
      return method === "GET" ? "notDone" : "unclear"
    case 501:
      return "refused"
    default:
      if (status >= 400 && status <= 499) return "refused"
      return method === "GET" ? "notDone" : "unclear"
  }
}
