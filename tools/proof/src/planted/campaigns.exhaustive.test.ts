import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { Simulator } from "@incident-teams/testkit/Simulator"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { brokenClaims as brokenByHostility } from "../campaign/hostile/HostileReport.ts"
import { runHostile } from "../campaign/hostile/runHostile.ts"
import { brokenClaims as brokenByKills } from "../campaign/kill/KillReport.ts"
import { type KillOptions, runKills, scale } from "../campaign/kill/runKills.ts"
import { brokenClaims as brokenByLoad } from "../campaign/load/LoadReport.ts"
import { type LoadOptions, runLoad } from "../campaign/load/runLoad.ts"
import { startTrusted } from "../kill/SimulatedTenant.ts"
import { type Defect, defects, plantedIn } from "./Defect.ts"

let simulator: Simulator
beforeAll(async () => {
  simulator = await startTrusted(scale)
})
afterAll(() => simulator.stop())

/**
 * Each campaign is cut down to the part that is enough to find a defect. That it complains of nothing where nothing is
 * planted is shown by its own exhaustive test. Takes more than 60 seconds: each defect is planted in a server of its own.
 */
const timeout = 1_200_000

/** What it has to say against the defect: any of its claims that the damage breaks. */
type Hunt<Part> = readonly [
  defect: string,
  { readonly part: Part; readonly planted: ReadonlyArray<Defect>; readonly complaint: RegExp }
]

describe("campaign faults", { timeout }, () => {
  type Part = readonly [step: string, trouble: string, meanwhile: string]

  /** As its command: the server that it tries is a part of its own process. */
  const run = ([step, trouble, meanwhile]: Part, environment: Readonly<Record<string, string>>) =>
    new Promise<{ readonly code: unknown; readonly said: string }>((resolve) => {
      const main = fileURLToPath(new URL("../campaign/main.ts", import.meta.url))
      const options = ["--step", step, "--trouble", trouble, "--meanwhile", meanwhile, "--json"]
      execFile(
        process.execPath,
        [main, "faults", ...options],
        { env: { ...process.env, ...environment } },
        (error, stdout, stderr) => resolve({ code: error?.code ?? 0, said: stdout + stderr })
      )
    })

  const hunts: ReadonlyArray<Hunt<Part>> = [
    [
      "a create that creates another group when it is repeated",
      {
        part: ["EnsureGroup", "reset after effect", "none"],
        planted: [defects.createsAnother],
        complaint: /\d+ groups have no team/u
      }
    ],
    [
      "an entry that is recorded before the platform did it",
      {
        part: ["Archive", "500", "none"],
        planted: [defects.recordedTooEarly],
        complaint: /entries say what the platform didn't show/u
      }
    ],
    [
      "a store that overwrites what another process committed",
      {
        part: ["recording AddMembers", "written late", "close"],
        planted: [defects.commitsWithoutEtag],
        complaint: /overwritten: |its history doesn't lead to what is stored/u
      }
    ],
    [
      "a team that takes a merge for a close",
      { part: ["FollowMerge: Defender", "503", "none"], planted: [defects.mergedIsClosed], complaint: /L17: /u }
    ],
    [
      "a merge that leaves people behind",
      {
        part: ["Link: members", "503", "none"],
        // Either finds whom the other one leaves.
        planted: [defects.leavesPeople, defects.leavesLatecomers],
        complaint: /L19: /u
      }
    ],
    [
      "an unlinking that leaves the pointer",
      { part: ["Observe", "503", "none"], planted: [defects.leavesPointers], complaint: /L20: /u }
    ]
  ]

  it.each(hunts)("finds %s", async (_, { part, planted, complaint }) => {
    const { code, said } = await run(part, plantedIn(planted))
    expect(said).toMatch(complaint)
    expect(code).toBe(1)
  })
})

describe("campaign kill", { timeout }, () => {
  type Part = Pick<KillOptions, "call">

  /** By these dice the server dies between two and three seconds after it acknowledged something, or, in a call, after its effect. */
  const run = async (part: Part, settings: Readonly<Record<string, string>>) =>
    brokenByKills(await runKills(simulator, { ...part, kills: 1, seed: 28, store: "sqlite", settings }))

  const hunts: ReadonlyArray<Hunt<Part>> = [
    [
      "a create that creates another group when it is repeated",
      {
        part: { call: { method: "PATCH", path: "/groups(uniqueName='{key}')" } },
        planted: [defects.createsAnother],
        complaint: /\d+ teams or groups are there beyond one for an incident/u
      }
    ],
    [
      "an answer that comes long before the commit",
      {
        part: {},
        planted: [defects.answersBeforeCommit],
        complaint: /acknowledged changes were lost/u
      }
    ]
  ]

  it.each(hunts)("finds %s", async (_, { part, planted, complaint }) => {
    expect((await run(part, plantedIn(planted))).join("\n")).toMatch(complaint)
  })
})

describe("campaign load", { timeout }, () => {
  const part: LoadOptions = { lasts: { requests: 2_000 }, connections: 60, atOnce: 2 }
  const run = async (settings: Readonly<Record<string, string>>) =>
    brokenByLoad(await runLoad(simulator, { ...part, settings }))

  const hunts: ReadonlyArray<Hunt<LoadOptions>> = [
    [
      "a server that lets everybody in",
      {
        part,
        planted: [defects.admitsEverybody],
        complaint: /nobody was asked to/u
      }
    ],
    [
      "a refusal that doesn't say when to retry",
      {
        part,
        planted: [defects.withoutRetryAfter],
        complaint: /requests ended as none should/u
      }
    ],
    [
      "a server that keeps something of every request",
      {
        part,
        planted: [defects.leaksMemory],
        complaint: /memory grew from \d+ to \d+ MiB/u
      }
    ]
  ]

  it.each(hunts)("finds %s", async (_, { planted, complaint }) => {
    expect((await run(plantedIn(planted))).join("\n")).toMatch(complaint)
  })
})

describe("campaign hostile", { timeout }, () => {
  const run = async (settings: Readonly<Record<string, string>>) =>
    brokenByHostility(
      await runHostile(simulator, { seconds: 2, connections: 600, only: ["slow bodies"], crowds: [1], settings })
    )

  it("finds a server where one caller may take everything", async () => {
    expect((await run(plantedIn([defects.noShares]))).join("\n")).toMatch(/others were refused \d+ of \d+ times/u)
  })
})
