import * as fc from "fast-check"
import { expect, it } from "vitest"
import { makeThrottle, operationKind } from "./throttling.ts"

it("a full bucket admits 250 reads at once, then 25 a second", () => {
  let now = 0
  const throttle = makeThrottle(() => now, 1)
  const admitted = (): number => {
    let count = 0
    while (throttle.admit("me", "reads").admitted) count += 1
    return count
  }
  expect(admitted()).toBe(250)
  now = 1000
  expect(admitted()).toBe(25)
  now = 1_000_000
  expect(admitted()).toBe(250)
})

it("a call before the time restarts the wait", () => {
  let now = 0
  const throttle = makeThrottle(() => now, 1)
  for (let call = 0; call < 201; call += 1) throttle.admit("me", "writes")
  now = 900
  expect(throttle.admit("me", "writes").admitted).toBe(false)
  now = 1100
  expect(throttle.admit("me", "writes").admitted).toBe(false)
  now = 2100
  expect(throttle.admit("me", "writes").admitted).toBe(true)
})

it("scale makes platform time pass faster", () => {
  let now = 0
  const throttle = makeThrottle(() => now, 100)
  for (let call = 0; call < 201; call += 1) throttle.admit("me", "deletes")
  now = 9
  expect(throttle.admit("me", "deletes").admitted).toBe(false)
  now = 19
  expect(throttle.admit("me", "deletes").admitted).toBe(true)
})

it("never admits more than the bucket and its refill", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2000), { maxLength: 600 }), (pauses) => {
      let now = 0
      const throttle = makeThrottle(() => now, 1)
      let admitted = 0
      for (const pause of pauses) {
        now += pause % 7 === 0 ? pause : 0
        if (throttle.admit("me", "writes").admitted) admitted += 1
      }
      expect(admitted).toBeLessThanOrEqual(200 + (now / 1000) * 10)
    })
  )
})

it.each([
  ["GET", "reads"],
  ["POST", "writes"],
  ["PUT", "writes"],
  ["DELETE", "deletes"]
])("%s is of %s", (method, kind) => {
  expect(operationKind(method)).toBe(kind)
})
