import type { ServerResponse } from "node:http"

interface Watched {
  /** When it was first seen with something that the client doesn't read; milliseconds. */
  since: number
  /** Bytes that the client's side had taken by then. */
  sent: number
}

/**
 * Ends the connections of clients that don't read what they asked for. Node waits for them forever, and the response takes
 * memory and its caller's place as long. A complete response has to be read within the time, and a stream has to move on.
 */
export class UnreadResponses {
  readonly #watched = new Map<ServerResponse, Watched | undefined>()
  readonly #patienceMillis: number
  readonly #timer: NodeJS.Timeout

  constructor(patienceMillis: number) {
    this.#patienceMillis = patienceMillis
    this.#timer = setInterval(() => this.#look(Date.now()), Math.max(patienceMillis / 4, 1))
    this.#timer.unref()
  }

  watch(response: ServerResponse): void {
    this.#watched.set(response, undefined)
    response.once("close", () => this.#watched.delete(response))
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #look(at: number): void {
    for (const [response, before] of this.#watched) {
      const complete = response.writableEnded
      if (!complete && !response.writableNeedDrain) {
        this.#watched.set(response, undefined)
        continue
      }
      const sent = response.socket?.bytesWritten ?? 0
      if (before === undefined || (!complete && sent > before.sent)) this.#watched.set(response, { since: at, sent })
      else if (at - before.since >= this.#patienceMillis) response.destroy()
    }
  }
}
