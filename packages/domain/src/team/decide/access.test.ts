import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { defined } from "../../defined.ts"
import { plus, type Timestamp } from "../../ids/Timestamp.ts"
import type { TeamCommand } from "../TeamCommand.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import { after, by, given, hour, lost, open } from "../testing/given.ts"
import { personCalled } from "../testing/ImaginedWorld.ts"

const at = after(2 * hour)
const ada = personCalled(11)
const ask = { _tag: "RequestAccess", request: "request-1", person: ada, reason: "I know the sender.", at } as const
const asked: TeamEvent = { ...ask, _tag: "AccessRequested" }
const decide = (approve: boolean, reason?: string): TeamCommand => ({
  _tag: "DecideAccess",
  request: "request-1",
  approve,
  ...defined({ reason }),
  pauseMillis: hour,
  by,
  at
})
const decided = { _tag: "AccessDecided", request: "request-1", person: ada, by, at } as const

describe("asking to be let in", () => {
  it("waits for a decision, once per person", () => {
    expect(given(...open).when(ask)).toEqual([asked])
    expect(given(...open, asked).when({ ...ask, request: "request-2", reason: "Please." })).toEqual([])
    expect(given(...open, asked).when({ ...ask, request: "request-2", person: personCalled(12) })).toHaveLength(1)
  })

  it("keeps the lines of a reason, and nothing in it that can't be seen", () => {
    expect(given(...open).when({ ...ask, reason: " I know\r\nthe \u202Esender\u0000. " })).toEqual([
      { ...asked, reason: "I know\nthe sender." }
    ])
    expect(given(...open, asked).when(decide(false, "No\u001B[2J."))).toEqual([
      { ...decided, approved: false, reason: "No[2J.", askAgainAt: after(3 * hour) }
    ])
  })

  it("is refused once 50 others wait, or the team is lost", () => {
    const others = (count: number) =>
      Array.from({ length: count }, (_, index): TeamEvent => ({
        ...asked,
        request: `other-${index}`,
        person: personCalled(100 + index)
      }))
    expect(given(...open, ...others(49)).when(ask)).toHaveLength(1)
    expect(given(...open, ...others(50)).when(ask)).toMatchObject({ _tag: "TooManyAccessRequests", limit: 50 })
    expect(given(...lost).when(ask)).toMatchObject({ _tag: "TeamIsLost" })
  })
})

describe("deciding on it", () => {
  it("approved: the person is added like anybody else", () => {
    expect(given(...open, asked).when(decide(true))).toStrictEqual([
      { ...decided, approved: true },
      { _tag: "PeopleRequested", chunk: 0, kind: "add", people: [ada], refused: [], by, at }
    ])
  })

  it("declined: nobody is added, and the reason is kept", () => {
    expect(given(...open, asked).when(decide(false, "Ask tier 2."))).toEqual([
      { ...decided, approved: false, reason: "Ask tier 2.", askAgainAt: after(3 * hour) }
    ])
  })

  it("is done once: decided is decided, and nobody else's request goes with it", () => {
    const other: TeamEvent = { ...asked, request: "request-2", person: personCalled(12) }
    const after1 = given(...open, asked, other, { ...decided, approved: false })
    expect(after1.when(decide(true))).toMatchObject({ _tag: "NoSuchAccessRequest", request: "request-1" })
    expect(after1.team.people.accessRequests.map(({ id }) => id)).toEqual(["request-2"])
  })

  it("lets nobody into a lost team, but can still decline", () => {
    expect(given(...lost, asked).when(decide(true))).toMatchObject({ _tag: "TeamIsLost" })
    expect(given(...lost, asked).when(decide(false))).toEqual([
      { ...decided, approved: false, askAgainAt: after(3 * hour) }
    ])
  })
})

describe("asking again after a denial", () => {
  const denied: TeamEvent = { ...decided, approved: false, reason: "Ask tier 2.", askAgainAt: after(3 * hour) }
  const askAt = (moment: Timestamp) => ({ ...ask, request: "request-2", at: moment })

  it("waits until the moment that the denial named, and says who denied it and why", () => {
    expect(given(...open, asked, denied).when(askAt(after(2.5 * hour)))).toMatchObject({
      _tag: "AccessDeniedRecently",
      by,
      reason: "Ask tier 2.",
      deniedAt: at,
      askAgainAt: after(3 * hour),
      afterMillis: hour / 2
    })
    expect(given(...open, asked, denied).when(askAt(after(3 * hour)))).toHaveLength(1)
  })

  it("holds for the person alone, and no longer than until they are added", () => {
    const bob = personCalled(12)
    expect(given(...open, asked, denied).when({ ...askAt(at), person: bob })).toHaveLength(1)
    const added: TeamEvent = { _tag: "PeopleRequested", chunk: 0, kind: "add", people: [ada], refused: [], by, at }
    expect(given(...open, asked, denied, added).when(askAt(at))).toHaveLength(1)
    const removed: TeamEvent = { ...added, kind: "remove" }
    expect(given(...open, asked, denied, removed).when(askAt(at))).toMatchObject({ _tag: "AccessDeniedRecently" })
  })

  it("is never possible before that moment, and always from it on", () => {
    fc.assert(
      fc.property(fc.nat({ max: 48 * hour }), fc.nat({ max: 48 * hour }), (pauseMillis, later) => {
        const decision = given(...open, asked).when({
          _tag: "DecideAccess",
          request: "request-1",
          approve: false,
          pauseMillis,
          by,
          at
        })
        if (!Array.isArray(decision)) throw new Error("A denial was refused.")
        const again = given(...open, asked, ...decision).when(askAt(plus(at, later)))
        expect(Array.isArray(again)).toBe(later >= pauseMillis)
      })
    )
  })

  it("is remembered for a week, or for as long as the person waits", () => {
    const read = (days: number): TeamEvent => ({ _tag: "CheckDue", at: plus(at, days * 24 * hour) })
    const denials = (...events: ReadonlyArray<TeamEvent>) => given(...open, asked, ...events).team.people.denials
    expect(denials(denied, read(6.9))).toHaveLength(1)
    expect(denials(denied, read(7))).toBeUndefined()
    expect(denials({ ...denied, askAgainAt: plus(at, 10 * 24 * hour) }, read(9))).toHaveLength(1)
  })

  it("is remembered of the last fifty people at most, and once of each", () => {
    const of = (number: number): TeamEvent => ({
      ...denied,
      request: `request-${number}`,
      person: personCalled(number)
    })
    const many = Array.from({ length: 60 }, (_, number) => of(100 + number))
    const { denials = [] } = given(...open, ...many, of(120), of(120)).team.people
    expect(denials).toHaveLength(50)
    expect(denials.filter(({ person }) => person === personCalled(120).id)).toHaveLength(1)
    expect(denials.at(-1)?.person).toBe(personCalled(120).id)
  })

  it("isn't known of what a former version denied: the timeline alone has that", () => {
    expect(given(...open, asked, { ...decided, approved: false }).team.people.denials).toBeUndefined()
  })
})

describe("adding someone whose request waits", () => {
  it("decides on the request as well", () => {
    const add: TeamCommand = { _tag: "AddPeople", people: [ada, personCalled(12)], refused: [], groups: [], by, at }
    const events = given(...open, asked).when(add)
    expect(events).toMatchObject([
      { _tag: "AccessDecided", request: "request-1", person: ada, approved: true, by },
      { _tag: "PeopleRequested", people: [ada, personCalled(12)] }
    ])
  })
})
