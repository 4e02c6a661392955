import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { describe, expect, it } from "vitest"
import { lateReports } from "./lateReports.ts"

const team = TeamId.make("abcdefghijklmnopqrstuvwxyz")
const pending = [{ team, attempt: 3, fence: 1, startedAt: 0 }]

const line = (fiberId: string, annotations: object): string => JSON.stringify({ fiberId, annotations })
const outcome = line("#1", { team, attempt: 3, outcome: "Unknown" })
const dropped = line("#1", { team })

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
