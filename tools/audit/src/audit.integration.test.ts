import { spawn } from "node:child_process"
import { once } from "node:events"
import { createServer, type RequestListener, type Server } from "node:http"
import { fileURLToPath } from "node:url"
import { afterEach, describe, expect, it } from "vitest"

const command = fileURLToPath(new URL("main.ts", import.meta.url))

let registry: Server | undefined
afterEach(() => {
  registry?.closeAllConnections()
  registry?.close()
})

/** The command, asking a registry that answers so. */
const auditing = async (answer: RequestListener) => {
  const server = createServer(answer).listen(0, "127.0.0.1")
  registry = server
  await once(server, "listening")
  const address = server.address()
  if (typeof address !== "object" || address === null) throw new Error("The registry has no port.")
  const child = spawn(process.execPath, [command, `--registry=http://127.0.0.1:${address.port}/`])
  const said: Array<string> = []
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => void said.push(String(chunk)))
  const [code] = await once(child, "close")
  return { code, said: said.join("") }
}

/** An advisory on hono of each severity, in the registry's form. */
const advising =
  (...severities: ReadonlyArray<string>): RequestListener =>
  ({ url = "" }, response) => {
    if (!url.endsWith("/advisories/bulk")) {
      response.writeHead(404).end()
      return
    }
    const advisories = severities.map((severity, index) => ({
      id: index + 1,
      url: `https://github.com/advisories/GHSA-made-up-${severity}`,
      title: "Made up",
      severity,
      vulnerable_versions: "<99.0.0",
      cwe: [],
      cvss: { score: 7, vectorString: null }
    }))
    response.setHeader("content-type", "application/json")
    response.end(JSON.stringify({ hono: advisories }))
  }

describe("the audit", () => {
  it("fails on advisories that are high or critical, and says where to read about them", async () => {
    const { code, said } = await auditing(advising("high", "critical", "moderate"))
    expect(said).toContain("pnpm-lock.yaml: 2 high or critical, 1 lesser")
    for (const severity of ["high", "critical"]) {
      expect(said).toContain(`${severity}: hono: Made up (https://github.com/advisories/GHSA-made-up-${severity})`)
    }
    expect(code).toBe(1)
  })

  it("counts those that are moderate or low, and passes", async () => {
    const { code, said } = await auditing(advising("moderate", "low"))
    expect(said).toContain("pnpm-lock.yaml: 0 high or critical, 2 lesser")
    expect(code).toBe(0)
  })

  it("passes where the registry serves no advisories, and says that nothing was audited", async () => {
    const { code, said } = await auditing((_, response) => response.writeHead(405).end())
    expect(said).toMatch(/pnpm-lock\.yaml: NOT AUDITED.*405/u)
    expect(said).toMatch(/tools\/toolchain\/package-lock\.json: NOT AUDITED.*405/u)
    expect(code).toBe(0)
  })
})
