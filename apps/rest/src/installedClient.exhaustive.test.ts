import { execFile } from "node:child_process"
import { readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { sample } from "@incident-teams/testkit/sample"
import { type Server, serverEnvironment, startServer } from "@incident-teams/testkit/Server"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { afterAll, beforeAll, expect, it } from "vitest"

const run = promisify(execFile)
const inRepository = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

let tenant: Tenant
let server: Server
let folder: string

beforeAll(async () => {
  tenant = await newTenant()
  folder = newFolder()
  server = startServer(serverEnvironment(tenant, join(folder, "data")))
})
afterAll(() => server.stop())

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
    TOKEN: await tenant.token({ user: "ben" }),
    INCIDENT: "soc~5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4111",
    PERSON: sample.person.dev
  }
  const said: Array<string> = []
  for (const file of files) said.push((await run(process.execPath, [file], { cwd: folder, env })).stdout)
  expect(said[0]).toMatch(/^Running [a-z2-7]{26}-1$/mu)
  // The second asks for the same incident's team, and is told that there is one.
  expect(said[1]).toMatch(/^It has one already: [a-z2-7]{26}$/mu)
})
