import { defined } from "@incident-teams/domain/defined"
import { describe, expect, it } from "vitest"
import { PhaseView } from "../teams/TeamSummary.ts"
import { MemberView } from "../teams/TeamView.ts"
import { memberWords, phaseSentence, phaseWord, teamWord } from "./team.ts"

describe("a team in a word", () => {
  it.each(PhaseView.literals)("has a word for %s that fits a column of nine letters, and a sentence", (phase) => {
    expect(phaseWord(phase)).toMatch(/^[A-Z][a-z]{1,8}$/u)
    expect(phaseSentence(phase)).toMatch(/^The .+\.$/u)
    expect(teamWord({ phase })).toBe(phaseWord(phase))
  })

  it("is blocked, or isn't there", () => {
    const blocked = { step: "Archive", reason: "r", remedy: "r", since: 0 }
    expect(teamWord({ phase: "archiving", blocked: Object(blocked) })).toBe("Blocked")
    expect(teamWord(undefined)).toBe("None")
  })
})

describe("a person of a team", () => {
  const statuses = MemberView.fields.status.literals
  const roles = [undefined, "owner", "member", "guest"] as const
  const every = statuses.flatMap((status) => roles.map((role) => ({ status, ...defined({ role }) })))

  it.each(every)("has a status in a column of twelve letters as $status, $role", (member) => {
    const { status, note } = memberWords(member)
    expect(status).toMatch(/^[A-Z][a-z ]{1,11}$/u)
    expect(note ?? "Nothing").toMatch(/^[A-Z]/u)
  })

  it("is what they are in the team, with what there is to add", () => {
    expect(memberWords({ status: "added", role: "owner" })).toEqual({ status: "Owner" })
    expect(memberWords({ status: "notAsked", role: "guest" })).toEqual({ status: "Guest", note: "Added in Teams" })
    expect(memberWords({ status: "refused", reason: "The account is disabled." })).toEqual({
      status: "Not added",
      note: "The account is disabled."
    })
  })
})
