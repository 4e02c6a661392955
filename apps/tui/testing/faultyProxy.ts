import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { onTestFinished } from "vitest"

/** What happens to a request on its way. */
export type Fault =
  /** The connection breaks before the server has seen anything. */
  | { readonly kind: "drop" }
  /** The server has done it, and its answer gets lost. */
  | { readonly kind: "lose" }
  | {
      readonly kind: "answer"
      readonly status: number
      readonly body: string
      readonly headers?: Readonly<Record<string, string>>
    }

export interface Passed {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage["headers"]
}

interface Rule {
  readonly method: string
  readonly path: RegExp
  readonly fault: Fault
  times: number
}

/** Something between the console and the server that misbehaves when it is told to. */
export const faultyProxy = async (server: string) => {
  const passed: Array<Passed> = []
  const rules: Array<Rule> = []
  const open = new Set<ServerResponse>()
  let isUp = true

  const forward = (incoming: IncomingMessage, outgoing: ServerResponse, lose: boolean): void => {
    const { method, url = "/", headers } = incoming
    const onward = request(new URL(url, server), { method, headers }, (answer) => {
      if (lose) {
        answer.resume()
        answer.on("end", () => outgoing.destroy())
        return
      }
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on("error", () => outgoing.destroy())
    outgoing.on("close", () => onward.destroy())
    incoming.pipe(onward)
  }

  const proxy = createServer((incoming, outgoing) => {
    open.add(outgoing)
    outgoing.on("close", () => open.delete(outgoing))
    const { method = "GET", url = "/", headers } = incoming
    passed.push({ method, path: url, headers })
    const rule = rules.find((one) => one.times > 0 && one.method === method && one.path.test(url))
    if (rule !== undefined) rule.times -= 1
    const fault: Fault | undefined = isUp ? rule?.fault : { kind: "drop" }
    switch (fault?.kind) {
      case undefined:
        return forward(incoming, outgoing, false)
      case "lose":
        return forward(incoming, outgoing, true)
      case "drop":
        return void outgoing.destroy()
      case "answer":
        return void outgoing.writeHead(fault.status, fault.headers).end(fault.body)
    }
  })
  await new Promise<void>((resolve) => {
    proxy.listen(0, "127.0.0.1", resolve)
  })
  const { port } = proxy.address() as AddressInfo
  onTestFinished(() => {
    for (const one of open) one.destroy()
    proxy.close()
  })

  return {
    url: `http://127.0.0.1:${port}`,
    /** Every request that came this far. */
    passed,
    /** The next `times` of a kind fare like this. */
    fault: (method: string, path: RegExp, fault: Fault, times = 1) => void rules.push({ method, path, fault, times }),
    /** Nobody answers any more, and whoever was connected is cut off. */
    down: () => {
      isUp = false
      for (const one of open) one.destroy()
    },
    up: () => {
      isUp = true
    }
  }
}

/** A refusal as the server tells it. */
export const problem = (
  type: string,
  status: number,
  more: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {}
): Fault => ({
  kind: "answer",
  status,
  headers: { "content-type": "application/problem+json", ...headers },
  body: JSON.stringify({
    type: `/problems/${type}`,
    title: "It went wrong",
    status,
    detail: "In a way of its own.",
    remedy: "Do what has to be done.",
    ...more
  })
})
