import type { Server, Socket } from "node:net"

export interface Listener {
  readonly port: number
  readonly close: () => Promise<void>
}

/** Makes a server listen on 127.0.0.1; port 0: any free one. Fails with EADDRINUSE when the port is taken. */
export const listen = async (server: Server, port: number): Promise<Listener> => {
  // A connection in the middle of its TLS handshake is none yet to closeAllConnections, and would be served for ever.
  const sockets = new Set<Socket>()
  server.on("connection", (socket: Socket) => {
    sockets.add(socket)
    socket.once("close", () => sockets.delete(socket))
  })
  const listening = await new Promise<number>((resolve, reject) => {
    server.once("error", reject)
    // localhost by name would bind only one of its addresses.
    server.listen(port, "127.0.0.1", () => {
      const address = server.address()
      if (address !== null && typeof address === "object") resolve(address.port)
      else reject(new Error("The simulator listens on no port."))
    })
  })
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve())
    })
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return { port: listening, close }
}
