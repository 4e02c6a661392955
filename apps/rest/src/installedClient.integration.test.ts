import { execFile } from "node:child_process"
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setDefaultCACertificates } from "node:tls"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { afterAll, beforeAll, expect, it } from "vitest"
import { sampleEnvironment, tokenOf } from "../testing/sampleServer.ts"
import { type ServerProcess, type SimulatedPlatform, startPlatform, startServer } from "../testing/ServerProcess.ts"

const run = promisify(execFile)
const inRepository = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

let platform: SimulatedPlatform
let stopPlatform: () => Promise<void>
let server: ServerProcess
let folder: string

beforeAll(async () => {
  ;({ platform, stop: stopPlatform } = await startPlatform())
  setDefaultCACertificates([await readFile(platform.caFile, "utf8")])
  folder = await mkdtemp(join(tmpdir(), "incident-teams-client-"))
  server = startServer(sampleEnvironment(platform, join(folder, "data")))
})
afterAll(async () => {
  server.child.kill("SIGTERM")
  await server.ended
  await stopPlatform()
  await rm(folder, { recursive: true, force: true })
})

/** As it would be published: built, with what `publishConfig` says. */
const packed = async (name: string): Promise<void> => {
  const at = inRepository(`packages/${name}`)
  await run("tsc", ["-b", "tsconfig.lib.json"], { cwd: at })
  await run("pnpm", ["pack", "--pack-destination", folder], { cwd: at })
}

/** The TypeScript of the package's own README, in the order in which it stands there. */
const examples = async (): Promise<ReadonlyArray<string>> => {
  const readme = await readFile(inRepository("packages/api/README.md"), "utf8")
  return [...readme.matchAll(/```ts\n([^]*?)```/gu)].map(([, code = ""]) => code)
}

it("is installed by npm outside of the workspace, and its README's programs compile there and run", async () => {
  await packed("domain")
  await packed("api")
  const archives = (await readdir(folder)).filter((file) => file.endsWith(".tgz"))
  expect(archives).toHaveLength(2)
  const dependencies = Object.fromEntries(
    archives.map((file) => [file.replace(/^incident-teams-(\w+)-.*$/u, "@incident-teams/$1"), `file:${file}`])
  )
  // From here instead of the registry, so that the test needs no network.
  const effect = `file:${inRepository("packages/api/node_modules/effect")}`
  const manifest = { name: "consumer", private: true, type: "module", dependencies: { ...dependencies, effect } }
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest))
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund"], { cwd: folder })

  const programs = await examples()
  expect(programs).toHaveLength(2)
  const files = await Promise.all(
    programs.map(async (program, index) => {
      await writeFile(join(folder, `program-${index}.ts`), program)
      return `program-${index}.ts`
    })
  )
  await run(
    "tsc",
    ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2024", "--skipLibCheck", "--types", "node"]
      .concat("--typeRoots", inRepository("node_modules/@types"))
      .concat(files),
    { cwd: folder }
  )

  const env = {
    PATH: process.env["PATH"],
    URL: await server.listening,
    TOKEN: await tokenOf(platform, "ben"),
    INCIDENT: "soc~5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4111",
    PERSON: "7a1e0000-0000-4000-8000-000000000104"
  }
  const said: Array<string> = []
  for (const file of files) said.push((await run(process.execPath, [file], { cwd: folder, env })).stdout)
  expect(said[0]).toMatch(/^Running [a-z2-7]{26}\.1$/mu)
  // The second asks for the same incident's team, and is told that there is one.
  expect(said[1]).toMatch(/^It has one already: [a-z2-7]{26}$/mu)
})
