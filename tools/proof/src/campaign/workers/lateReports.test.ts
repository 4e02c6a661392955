import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { describe, expect, it } from "vitest"
import { lateReports, takenOver } from "./lateReports.ts"

const team = TeamId.make("abcdefghijklmnopqrstuvwxyz")
const pending = [{ team, attempt: 3, startedAt: 0 }]

const line = (fiberId: string, annotations: object): string => JSON.stringify({ fiberId, annotations })
const outcome = line("#1", { team, attempt: 3, outcome: "Unknown" })
const dropped = line("#1", { team })

describe("the teams of a frozen worker", () => {
  const leased = (holder: string) => ({ fence: 1, lease: { holder, until: timestampOf(0) } })

  it.each([
    ["aren't taken over while it has the lease, also once that has ended", leased("frozen"), false],
    ["are taken over once another has it, also under the same fence", leased("other"), true],
    ["are taken over once they are done, and nobody has it", { fence: 1 }, true]
  ])("%s", (_, schedule, expected) => {
    expect(takenOver("frozen", [{ id: team, schedule }], pending)).toBe(expected)
  })
})

describe("what became of a call that a worker was frozen in", () => {
  it.each([
    ["isn't reported before its outcome is logged", [line("#1", { team, attempt: 2, outcome: "Done" })], 0, 0],
    ["is dropped where the log says nothing else of the claim next", [outcome, dropped], 1, 1],
    ["is accepted where the claim goes on", [outcome, line("#1", { team, outcome: "TeamRead" }), dropped], 1, 0],
    ["is accepted where the claim ends", [outcome, line("#2", { team })], 1, 0],
    [
      "is read between lines of other kinds",
      ["not JSON", outcome, line("#2", { team, outcome: "Done" }), dropped],
      1,
      1
    ]
  ])("%s", (_, log, reports, drops) => {
    expect(lateReports(log.join("\n"), pending)).toEqual({ reported: reports, dropped: drops })
  })
})
