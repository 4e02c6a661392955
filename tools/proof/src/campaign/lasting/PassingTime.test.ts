import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { expect, it } from "vitest"
import { JumpingClock } from "../faults/JumpingClock.ts"
import { type Passing, PassingTime } from "./PassingTime.ts"

const hour = 60 * 60_000
const scale = 400

/** Time in which things are due, in hours of the platform's time from now; each is done once it is looked at then. */
const timeWith = (hours: ReadonlyArray<number>, elapsed: Passing["elapsed"]) => {
  const clock = new JumpingClock()
  const began = clock.now
  let latest = 0
  const waiting = hours.map((at) => began + (at * hour) / scale)
  const time = new PassingTime({
    clock,
    scale,
    elapsed,
    lookEvery: 0,
    isStuck: () => false,
    schedules: async () => {
      while (waiting[0] !== undefined && waiting[0] <= clock.now) {
        latest = Math.max(latest, clock.now - waiting[0])
        waiting.shift()
      }
      const [dueAt] = waiting
      return [{ fence: 0, ...(dueAt === undefined ? {} : { dueAt: timestampOf(dueAt) }) }]
    }
  })
  return {
    time,
    done: async () => waiting.length === 0,
    hoursPassed: () => ((clock.now - began) * scale) / hour,
    hoursLate: () => (latest * scale) / hour
  }
}

/** A sweep after so many looks. */
const sweepsEvery = (looks: number): Passing["elapsed"] => {
  let looked = 0
  return () => 500 * Math.floor(looked++ / looks)
}

it("everything that is due within a day is done, though one thing is due hours after another", async () => {
  const { time, done } = timeWith([20, 22, 25], sweepsEvery(2))
  expect(await time.within(done)).toBe(true)
})

it("what is due later than that isn't waited for", async () => {
  const { time, done, hoursPassed } = timeWith([1, 50], sweepsEvery(2))
  expect(await time.within(done)).toBe(false)
  expect(hoursPassed()).toBeLessThan(50)
})

/** Something that is due in 25 hours and fails at first, each time after an hour of the platform's time, as on a busy machine. */
const slowTime = (failures: number) => {
  const clock = new JumpingClock()
  let dueAt: number | undefined = clock.now + (25 * hour) / scale
  let elapsed = 0
  let tries = 0
  const time = new PassingTime({
    clock,
    scale,
    elapsed: () => (elapsed += 500),
    lookEvery: 0,
    isStuck: () => false,
    schedules: async () => {
      if (dueAt !== undefined && clock.now >= dueAt) {
        clock.skip(hour / scale)
        elapsed += 5_000
        dueAt = tries++ < failures ? clock.now + hour / 12 / scale : undefined
      }
      return [{ fence: 0, ...(dueAt === undefined ? {} : { dueAt: timestampOf(dueAt) }) }]
    }
  })
  return { time, isDone: async () => dueAt === undefined }
}

it("the time that a busy machine takes isn't part of that day", async () => {
  for (const failures of [0, 3]) {
    const { time, isDone } = slowTime(failures)
    expect(await time.within(isDone)).toBe(true)
  }
})

it("the day ends although something is due that nobody does", async () => {
  const clock = new JumpingClock()
  const time = new PassingTime({
    clock,
    scale,
    elapsed: sweepsEvery(2),
    lookEvery: 0,
    isStuck: () => true,
    schedules: async () => [{ fence: 0, dueAt: timestampOf(0) }]
  })
  expect(await time.within(async () => false)).toBe(false)
})

it("what is under way has the feed's time, however slow the machine is", async () => {
  let looks = 0
  const { time } = timeWith([], sweepsEvery(60))
  expect(await time.within(async () => ++looks > 200)).toBe(true)
  expect(await time.within(async () => false)).toBe(false)
})

it("a span passes in jumps, and everything that is due in it is done in one of them", async () => {
  const { time, done, hoursPassed, hoursLate } = timeWith([0.1, 1, 7, 71], sweepsEvery(2))
  await time.pass(72 * hour)
  expect(await done()).toBe(true)
  expect(hoursPassed()).toBeGreaterThanOrEqual(72)
  expect(hoursLate()).toBeLessThan(12)
})
