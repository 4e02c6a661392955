/** The same bytes without any check, over Express. Prints its port. */
import type { AddressInfo } from "node:net"
import express from "express"

const body = process.argv[2] ?? ""
const app = express()
app.get("*path", (_, answer) => {
  answer.type("application/json").send(body)
})
const server = app.listen(0, "127.0.0.1", () => {
  // Just listening on a port, it has one.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  console.log((server.address() as AddressInfo).port)
})
