import { describe, expect, it } from "vitest"
import { Expected } from "./Expected.ts"
import { Possible } from "./Possible.ts"

describe("what was acknowledged", () => {
  it("is lost where something else is seen", () => {
    const expected = new Expected([])
    const closed = new Possible(false)
    closed.acknowledged(true)
    expected.seen("the incident, closed,", closed, false)
    expect(expected.lost).toEqual(["the incident, closed, is false, and was acknowledged as true"])
  })

  it("may still be either where the answer to a later change never came", () => {
    const expected = new Expected([])
    const name = new Possible("before")
    name.unanswered("after")
    expected.seen("the name", name, "before")
    expected.seen("the name", name, "after")
    expect(expected.lost).toEqual([])
    expect(name.certain).toBeUndefined()
  })

  it("is told once when it is lost", () => {
    const expected = new Expected([])
    const star = expected.star("ben")
    star.acknowledged(true)
    expected.seen("the star", star, false)
    expected.seen("the star", star, false)
    expect(expected.lost).toHaveLength(1)
  })
})
