import { describe, expect, it } from "vitest"
import { defined } from "../../defined.ts"
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
      { ...decided, approved: false, reason: "No[2J." }
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
      { ...decided, approved: false, reason: "Ask tier 2." }
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
    expect(given(...lost, asked).when(decide(false))).toEqual([{ ...decided, approved: false }])
  })
})
