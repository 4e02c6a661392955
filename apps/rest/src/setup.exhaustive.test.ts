// Takes more than 30 seconds: each setup is followed by doctor and by the server that it was for.
import { existsSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { parseEnv } from "node:util"
import { oddWordsIn } from "@incident-teams/api/testing/plainEnglish"
import { freePort } from "@incident-teams/testkit/freePort"
import { sample } from "@incident-teams/testkit/sample"
import { serverEnvironment, startServer } from "@incident-teams/testkit/Server"
import { describe, expect, it } from "vitest"
import { placeToSetUp, publicAddress } from "../testing/placeToSetUp.ts"
import { clientOf, phase } from "../testing/sampleServer.ts"
import { packageOf } from "./teams-app/teamsAppPackage.ts"
import { version } from "./version.ts"

describe("incident-teams-server setup", () => {
  it("shows a plan, leads from nothing to a doctor without problems, and is undone", async () => {
    const { tenant, file, run, setup, doctor } = await placeToSetUp(await publicAddress())
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
    expect(mended).toMatchObject({
      code: 0,
      out: expect.stringMatching(/Setup: Everything that setup creates is there: \d+ items/u)
    })
    expect(oddWordsIn(broken.out + mended.out)).toEqual([])

    const removed = await setup("--remove", "--yes")
    expect(removed).toMatchObject({ code: 0, out: expect.stringContaining("done      App registration") })
    expect(() => statSync(file)).toThrow("ENOENT")
  })

  it("writes the package of the Teams app, says what to do with it, and takes it away", async () => {
    const publicUrl = "https://incidents.example.org"
    const { folder, file, setup } = await placeToSetUp(publicUrl, {
      teamsApp: true,
      standbyOwners: [sample.person.farid]
    })
    const upload = /^(done {6}|there {5})Teams app package\n +next: Upload \S+-app\.zip in Teams apps > Manage apps/mu
    const first = await setup("--yes")
    expect(upload.exec(first.out)?.[1]).toBe("done      ")
    // What only a person can mend is no success.
    expect(first).toMatchObject({ code: 1, out: expect.stringContaining("has no Teams license") })
    const { AZURE_CLIENT_ID: clientId = "" } = parseEnv(readFileSync(file, "utf8"))
    const written = join(folder, "incident-teams-app.zip")
    const content = readFileSync(written)
    expect(content).toEqual(Buffer.from(packageOf({ publicUrl, clientId, version })))
    const again = await setup("--yes")
    expect(again.out).not.toMatch(/^done /mu)
    expect(upload.exec(again.out)?.[1]).toBe("there     ")
    expect(readFileSync(written)).toEqual(content)
    expect(oddWordsIn(first.out + again.out)).toEqual([])
    expect(await setup("--remove", "--yes")).toMatchObject({ code: 0 })
    expect(existsSync(written)).toBe(false)
  })

  it("leads from nothing to the life of a team, and changes nothing when it is run again", async () => {
    const port = await freePort()
    const { tenant, folder, file, setup, doctor } = await placeToSetUp(`http://127.0.0.1:${port}`)
    const first = await setup("--yes")
    // Setup has done all that it can; what is left is to start the server.
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining("\n0 problems, 1 warning\n") })
    expect(first.out).toMatch(
      /^WARNING {2}Public address: .*the server isn't running there yet\.\n +-> Start the server/mu
    )
    expect(oddWordsIn(first.out)).toEqual([])
    expect(await doctor()).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^PROBLEM {2}Public address: [^]*\n1 problem, 0 warnings\n/mu)
    })

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
