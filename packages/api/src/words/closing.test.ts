import { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { describe, expect, it } from "vitest"
import { graceText, whyStillOpen } from "./closing.ts"
import { teamWord } from "./team.ts"

const at = timestampOf(Date.UTC(2026, 10, 1))
const ben = { kind: "person", id: PersonId.make("00000000-0000-4000-8000-000000000002"), name: "Ben Sample" } as const
const closing = { archivesAt: at }
const kept = { keptOpen: { by: ben, since: at } }

describe("a team whose incidents are closed", () => {
  it("says why it is open, and until when", () => {
    const text = (team: Parameters<typeof whyStillOpen>[0]) => {
      const why = whyStillOpen(team)
      return why && `${why.before}<${why.at === at}>${why.after}`
    }
    expect(text({})).toBeUndefined()
    expect(text(closing)).toBe("The team is archived at <true>, unless an incident is reopened before.")
    expect(text(kept)).toBe(
      "Ben Sample has kept the team open since <true>. The team stays open although its incidents are closed, until someone archives it or an incident is reopened and closed again."
    )
  })

  it("is told from an open one by a word in lists", () => {
    expect(teamWord({ phase: "open" })).toBe("Open")
    expect(teamWord({ phase: "open", ...closing })).toBe("Closing")
    expect(teamWord({ phase: "open", ...kept })).toBe("Kept open")
    expect(teamWord({ phase: "archiving", ...kept })).toBe("Archiving")
    const blocked = { step: "Rename", reason: "It can't.", remedy: "Retry.", since: at }
    expect(teamWord({ phase: "open", ...closing, blocked })).toBe("Blocked")
  })

  it("has the time that is left in minutes, or seconds where it is less than one", () => {
    expect(graceText(300_000)).toMatch(/^The team is archived in 5 minutes, unless/u)
    expect(graceText(60_000)).toMatch(/^The team is archived in 1 minute, unless/u)
    expect(graceText(20_000)).toMatch(/^The team is archived in 20 seconds, unless/u)
  })
})
