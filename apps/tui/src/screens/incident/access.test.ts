import type { AccessRequests } from "@incident-teams/api/teams/AccessRequestView"
import { describe, expect, it } from "vitest"
import { consoleUnderTest, withPane } from "../../../testing/consoleUnderTest.ts"
import * as sample from "../../../testing/samples.ts"

const [first, ...others] = [1, 2, 3].map((number) => {
  const of = sample.incident(number)
  return { ...of, team: sample.summary(of, { accessRequestsWaiting: number }) }
})

describe("the head", () => {
  const headOf = (me: typeof sample.me) =>
    consoleUnderTest({ me, incidents: [first!, ...others] })
      .screen()
      .split("\n")[0]

  it("counts the access requests that wait for the signed-in person's decision", () => {
    expect(headOf(sample.me)).toContain("6 access requests")
  })

  it("counts none for someone who decides on none", () => {
    expect(headOf(sample.reader)).not.toContain("access request")
  })
})

/** The pane of an incident, whose team's people don't include the reader, with this access to it. */
const paneWith = (you: AccessRequests["you"], me = sample.me) => {
  const shown = consoleUnderTest({ me, incidents: [first!] })
  withPane(shown, first!, sample.team(first!, { people: [] }))
  const teamId = first!.team.id
  shown.answer({ _tag: "ReadAccessRequests", teamId }, { items: [], you })
  shown.wanted()
  return shown
}

describe("A", () => {
  it("joins the team at once for someone who may add people", () => {
    const shown = paneWith({ role: "none", decides: true, wayIn: "join" })
    shown.press("3")
    expect(shown.screen()).toContain("Press A to join it.")
    shown.press("A")
    expect(shown.asked("AddPeople")).toMatchObject([{ teamId: first!.team.id, who: { people: [sample.me.id] } }])
  })

  it("asks for a reason from someone who requests access", () => {
    const shown = paneWith({ role: "none", decides: false, wayIn: "request" }, sample.reader)
    shown.press("3")
    expect(shown.screen()).toContain("Press A to request access.")
    shown.press("A")
    shown.type("Please.")
    shown.press("enter")
    expect(shown.asked("AskAccess")).toMatchObject([{ reason: "Please." }])
  })

  it("does nothing after a denial until the person may request access again, and says who denied it and why", () => {
    const by = { kind: "person", id: sample.ben.id, name: "Ben Sample" } as const
    const denied = (askAgainAt: typeof sample.now) => ({
      role: "none" as const,
      decides: false,
      wayIn: "request" as const,
      denied: { id: "request-1", by, reason: "Ask tier 2.", deniedAt: sample.now, askAgainAt }
    })
    const waits = paneWith(denied((sample.now + 3_600_000) as typeof sample.now), sample.reader)
    waits.press("3")
    expect(waits.screen()).toContain("Ben Sample denied your access request: Ask tier 2.")
    expect(waits.screen()).not.toContain("Press A to request access.")
    waits.press("A")
    expect(waits.state().above.map(({ _tag }) => _tag)).toEqual(["IncidentPane"])
    const again = paneWith(denied(sample.now), sample.reader)
    again.press("A")
    expect(again.state().above.map(({ _tag }) => _tag)).toEqual(["IncidentPane", "Reasoning"])
  })
})
