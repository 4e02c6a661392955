/** One server-sent event as it came, its data parsed. */
export interface Received {
  readonly id: string
  readonly event: string
  // A test compares what it reads, so a wrong guess fails it.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly data: any
}

const parsed = (block: string): Received | undefined => {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, "mu").exec(block)?.[1]
  const data = field("data")
  return data === undefined
    ? undefined
    : { id: field("id") ?? "", event: field("event") ?? "message", data: JSON.parse(data) }
}

/** Reads a stream of server-sent events one by one. */
export const liveEvents = (response: Response) => {
  const reader = (response.body ?? new ReadableStream<Uint8Array<ArrayBuffer>>()).getReader()
  const decoder = new TextDecoder()
  let text = ""
  /** Undefined at the end. */
  const next = async (): Promise<Received | undefined> => {
    for (;;) {
      const end = text.indexOf("\n\n")
      if (end >= 0) {
        const event = parsed(text.slice(0, end))
        text = text.slice(end + 2)
        if (event !== undefined) return event
      } else {
        const { done, value } = await reader.read()
        if (done) return undefined
        text += decoder.decode(value, { stream: true })
      }
    }
  }
  return {
    next,
    /** Reads on until one fits. */
    until: async (fits: (event: Received) => boolean): Promise<Received | undefined> => {
      for (;;) {
        const event = await next()
        if (event === undefined || fits(event)) return event
      }
    },
    close: () => reader.cancel()
  }
}
