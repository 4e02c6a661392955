import type { Http2Bindings, HttpBindings } from "@hono/node-server"

/** What the listener hands over with a request. A test that asks the app without a server hands over nothing. */
export type Bindings = Partial<Http2Bindings | HttpBindings>

/** The connection that a request came over. */
export interface Connection {
  /** Whose requests count together before it is known who calls: an IPv4 address, or the network of an IPv6 address. */
  readonly address: string
  /** Calls back once the answer has been taken, or the connection is gone. */
  readonly whenTaken: (callBack: () => void) => void
}

/** A network that is assigned to one site has at least 2^64 addresses, so its first 64 bits are what tells sites apart. */
export const networkOf = (address: string): string => {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/iu.exec(address) ?? []
  if (mapped !== undefined) return mapped
  if (!address.includes(":")) return address
  const [head = "", tail] = address.split("%")[0]?.split("::") ?? []
  const before = head === "" ? [] : head.split(":")
  const after = tail === undefined || tail === "" ? [] : tail.split(":")
  const missing = tail === undefined ? 0 : 8 - before.length - after.length
  const groups = [...before, ...Array.from({ length: missing }, () => "0"), ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`
}

export const connectionOf = ({ incoming, outgoing }: Bindings = {}): Connection => {
  return {
    address: networkOf(incoming?.socket.remoteAddress ?? "unknown"),
    whenTaken: (callBack) => {
      if (outgoing === undefined || outgoing.closed) callBack()
      else outgoing.once("close", callBack)
    }
  }
}
