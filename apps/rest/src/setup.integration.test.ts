import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync, statSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { parseEnv } from "node:util"
import { oddWordsIn } from "@incident-teams/api/testing/plainEnglish"
import { freePort } from "@incident-teams/testkit/freePort"
import { commandOf } from "@incident-teams/testkit/programs"
import { sample } from "@incident-teams/testkit/sample"
import { serverEnvironment, startServer } from "@incident-teams/testkit/Server"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { describe, expect, it, onTestFinished } from "vitest"
import { clientOf, phase } from "../testing/sampleServer.ts"

/** Something at PUBLIC_URL that answers as a server does. */
const publicAddress = async (): Promise<string> => {
  const server = createServer((_, response) => response.end('{"status":"ok"}')).listen(0, "127.0.0.1")
  onTestFinished(() => void server.close())
  await once(server, "listening")
  const address = server.address()
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`
}

/** Enters the code of the next device sign-in, as the administrator does in a browser. */
const signIn = async (tenant: Tenant, ended: () => boolean): Promise<void> => {
  while (!ended()) {
    const { value } = await tenant.control("GET", "/device-sign-ins")
    if (value.length > 0) {
      await tenant.control("POST", `/device-sign-ins/${value[0].userCode}`, { user: "ana" })
      return
    }
    await pause(50)
  }
}

const place = async (publicUrl: string) => {
  const tenant = await newTenant()
  await tenant.behave({ devicePollSeconds: 1 })
  await tenant.control("PATCH", "/users/ana", { directoryRoles: ["Global Administrator"] })
  const scope = sample.workspace("soc-prod").split("/providers/")[0]
  await tenant.control("POST", "/arm/role-assignments", { principalId: sample.person.ana, role: "Owner", scope })
  const folder = newFolder()
  const file = join(folder, "incident-teams.env")
  const choices = {
    tenantId: tenant.id,
    publicUrl,
    workspaces: { soc: sample.workspace("soc-prod") },
    standbyOwners: [sample.person.ines]
  }
  writeFileSync(join(folder, "choices.json"), JSON.stringify(choices))
  const run = async (...args: ReadonlyArray<string>) => {
    const child = spawn(process.execPath, [commandOf("server"), ...args], {
      env: serverEnvironment(tenant, folder),
      stdio: ["ignore", "pipe", "pipe"]
    })
    const said = { out: "", err: "" }
    child.stdout.on("data", (chunk) => void (said.out += String(chunk)))
    child.stderr.on("data", (chunk) => void (said.err += String(chunk)))
    const closed = once(child, "close")
    await Promise.all([closed, signIn(tenant, () => child.exitCode !== null)])
    return { code: child.exitCode, ...said }
  }
  const files = ["--from", join(folder, "choices.json"), "--settings-file", file]
  const setup = (...flags: ReadonlyArray<string>) => run("setup", ...files, ...flags)
  return { tenant, folder, file, run, setup, doctor: () => run("doctor", ...files) }
}

describe("incident-teams-server setup", () => {
  it("shows a plan, leads from nothing to a doctor without problems, and is undone", async () => {
    const { tenant, file, run, setup, doctor } = await place(await publicAddress())
    // Nobody can be asked here.
    const planned = await setup()
    expect(planned).toMatchObject({
      code: 1,
      out: expect.stringContaining("to make   App registration Incident Teams")
    })
    expect(planned.err).toContain("To sign in, use a web browser")
    expect(planned.err).toContain("Nothing was changed: add --yes")
    expect(() => statSync(file)).toThrow("ENOENT")

    const done = await setup("--yes")
    expect(done).toMatchObject({ code: 0, out: expect.stringContaining("0 problems") })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const { AZURE_CLIENT_SECRET: secret = "none" } = parseEnv(readFileSync(file, "utf8"))
    expect(done.out + done.err).not.toMatch(/eyJ/u)
    expect(done.out + done.err).not.toContain(secret)
    expect(oddWordsIn(planned.out + done.out)).toEqual([])

    // Somebody takes away a permission, a consent and a role.
    const { AZURE_CLIENT_ID: appId } = parseEnv(readFileSync(file, "utf8"))
    const applications: ReadonlyArray<{ readonly appId: string; readonly key: string; readonly objectId: string }> = (
      await tenant.control("GET", "/applications")
    ).value
    const ours = applications.find((one) => one.appId === appId)
    await tenant.control("PUT", `/applications/${ours?.key}`, { roles: { graph: [] }, scopes: { arm: [] } })
    await tenant.control("DELETE", `/arm/role-assignments?principalId=${ours?.objectId}`)
    const broken = await doctor()
    expect(broken.code).toBe(1)
    for (const missing of ["TeamMember.ReadWrite.All", "user_impersonation", "Microsoft Sentinel Responder"]) {
      expect(broken.out).toMatch(new RegExp(`PROBLEM  Setup: [^\n]*${missing}[^\n]* is missing`, "u"))
    }
    const [, command = ""] = /-> Run incident-teams-server (.+?) with this right/u.exec(broken.out) ?? []
    expect(await run(...command.split(" "), "--yes")).toMatchObject({
      code: 0,
      out: expect.stringContaining("0 problems")
    })
    const mended = await doctor()
    expect(mended).toMatchObject({ code: 0, out: expect.stringMatching(/Setup: All \d+ things/u) })
    expect(oddWordsIn(broken.out + mended.out)).toEqual([])

    const removed = await setup("--remove", "--yes")
    expect(removed).toMatchObject({ code: 0, out: expect.stringContaining("done      App registration") })
    expect(() => statSync(file)).toThrow("ENOENT")
  })

  it("leads from nothing to the life of a team, and changes nothing when it is run again", async () => {
    const port = await freePort()
    const { tenant, folder, file, setup, doctor } = await place(`http://127.0.0.1:${port}`)
    const first = await setup("--yes")
    // Only the server isn't there yet.
    expect(first).toMatchObject({ code: 1, out: expect.stringContaining("\n1 problems, ") })
    expect(first.out).toContain("PROBLEM  Public address")

    const text = readFileSync(file, "utf8")
    const settings = parseEnv(text)
    const own = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, value ?? ""]))
    const server = startServer(serverEnvironment(tenant, folder, { ...own, PORT: String(port) }))
    const ben = await clientOf(tenant, server, "ben", settings["AZURE_CLIENT_ID"])
    expect(await doctor()).toMatchObject({ code: 0, out: expect.stringContaining("0 problems") })

    const { body: list } = await ben("GET", "/v1/incidents?status=New&top=1")
    const at = `/v1/incidents/${list.items[0].id}`
    const asked = { people: [sample.person.dev], groups: [sample.group.tier1] }
    expect(await ben("POST", `${at}/team`, asked)).toMatchObject({ status: 202 })
    const { platformTeamId } = await phase(ben, at, "open")
    await ben("PATCH", at, { status: "Closed", classification: "Undetermined" })
    await phase(ben, at, "archived")
    await ben("PATCH", at, { status: "Active" })
    expect(await phase(ben, at, "open")).toMatchObject({ platformTeamId })

    const again = await setup("--yes")
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining("0 problems") })
    expect(again.out).not.toMatch(/^(?:done|to make|change) /mu)
    expect(readFileSync(file, "utf8")).toBe(text)
    expect(await server.stop()).toBe(0)
  })
})
