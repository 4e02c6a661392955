import type { TeamSummary } from "@incident-teams/api/teams/TeamSummary"
import { describe, expect, it } from "vitest"
import { consoleUnderTest } from "../../testing/consoleUnderTest.ts"
import * as sample from "../../testing/samples.ts"

const closed = sample.incident(1, { status: "Closed" })

const dialogFor = (team: Partial<TeamSummary> | undefined): string => {
  const incident = team === undefined ? closed : { ...closed, team: sample.summary(closed, team) }
  const shown = consoleUnderTest({ incidents: [incident] })
  shown.press("f", "o")
  return shown.screen()
}

describe("reopening an incident", () => {
  it.each([
    [undefined, "The incident has no team."],
    [{ phase: "archived" }, "Its team is reopened too, with its conversations."],
    [{ phase: "archiving" }, "Its team is reopened too, with its conversations."],
    [{ phase: "open" }, "Its team stays open."],
    [{ phase: "lost" }, "Its team was deleted in Teams and isn't reopened."]
  ] as const)("says what becomes of the team %o: %s", (team, words) => {
    expect(dialogFor(team)).toContain(words)
  })
})
