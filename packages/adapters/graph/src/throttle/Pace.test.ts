import { describe, expect, it } from "vitest"
import { makePace, type Pace } from "./Pace.ts"

const second = 1_000

/** How long each of so many requests waits that all want to be sent at `at`. */
const waits = (pace: Pace, at: number, requests: number, cost = 1): ReadonlyArray<number> => {
  let now = at
  return Array.from({ length: requests }, () => {
    now += pace.wait(now)
    pace.sent(cost, now)
    return Math.round(now - at)
  })
}

describe("a pace", () => {
  it("spaces requests, and begins with a quarter of the limit", () => {
    const pace = makePace(20, second)
    expect(waits(pace, 0, 3)).toEqual([0, 200, 400])
    expect(pace.time(3)).toBe(600)
    expect(waits(pace, 1_000, 2, 5)).toEqual([0, 1_000])
  })

  it("makes up for no turn that was missed", () => {
    const pace = makePace(20, second)
    waits(pace, 0, 1)
    expect(waits(pace, 5_000, 3)).toEqual([0, 200, 400])
    const onTheDot = makePace(20, second)
    onTheDot.sent(1, 0)
    onTheDot.sent(1, 400)
    expect(onTheDot.wait(400)).toBe(200)
  })

  it("goes on in its beat where one is sent a little late, as timers are", () => {
    const pace = makePace(20, second)
    const beats = [0, 230, 420, 790]
    const told = beats.map((now) => {
      pace.sent(1, now)
      return now + pace.wait(now)
    })
    expect(told).toEqual([200, 400, 600, 800])
  })

  it("takes more with every answer, up to the whole limit", () => {
    const pace = makePace(20, second)
    waits(pace, 0, 1)
    for (let n = 0; n < 20; n++) pace.answered(1)
    expect(waits(pace, 1_000, 3)).toEqual([0, 100, 200])
    for (let n = 0; n < 1_000; n++) pace.answered(1)
    expect(waits(pace, 2_000, 3)).toEqual([0, 50, 100])
  })

  it("waits as it was told to, a window at most, and then sends less", () => {
    const pace = makePace(20, second)
    pace.throttled(0, 700)
    expect(waits(pace, 0, 3)).toEqual([700, 1_033, 1_367])
    pace.throttled(9_000, 60_000)
    expect(pace.wait(9_000)).toBe(1_000)
  })

  it("retreats once for all that met the limit together", () => {
    const [once, often] = [makePace(20, second), makePace(20, second)]
    once.throttled(0, 0)
    for (let at = 0; at < 2_900; at += 100) often.throttled(at, 0)
    expect(waits(often, 5_000, 3)).toEqual(waits(once, 5_000, 3))
  })

  it("takes a thousandth of its share and an eight-thousandth of the limit more, once the limit was found", () => {
    const pace = makePace(20, second)
    pace.throttled(0, 0)
    expect(pace.time(1)).toBeCloseTo(second / 3)
    pace.answered(1)
    expect(pace.time(1)).toBeCloseTo(second / (3 + 0.003 + 0.0025))
    pace.answered(2)
    expect(pace.time(1)).toBeCloseTo(second / (3.0055 + 2 * (0.0030055 + 0.0025)))
  })

  it("catches up with one that has more", () => {
    const [much, little] = [makePace(20, second), makePace(20, second)]
    much.throttled(9_000, 0)
    for (const time of [0, 3_000, 6_000, 9_000]) little.throttled(time, 0)
    const apart = () => little.time(1) / much.time(1)
    const before = apart()
    for (let answer = 0; answer < 500; answer++) for (const pace of [much, little]) pace.answered(1)
    expect(apart()).toBeLessThan(0.75 * before)
  })

  it("begins anew when it comes back: others may have taken what it had", () => {
    const pace = makePace(20, second)
    waits(pace, 0, 1)
    for (let n = 0; n < 100; n++) pace.answered(1)
    expect(waits(pace, 5_000, 2)).toEqual([0, 50])
    expect(waits(pace, 60_000, 3)).toEqual([0, 200, 400])
    for (let n = 0; n < 100; n++) pace.answered(1)
    // Its next turn was at 60,600: ten windows later it was never away.
    expect(waits(pace, 70_600, 2)).toEqual([0, 50])
  })
})
