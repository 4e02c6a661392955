import { readdir } from "node:fs/promises"
import { expect, it } from "vitest"
import { command, temporaryFolder } from "./testing/commands.ts"

const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u)
const guid = expect.stringMatching(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u)

// Takes up to 20 seconds: each demo starts a simulator and a server of its own, and plays a life that can be followed.

/** The demo with a folder for temporary files that nobody else uses, and at more than its usual pace. */
const demo = async (args: ReadonlyArray<string>) => {
  const folder = await temporaryFolder()
  return { folder, ...command("demo", args, { TMPDIR: folder, PLATFORM_TIME_SCALE: "50" }) }
}

it("plays an incident's life, prints one document, and leaves nothing behind", async () => {
  const { folder, ended } = await demo(["--json"])
  const { code, stdout, stderr } = await ended
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  const report = JSON.parse(stdout)
  expect(report).toEqual({
    incident: { id: "soc-prod~5c1f0a52-0d0e-4a57-9a1c-6f0f3b7e4110", number: 4110, title: expect.any(String) },
    platformTeamIdAfterCreate: guid,
    platformTeamIdAfterReopen: report.platformTeamIdAfterCreate,
    phases: report.phases.map(({ phase }: { phase: string }) => ({ phase, at: iso })),
    people: { asked: 10, added: 9, refused: [{ name: "Hugo Sample", reason: "The account is disabled." }] },
    graphCalls: { create: expect.any(Number), archive: expect.any(Number), reopen: expect.any(Number) },
    refusals: [
      { who: "Dev Sample", what: "create a team for incident 4111", status: 403, type: "/problems/not-allowed" }
    ],
    teamsOnPlatform: 1,
    seconds: expect.any(Number)
  })
  // Those in between may be too short to be seen.
  const phases = report.phases.map(({ phase }: { phase: string }) => phase)
  expect(phases.filter((phase: string) => /^(?:requested|open|archived)$/u.test(phase))).toEqual([
    "requested",
    "open",
    "archived",
    "open"
  ])
  const times = report.phases.map(({ at }: { at: string }) => at)
  expect(times).toEqual(times.toSorted())
  expect(report.graphCalls.create).toBeLessThanOrEqual(8)
  expect(report.graphCalls.archive).toBeLessThanOrEqual(4)
  expect(report.graphCalls.reopen).toBeLessThanOrEqual(4)
  expect(await readdir(folder)).toEqual([])
})

it("tells the story to a person", async () => {
  const { ended } = await demo([])
  const { code, stdout, stderr } = await ended
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  expect(stdout.match(/^\d+\. .*$/gmu)).toEqual([
    "1. Ben Sample adds a colleague to the favorites",
    "2. Ben Sample opens the form for a team of incident 4110",
    "3. Ben Sample creates the team: Greta Guest, the group Legal and the favorite",
    "4. Ben Sample closes the incident",
    "5. Ben Sample reopens the incident",
    "6. Dev Sample, a Sentinel Reader, requests access",
    "7. Dev Sample tries to create a team for incident 4111"
  ])
  expect(stdout).toContain("archived, 10 people, owned by Ben Sample, tab: Incident page.")
  expect(stdout).toContain("403 /problems/not-allowed")
  // No one requested him by name, so it is said with which group he came.
  expect(stdout).toContain("Not added: Hugo Sample, a member of Legal. The account is disabled.")
})

it("plays a merge: the survivor's team continues with everyone, and the other one is archived", async () => {
  const { ended } = await demo(["merge", "--json"])
  const { code, stdout, stderr } = await ended
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  const report = JSON.parse(stdout)
  const team = (number: number, people: ReadonlyArray<string>, archived = false) => ({
    platformTeamId: guid,
    name: expect.stringMatching(new RegExp(`^INC-${number} `, "u")),
    archived,
    people
  })
  const ofMerged = ["Ben Sample", "Greta Guest"]
  expect(report).toEqual({
    merged: { id: expect.stringMatching(/^soc-prod~/u), number: 4099, title: expect.any(String) },
    survivor: { id: expect.stringMatching(/^soc-prod~/u), number: 4100, title: expect.any(String) },
    before: [team(4099, ofMerged), team(4100, ["Ben Sample", "Chloe Sample"])],
    after: [team(4099, ofMerged, true), team(4100, ["Ben Sample", "Chloe Sample", "Greta Guest"])],
    continues: { platformTeamId: report.before[1].platformTeamId, incidents: [4100, 4099] },
    teamsOnPlatform: 2,
    seconds: expect.any(Number)
  })
})

it("sets up a tenant, finds nothing to change, and leads to a team that closes and opens again", async () => {
  const { folder, ended } = await demo(["setup", "--json"])
  const { code, stdout, stderr } = await ended
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  const report = JSON.parse(stdout)
  expect(report).toEqual({
    plan: { rows: report.plan.made, made: report.plan.rows },
    changesOfSecondPlan: 0,
    problems: expect.any(Array),
    incident: { id: expect.stringMatching(/^soc-prod~/u), number: 4110, title: expect.any(String) },
    platformTeamIdAfterCreate: guid,
    platformTeamIdAfterReopen: report.platformTeamIdAfterCreate,
    teamsOnPlatform: 1,
    seconds: { setup: expect.any(Number), doctor: expect.any(Number), all: expect.any(Number) }
  })
  expect(report.plan.made).toBeGreaterThan(15)
  expect(report.problems.at(-1)).toBe(0)
  expect(report.seconds.setup).toBeLessThan(report.seconds.doctor)
  expect(report.seconds.doctor).toBeLessThan(report.seconds.all)
  expect(await readdir(folder)).toEqual([])
})

it("stops when its terminal is closed, and leaves nothing behind", async () => {
  const { folder, ended, stdout, process: child } = await demo([])
  await expect.poll(stdout).toContain("1. Ben Sample adds a colleague")
  child.kill("SIGHUP")
  expect(await ended).toMatchObject({ code: 130, stderr: "" })
  expect(await readdir(folder)).toEqual([])
})

it("refuses an argument that it doesn't know", async () => {
  const { ended } = await demo(["--jason"])
  expect(await ended).toEqual({
    code: 1,
    stdout: "",
    stderr: "Unknown argument: --jason. The demo's only arguments are merge, setup and --json.\n"
  })
})
