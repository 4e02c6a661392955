import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response"
import type { ServerEnv } from "../ServerEnv.ts"

interface Partial {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/**
 * Closes the client's connection without an answer, or in the middle of one. A part of a $batch has no connection of
 * its own: it is answered 502.
 */
export const resetConnection = (env: ServerEnv["Bindings"] | undefined, partial?: Partial): Response => {
  const { incoming, outgoing } = env ?? {}
  if (!incoming || !outgoing) {
    return Response.json(
      { error: { code: "BadGateway", message: "Failed to execute backend request." } },
      { status: 502 }
    )
  }
  if (!partial) {
    incoming.socket.destroy()
    return RESPONSE_ALREADY_SENT
  }
  const body = Buffer.from(partial.body)
  outgoing.writeHead(partial.status, {
    ...Object.fromEntries(partial.headers),
    // More than ever comes, so that the client can tell.
    "content-length": body.length + 1
  })
  outgoing.write(body.subarray(0, Math.ceil(body.length / 2)), () => incoming.socket.destroy())
  return RESPONSE_ALREADY_SENT
}
