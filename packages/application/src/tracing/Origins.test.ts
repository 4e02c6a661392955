import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { after, archiving, open, requested } from "@incident-teams/domain/team/testing/given"
import { everyTeamEvent, step, teamEvent } from "@incident-teams/domain/testing/ArbitraryTeam"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Origin } from "./Origin.ts"
import { subjectOf, type Origins, originsAfter } from "./Origins.ts"

const [ben, ada, sweep]: ReadonlyArray<Origin> = [{ requestId: "ben" }, { requestId: "ada" }, { requestId: "sweep" }]

/** The accounts after several commits, each on somebody's. */
const accounts = (...commits: ReadonlyArray<readonly [Origin | undefined, ReadonlyArray<TeamEvent>]>): Origins =>
  commits.reduce<Origins>((origins, [origin, events]) => originsAfter(origins, events, origin), {})

const start = after(0)
const wantedChanged: TeamEvent = { _tag: "DesiredStateChanged", desiredState: "archived", generation: 2, at: start }
const renameAsked: TeamEvent = {
  _tag: "RenameRequested",
  name: "n",
  description: "",
  by: { _tag: "System" },
  at: start
}
const verified: TeamEvent = { _tag: "Verified", began: start, owners: [], members: 0, nextAt: start, at: start }

describe("on whose account a team is worked on", () => {
  it("is the creator's at first, whatever there is to do", () => {
    fc.assert(
      fc.property(step, (one) => {
        expect(accounts([ben, requested])[subjectOf(one)]).toEqual(ben)
      })
    )
  })

  it("is for archiving the person who closed the incident, and for the rest still the one who asked for it", () => {
    expect(accounts([ben, requested], [sweep, [wantedChanged]], [ada, [renameAsked]])).toEqual({
      team: ben,
      people: ben,
      name: ada,
      desiredState: sweep,
      checks: ben
    })
  })

  it("is for a check the one who caused what is checked, until it found nothing new", () => {
    const done: TeamEvent = { _tag: "Archived", attempt: 1, at: start }
    const archived = accounts([ben, open], [ada, archiving], [ada, [done]])
    expect(archived.checks).toEqual(ada)
    expect(originsAfter(archived, [verified], ada)).not.toHaveProperty("checks")
  })

  it("never changes through what nobody is known to have brought about, save that a check ends", () =>
    fc.assert(
      fc.property(everyTeamEvent, (events) => {
        const before = accounts([ben, requested])
        const { checks: _, ...kept } = before
        expect(originsAfter(before, events, undefined)).toMatchObject(kept)
        expect(originsAfter({}, events, undefined)).toEqual({})
      })
    ))

  it("never names anybody but those who brought something about", () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(ben, ada, sweep), fc.array(teamEvent))), (commits) => {
        const askers = commits.map(([origin]) => origin)
        for (const origin of Object.values(accounts(...commits))) expect(askers).toContain(origin)
      })
    ))
})
