import { spawn } from "node:child_process"
import { once } from "node:events"
import { createServer, type Server } from "node:http"
import { oddWordsIn } from "@incident-teams/api/testing/plainEnglish"
import { commandOf } from "@incident-teams/testkit/programs"
import { sample } from "@incident-teams/testkit/sample"
import { serverEnvironment } from "@incident-teams/testkit/Server"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

let tenant: Tenant
let data: string
/** Stands at PUBLIC_URL. */
let server: Server
let publicUrl: string

beforeAll(async () => {
  tenant = await newTenant()
  data = newFolder()
  server = createServer(({ url }, response) => {
    response.end(url === "/healthz" ? '{"status":"ok"}' : "Something else")
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  publicUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`
})
afterAll(async () => {
  server.close()
})

const doctor = async (more: Readonly<Record<string, string>> = {}, args: ReadonlyArray<string> = ["--json"]) => {
  const child = spawn(process.execPath, [commandOf("server"), "doctor", ...args], {
    env: serverEnvironment(tenant, data, { PUBLIC_URL: publicUrl, ...more }),
    stdio: ["ignore", "pipe", "pipe"]
  })
  const said = { out: "", err: "" }
  child.stdout.on("data", (chunk) => void (said.out += String(chunk)))
  child.stderr.on("data", (chunk) => void (said.err += String(chunk)))
  const [code] = await once(child, "close")
  return { code, ...said, report: said.out.startsWith("{") ? JSON.parse(said.out) : undefined }
}

describe("doctor", () => {
  it("finds no problem where everything is right, and says what it checked", async () => {
    const { code, err, report } = await doctor()
    expect({
      code,
      err,
      problems: report.problems,
      warnings: report.warnings,
      findings: report.findings
    }).toMatchObject({
      code: 0,
      err: "",
      problems: 0
    })
    const abouts = ["Settings", "Clock", "Credentials", "Graph permissions", "Group creation", "Naming policy"]
    expect(report.findings.map(({ about }: { readonly about: string }) => about)).toEqual(
      expect.arrayContaining([
        ...abouts,
        "Expiration policy",
        "Standby owners",
        "Workspace soc",
        "Azure role on soc",
        "Store",
        "Group quota",
        "Public address"
      ])
    )
    expect(report.findings).toContainEqual(
      expect.objectContaining({
        about: "Standby owners",
        state: "ok",
        found: expect.stringMatching(/ is in 0 teams\./u)
      })
    )
    expect(report.findings).toContainEqual(
      expect.objectContaining({
        about: "Group creation",
        found: expect.stringContaining("the group Group creators may")
      })
    )
    const plain = await doctor({}, [])
    expect(plain).toMatchObject({ code: 0, out: expect.stringContaining("0 problems") })
    expect(plain.out).not.toMatch(/eyJ|sample-secret/u)
    expect(oddWordsIn(plain.out)).toEqual([])
  })

  // A process takes a second: what doesn't hide the other shares one.
  it.each<[string, Record<string, string>, ReadonlyArray<readonly [found: RegExp, remedy: RegExp]>]>([
    ["a setting that can't be used", { METRICS: "loud" }, [[/METRICS is invalid/u, /environment\.md/u]]],
    [
      "a database that can't be reached",
      { POSTGRES_URL: "postgresql://teams@127.0.0.1:1/teams" },
      [[/the database can't be reached\. Check that it runs/u, /run doctor again/u]]
    ],
    ["a wrong secret", { AZURE_CLIENT_SECRET: "wrong" }, [[/denied a token/u, /AZURE_CLIENT_SECRET/u]]],
    [
      "no standby owner, and a public address where nobody answers",
      { STANDBY_OWNERS: "", PUBLIC_URL: "http://127.0.0.1:9" },
      [
        [/No standby owner/u, /STANDBY_OWNERS/u],
        [/can't be reached/u, /Start/u]
      ]
    ],
    [
      "a standby owner whom nobody knows, a public address without TLS, and a workspace that isn't there",
      {
        STANDBY_OWNERS: "7a1e0000-0000-4000-8000-00000000ffff",
        PUBLIC_URL: "http://incidents.example",
        SENTINEL_WORKSPACES: `soc=${sample.workspace("soc-gone")}`
      },
      [
        [/No person has the object ID/u, /someone else/u],
        [/isn't https/u, /TLS/u],
        [/can't be read/u, /SENTINEL_WORKSPACES/u]
      ]
    ]
  ])("names %s, and what to do", async (_, more, problems) => {
    const { code, report } = await doctor(more)
    for (const [found, remedy] of problems) {
      expect(report.findings).toContainEqual(
        expect.objectContaining({
          state: "problem",
          found: expect.stringMatching(found),
          remedy: expect.stringMatching(remedy)
        })
      )
    }
    expect(code).toBe(1)
  })

  it("warns where the naming policy holds the application, too", async () => {
    await tenant.behave({ namingPolicyForApplications: "held" })
    await tenant.control("PATCH", "/group-policy", { PrefixSuffixNamingRequirement: "GRP_[GroupName]" })
    const { report } = await doctor()
    expect(report.findings).toContainEqual(
      expect.objectContaining({
        about: "Naming policy",
        state: "warning",
        found: expect.stringContaining("mail nickname"),
        remedy: expect.stringContaining("Groups Administrator")
      })
    )
    await tenant.behave({ namingPolicyForApplications: "exempt" })
    await tenant.control("DELETE", "/group-policy")
  })

  it("names each Graph permission that is missing, and warns of one that isn't needed", async () => {
    await tenant.control("PUT", "/applications/server", { roles: { graph: ["Group.ReadWrite.All", "Mail.ReadWrite"] } })
    const { code, report } = await doctor({ TEAMS_APP_ID: sample.person.dev })
    expect(code).toBe(1)
    const said = report.findings.map(
      ({ state, found }: { readonly state: string; readonly found: string }) => `${state} ${found}`
    )
    expect(said).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^problem TeamMember\.ReadWrite\.All isn't granted/u),
        expect.stringMatching(/^problem TeamsAppInstallation\.ReadWriteSelfForTeam\.All isn't granted/u),
        expect.stringMatching(/^problem User\.Read\.All isn't granted/u),
        expect.stringMatching(/^warning Mail\.ReadWrite is granted but not needed/u)
      ])
    )
  })
})
