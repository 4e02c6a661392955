import { describe, expect, it } from "vitest"
import type { Failure, WriteOutcome } from "../Outcome.ts"
import type { Step, Write } from "../Step.ts"
import { after, answeredAgain, begun, given, hour, linked, minute, open, second } from "../testing/given.ts"
import { timing } from "../Timing.ts"

const pin: Write = { _tag: "Do", chore: "page" }
const busy: Failure = { _tag: "FailedForNow", reason: "Too many requests." }
const at = after(8 * second)
const pinning = [...linked, begun(3, pin, at)]

/** The pauses between a step's tries, in seconds. */
const pauses = (outcome: WriteOutcome, times: number) =>
  answeredAgain(linked, pin, outcome, times).flatMap((event) =>
    event._tag === "StepDelayed" ? [(event.until - event.at) / second] : []
  )

describe("a step that failed in a way that may pass", () => {
  it("is tried again after 2 seconds, then after twice as long each time, up to 5 minutes", () => {
    expect(pauses(busy, 10)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
  })

  it("counts its tries, and remembers since when it fails and why", () => {
    const events = answeredAgain(linked, pin, busy, 3)
    const { waits } = given(...linked, ...events).team.work
    expect(waits).toEqual([
      {
        step: "page",
        tries: 3,
        since: events.find((event) => event._tag === "StepDelayed")?.at,
        until: events.flatMap((event) => (event._tag === "StepDelayed" ? [event.until] : [])).at(-1),
        reason: "Too many requests."
      }
    ])
  })

  it("waits as long as the platform asked for, and never shorter than it would anyway", () => {
    expect(pauses({ ...busy, afterMillis: 10 * second }, 5)).toEqual([10, 10, 10, 16, 32])
    expect(pauses({ ...busy, afterMillis: 10 * minute }, 1)).toEqual([600])
    expect(pauses({ _tag: "NotYet", reason: "Not ready.", afterMillis: 7 * second }, 1)).toEqual([7])
  })

  it("starts afresh once it was answered", () => {
    const events = answeredAgain(linked, pin, busy, 2)
    expect(
      given(...linked, ...events, begun(5, pin, at), { _tag: "ChoreDone", chore: "page", at }).team.work.waits
    ).toEqual([])
  })

  it("doesn't hold up other steps, nor count their failures", () => {
    const look: Step = { _tag: "Verify" }
    const waits = given(...open, ...answeredAgain(linked, pin, busy, 3)).answered(look, busy, after(hour))
    expect(waits).toMatchObject([{ _tag: "StepDelayed", step: "Verify", tries: 1, until: after(hour + 2 * second) }])
  })
})

describe("a step whose team is missing", () => {
  it("waits until a second look can tell, and makes the first one due", () => {
    expect(given(...pinning).answered(pin, { _tag: "Gone" }, at)).toEqual([
      {
        _tag: "StepDelayed",
        step: "page",
        tries: 1,
        until: after(8 * second + timing.confirmMissingAfter),
        reason: expect.stringContaining("not found"),
        at
      },
      { _tag: "CheckDue", at }
    ])
  })
})

it("takes an answer to another question for no answer", () => {
  for (const outcome of [{ _tag: "Restored" }, { _tag: "Renamed", name: "Another", description: "" }] as const) {
    expect(given(...pinning).answered(pin, outcome, at)).toMatchObject([
      { _tag: "StepDelayed", reason: expect.stringContaining(outcome._tag) }
    ])
  }
})
