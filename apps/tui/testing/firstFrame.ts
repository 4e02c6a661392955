import { spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { fileURLToPath } from "node:url"
import * as sample from "./samples.ts"

/** The least that Ink can show. */
const hello = `--input-type=module -e '${[
  'import { enableCompileCache } from "node:module"',
  "enableCompileCache()",
  'const { render, Text } = await import("ink")',
  'const { createElement } = await import("react")',
  'render(createElement(Text, {}, "Incident Teams"), { alternateScreen: true, interactive: true }).unmount()'
].join(";")}'`
const main = fileURLToPath(new URL("../dist/main.js", import.meta.url))

/** Runs a program of Node's in a terminal (`script` of util-linux), in the console's package, so that it finds Ink. */
const onTerminal = (program: string) =>
  spawn("script", ["-qfec", `stty cols 80 rows 24; exec ${process.execPath} ${program}`, "/dev/null"], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    env: { ...process.env, INCIDENT_TEAMS_TOKEN: "benchmark", TERM: "xterm-256color" },
    stdio: ["pipe", "pipe", "inherit"]
  })

/** Milliseconds from the start of a process to the first frame of a program that only shows a text with Ink. */
export const firstHello = async (): Promise<number> => {
  const started = performance.now()
  const child = onTerminal(hello)
  let text = ""
  let frame = 0
  for await (const chunk of child.stdout) {
    text += String(chunk)
    if (frame === 0 && text.includes("Incident Teams")) frame = performance.now() - started
  }
  if (frame === 0) throw new Error(`The program ended without a frame: ${text}`)
  return frame
}

/**
 * Milliseconds from the start of the process to its first frame, and to the first that shows an incident, against a
 * server that answers at once.
 */
export const firstFrame = async (): Promise<{ readonly frame: number; readonly incidents: number }> => {
  const incident = {
    ...sample.incident(1),
    created: "2026-03-31T12:00:00.000Z",
    lastModified: "2026-03-31T12:00:00.000Z"
  }
  const server = createServer(({ url = "" }, answer) => {
    const body = url.startsWith("/v1/me")
      ? sample.me
      : url.startsWith("/v1/incidents")
        ? { items: [incident] }
        : { items: [] }
    if (url.startsWith("/v1/events")) {
      answer.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders()
      return
    }
    answer.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body))
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  const started = performance.now()
  const child = onTerminal(`${main} --server http://127.0.0.1:${port}`)
  // What never comes must not be waited for.
  const giveUp = setTimeout(() => child.kill("SIGTERM"), 20_000)
  let text = ""
  let frame = 0
  let incidents = 0
  for await (const chunk of child.stdout) {
    text += String(chunk)
    if (frame === 0 && text.includes("Incident Teams")) frame = performance.now() - started
    if (incidents === 0 && text.includes("Phishing:")) {
      incidents = performance.now() - started
      // Leaves the console.
      child.stdin.write("q")
    }
  }
  clearTimeout(giveUp)
  server.closeAllConnections()
  server.close()
  return { frame, incidents }
}
