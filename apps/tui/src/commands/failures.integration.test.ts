import { Problem } from "@incident-teams/api/problems/Problem"
import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { as, asked, json } from "../../testing/asked.ts"
import { control, newIncident, tokenOf } from "../../testing/simulated.ts"
import { OwnProblem } from "./reportFailure.ts"

/** A command that fails. With --json, the only document is its problem; stderr has the same text either way. */
const refused = async (who: string | undefined, ...args: ReadonlyArray<string>) => {
  const environment = who === undefined ? {} : { INCIDENT_TEAMS_TOKEN: await tokenOf(who) }
  const [plain, withJson] = await Promise.all([asked(environment, ...args), asked(environment, ...args, "--json")])
  expect(plain.stdout).toBe("")
  expect(withJson).toMatchObject({ code: plain.code, stderr: plain.stderr })
  const problem = JSON.parse(withJson.stdout)
  Schema.decodeUnknownSync(Schema.Union([Schema.toCodecJson(Problem), OwnProblem]))(problem)
  return { code: plain.code, stderr: plain.stderr, problem }
}

describe("1: refused", () => {
  it("what the server refuses, with the flag and the remedy", async () => {
    const { number } = await newIncident()
    const { code, stderr, problem } = await refused("ben", "team", "create", number, "--name", " ")
    expect(code).toBe(1)
    expect(problem).toMatchObject({ type: "/problems/invalid-team-name", field: "name" })
    expect(stderr).toBe(`${problem.title}.\n  ${problem.detail}\n  Flag: --name\n  ${problem.remedy}`)
  })

  it("work that --wait waits for and that can't continue until someone acts", async () => {
    const { number } = await newIncident()
    const { platformTeamId } = await json("ben", "team", "create", number, "--wait")
    await control("POST", "/faults", {
      surface: "graph",
      method: "POST",
      path: `/teams/${platformTeamId}/archive`,
      fault: { kind: "answer", status: 400, code: "BadRequest", message: "No." }
    })
    const close = await as("ben", "incidents", "close", number, "--classification", "Undetermined", "--wait", "--json")
    expect(close).toMatchObject({ code: 1, stderr: expect.stringContaining("Action needed.") })
    expect(JSON.parse(close.stdout)).toMatchObject({
      type: "incident-teams:operation-failed",
      remedy: expect.stringMatching(/\w/u)
    })
  })
})

describe("2: invalid usage", () => {
  it.each([
    [["frobnicate"], /frobnicate/u],
    [["incidents", "shwo"], /show/u],
    [["incidents", "show"], /incident/u],
    [["incidents", "show", "1", "2"], /2/u],
    [["incidents", "list", "--limit", "none"], /--limit: "none"\. Expected a number\n/u],
    [["incidents", "list", "--limit", "0"], /above 0/u],
    [["incidents", "list", "--status", "Open"], /Open/u],
    [["incidents", "list", "--frob"], /frob/u],
    [
      ["incidents", "list", "--workspace", "Not an alias"],
      /--workspace: "Not an alias"\. Expected 1 to 32 lower-case/u
    ],
    [["incidents"], /No command given/u],
    [["incidents", "close", "1", "--classification", "FalsePositive"], /IncorrectAlertLogic, InaccurateData/u],
    [
      ["incidents", "close", "1", "--classification", "Undetermined", "--reason", "InaccurateData"],
      /Undetermined takes no reason\.\n  Leave --reason out\.$/u
    ],
    [
      ["incidents", "close", "1", "--classification", "TruePositive", "--reason", "InaccurateData"],
      /InaccurateData isn't a reason for TruePositive\.\n  Use --reason SuspiciousActivity, or leave it out\.$/u
    ],
    [
      ["incidents", "close", "1", "--classification", "FalsePositive", "--reason", "SuspiciousActivity"],
      /Choose one, for example: --reason IncorrectAlertLogic$/u
    ],
    [["team", "add", "1"], /No person or group given/u],
    [["team", "remove", "1"], /No person or group given/u],
    [["team", "rename", "1"], /--name or --description/u],
    [["team", "merge", "1"], /--into or --none/u],
    [["team", "merge", "1", "--into", "2", "--none"], /--into or --none/u],
    [["favorites", "add"], /No person or group given/u],
    [["completion", "powershell"], /powershell/u],
    [["people", "search", "x".repeat(101)], /"\. Expected at most 100/u],
    [["people", "search", "x", "--limit", "51"], /"51"\. Expected a whole number from 1 to 50\n/u],
    [["team", "retry", "1", "--idempotency-key", "two words"], /visible ASCII/u],
    [["incidents", "reopen", "1", "--if-match", "4c1f"], /--if-match: "4c1f"\. Expected an ETag with its double/u],
    [["access", "request", "1", "--reason", " "], /isn't blank/u],
    [["access", "deny", "1", "x", "--reason", "x".repeat(1_001)], /at most 1,000/u],
    [["incidents", "close", "1", "--classification", "Undetermined", "--comment", "x".repeat(30_001)], /30,000/u],
    [["incidents", "list", "--search", "x".repeat(201)], /at most 200/u]
  ])("%j", async (args, message) => {
    const { code, stderr, problem } = await refused("ben", ...args)
    expect(code).toBe(2)
    expect(stderr).toMatch(message)
    expect(problem.type).toMatch(/^incident-teams:/u)
  })

  it("no workspace although the server has several", async () => {
    const { code, problem } = await refused("ben", "incidents", "list")
    expect({ code, problem }).toMatchObject({
      code: 2,
      problem: { type: "incident-teams:workspace-not-named", remedy: "Choose one, for example: --workspace soc-prod" }
    })
    const environment = { INCIDENT_TEAMS_TOKEN: await tokenOf("ben"), INCIDENT_TEAMS_WORKSPACE: "soc-lab" }
    expect(await asked(environment, "incidents", "list")).toMatchObject({ code: 0 })
  })

  it.each([
    ["", /No server given/u],
    ["teams.example.com", /^Invalid server address\.\n  "teams\.example\.com" isn't the address of a server\./u],
    ["ftp://teams.example.com", /^Invalid server address\./u]
  ])("the server address %j", async (server, message) => {
    const environment = { INCIDENT_TEAMS_SERVER: server }
    expect(await asked(environment, "whoami")).toMatchObject({ code: 2, stderr: expect.stringMatching(message) })
  })
})

describe("3: not permitted", () => {
  it("without a permission: says which one is missing and who can grant it", async () => {
    const { number } = await newIncident()
    const { code, stderr, problem } = await refused("dev", "team", "create", number)
    expect({ code, problem }).toMatchObject({ code: 3, problem: { type: "/problems/not-allowed", who: "Dev Sample" } })
    expect(stderr).toContain("Missing: Microsoft.SecurityInsights/incidents/write")
    expect(stderr).toContain("Microsoft Sentinel Responder")
  })

  it("without a sign-in: says how to sign in", async () => {
    const { code, stderr, problem } = await refused(undefined, "whoami")
    expect({ code, problem }).toMatchObject({ code: 3, problem: { type: "incident-teams:signedOut" } })
    expect(stderr).toContain("Run: incident-teams login --server http://127.0.0.1")
  })

  it("with an invalid token, which isn't repeated in the output", async () => {
    const { code, stdout, stderr } = await asked({ INCIDENT_TEAMS_TOKEN: "not.a.token" }, "whoami", "--json")
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining("incident-teams login") })
    expect(stdout + stderr).not.toContain("not.a.token")
  })
})

describe("4: conflict", () => {
  it("the incident has a team, or is closed", async () => {
    const { number } = await newIncident()
    await json("ben", "team", "create", number)
    expect(await refused("ben", "team", "create", number)).toMatchObject({
      code: 4,
      problem: { type: "/problems/team-exists" },
      stderr: expect.stringContaining("incident-teams team show")
    })
    // Not once as a title and once more as a sentence.
    expect((await refused("ben", "team", "keep-open", number)).stderr.match(/about to be archived/gu)).toHaveLength(1)
    expect((await refused("ben", "team", "restore", number)).stderr).toContain("Show it: incident-teams team show.")
    const other = await newIncident()
    await json("ben", "incidents", "close", other.number, "--classification", "Undetermined")
    expect(await refused("ben", "team", "create", other.number)).toMatchObject({
      code: 4,
      problem: { type: "/problems/incident-closed" },
      stderr: expect.stringContaining("incident-teams incidents reopen")
    })
  })

  it("a later request replaces the work that --wait waits for", async () => {
    const { number } = await newIncident()
    const { platformTeamId } = await json("ben", "team", "create", number, "--wait")
    await control("POST", "/faults", {
      surface: "graph",
      method: "POST",
      path: `/teams/${platformTeamId}/archive`,
      fault: { kind: "operation", ends: "never" }
    })
    const closing = as("ben", "incidents", "close", number, "--classification", "Undetermined", "--wait")
    await expect.poll(async () => (await json("ben", "team", "show", number)).phase).toBe("archiving")
    await json("ben", "incidents", "reopen", number)
    expect(await closing).toMatchObject({ code: 4, stderr: expect.stringContaining("Replaced by a later request.") })
  })
})

describe("5: unavailable", () => {
  it("the server doesn't respond: nothing listens there", async () => {
    const { code, problem } = await refused("ben", "whoami", "--server", "http://127.0.0.1:9")
    expect({ code, problem }).toMatchObject({ code: 5, problem: { type: "incident-teams:unreachable" } })
  })

  it("--timeout expires, and the work continues", async () => {
    const { number } = await newIncident()
    const { platformTeamId } = await json("ben", "team", "create", number, "--wait")
    const { id } = await control("POST", "/faults", {
      surface: "graph",
      method: "POST",
      path: `/teams/${platformTeamId}/members/add`,
      fault: { kind: "hold" }
    })
    const add = ["team", "add", number, "dev@woodgrove.example", "--wait"] as const
    expect(await as("ben", ...add, "--timeout", "1")).toMatchObject({
      code: 5,
      stdout: "",
      stderr: expect.stringContaining("Not done yet.")
    })
    await control("POST", `/faults/${id}/release`)
    expect((await json("ben", ...add)).people).toContainEqual(
      expect.objectContaining({ name: "Dev Sample", status: "added" })
    )
  })
})
