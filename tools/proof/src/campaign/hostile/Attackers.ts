import { connect, type Socket } from "node:net"

/** Many connections that behave badly. One that ends is replaced, as long as the attack lasts. */
export class Attackers {
  readonly #port: number
  readonly #connections: number
  /** Connections that were opened so far. */
  opened = 0
  /** What came back, by status. */
  readonly answers: Record<string, number> = {}

  constructor(url: string, connections: number) {
    this.#port = Number(new URL(url).port)
    this.#connections = connections
  }

  /** Sends a beginning, and then a byte each time. */
  drip(beginning: () => string, everyMillis: number): void {
    this.#keep((socket) => {
      socket.write(beginning())
      this.#count(socket)
      const timer = setInterval(() => socket.write("a"), everyMillis)
      socket.once("close", () => clearInterval(timer))
    })
  }

  /** Asks, and reads nothing of what comes. */
  neglect(question: () => string): void {
    this.#keep((socket) => {
      socket.pause()
      socket.write(question())
    })
  }

  /** Asks again as soon as there is an answer. */
  repeat(question: () => string): void {
    this.#keep((socket) => {
      this.#count(socket)
      socket.on("data", () => void socket.write(question()))
      socket.write(question())
    })
  }

  /**
   * Asks and leaves. The next connection is opened once the server has let go of this one: with more than the attack has, this
   * would be about how many the system lets wait before the server knows of them.
   */
  abandon(question: () => string): void {
    this.#keep((socket) => {
      socket.resume()
      socket.write(question(), () => setTimeout(() => socket.end(), 5))
    })
  }

  #count(socket: Socket): void {
    socket.on("data", (chunk: Buffer) => {
      const status = /^HTTP\/1\.1 (\d{3}) /u.exec(chunk.toString("latin1", 0, 13))?.[1]
      if (status !== undefined) this.answers[status] = (this.answers[status] ?? 0) + 1
    })
  }

  #keep(behave: (socket: Socket) => void): void {
    const open = (): void => {
      const socket = connect(this.#port, "127.0.0.1", () => {
        this.opened += 1
        behave(socket)
      })
      socket.on("error", () => undefined)
      socket.on("end", () => socket.destroy())
      // At once would be a loop of nothing but connections, which says more about the system than about the server.
      socket.once("close", () => setTimeout(open, 20))
    }
    for (let count = 0; count < this.#connections; count++) open()
  }
}
