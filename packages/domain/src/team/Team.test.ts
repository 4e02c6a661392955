import { describe, expect, it } from "vitest"
import { hasAccessToReport, isProvisioned, linkOf, ownersOf, platformTeamIdOf } from "./Team.ts"
import type { TeamEvent } from "./TeamEvent.ts"
import {
  after,
  by,
  given,
  grouped,
  hour,
  linked,
  open,
  owner,
  platformTeamId,
  requested,
  standby
} from "./testing/given.ts"
import { personCalled } from "./testing/ImaginedWorld.ts"

const at = after(hour)

describe("a team", () => {
  it("is owned by those who were to own it, and by the standby owners who do, each once", () => {
    const another = personCalled(3)
    const owns = (...ids: ReadonlyArray<typeof owner.id>): TeamEvent => ({
      _tag: "Verified",
      began: at,
      owners: ids,
      members: 3,
      nextAt: at,
      at
    })
    const standing: TeamEvent = { _tag: "Retried", standbyOwners: [another, owner, standby], by, at }
    const owners = (...history: ReadonlyArray<TeamEvent>) => ownersOf(given(...open, ...history).team)
    expect(owners()).toEqual([owner])
    expect(owners(standing, owns(standby.id, owner.id))).toEqual([owner, standby])
    expect(owners(standing, owns(personCalled(9).id))).toEqual([owner])
    const { people, ...rest } = given(...open, standing, owns(another.id)).team
    expect(ownersOf({ ...rest, people: { ...people, owners: [owner, another] } })).toEqual([owner, another])
  })

  it("has an id on the platform once its group exists, and a link once it answered", () => {
    const place = (history: ReadonlyArray<TeamEvent>) => {
      const { team } = given(...history)
      return [platformTeamIdOf(team), linkOf(team), isProvisioned(team)]
    }
    expect(place(requested)).toEqual([undefined, undefined, false])
    expect(place(grouped)).toEqual([platformTeamId, undefined, false])
    expect(place(linked)).toEqual([platformTeamId, "https://teams.example/l/team", false])
    expect(place(open)).toEqual([platformTeamId, "https://teams.example/l/team", true])
  })

  it("has something to report of access while someone waits for it or was denied it", () => {
    const person = personCalled(11)
    const asked: TeamEvent = { _tag: "AccessRequested", request: "r-1", person, reason: "", at }
    const decided: TeamEvent = { _tag: "AccessDecided", request: "r-1", person, approved: true, by, at }
    const reports = (...history: ReadonlyArray<TeamEvent>) => hasAccessToReport(given(...open, ...history).team)
    expect(reports()).toBe(false)
    expect(reports(asked)).toBe(true)
    expect(reports(asked, decided)).toBe(false)
    expect(reports(asked, { ...decided, approved: false, askAgainAt: after(2 * hour) })).toBe(true)
  })
})
