import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { ProviderHand } from "@incident-teams/adapter-memory/MemoryProviderIncidents"
import { findSurvivor } from "@incident-teams/application/merges/findSurvivor"
import type { IncidentMerge } from "@incident-teams/domain/incident/Incident"
import { snapshotOf } from "@incident-teams/domain/incident/IncidentObservation"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { incidentOf, inMemoryWorld } from "../testing/MemoryWorld.ts"

/**
 * Makes an incident for each of `merges`, which Defender calls `d1`, `d2`, …, and marks it as merged, unless that is
 * undefined. Returns the first. In a new world they are numbered from 1.
 */
const firstOf = (...merges: ReadonlyArray<IncidentMerge | undefined>) =>
  Effect.gen(function* () {
    const hand = yield* IncidentHand
    const provider = yield* ProviderHand
    const [first] = yield* Effect.forEach(merges, (merged, index) =>
      Effect.gen(function* () {
        const providerIncidentId = `d${index + 1}`
        const incident = yield* incidentOf({ providerName: "Microsoft XDR", providerIncidentId })
        provider.add(providerIncidentId)
        return merged === undefined ? incident : yield* hand.change(incident.id, { status: "Closed", merged })
      })
    )
    return first === undefined ? yield* Effect.die("There is no incident.") : snapshotOf(first)
  })

/** The label alone, as with the stable API. */
const labeled = {}
const found = (number: number) => ({ _tag: "Found", incident: { number } })

describe("the survivor of a merge", () => {
  it("is the incident itself if it isn't marked", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        expect(yield* findSurvivor(yield* firstOf(undefined))).toEqual({ _tag: "NotMerged" })
      })
    ))

  it("is found by the numbers that the source names, without Defender", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const first = yield* firstOf({ into: 2 }, { into: 3 }, undefined)
        ;(yield* ProviderHand).deny({ reason: "Not set up.", remedy: "Set it up." })
        expect(yield* findSurvivor(first)).toMatchObject(found(3))
      })
    ))

  it("is found by Defender's ids, also over an incident that isn't in the workspace", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const first = yield* firstOf(labeled, labeled, undefined)
        const { merge } = yield* ProviderHand
        merge("d1", "d2")
        merge("d2", "elsewhere")
        merge("elsewhere", "d3")
        expect(yield* findSurvivor(first)).toMatchObject(found(3))
      })
    ))

  it("is one that only a person marked as merged", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        expect(yield* findSurvivor(yield* firstOf({ into: 2 }, labeled))).toMatchObject(found(2))
      })
    ))

  it("isn't known yet while the workspace doesn't have it, or Defender doesn't know the incident", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        expect(yield* findSurvivor(yield* firstOf({ into: 999 }))).toMatchObject({ _tag: "NotKnownYet" })
        const { merge } = yield* ProviderHand
        const first = yield* firstOf(labeled)
        expect(yield* findSurvivor(first)).toEqual({ _tag: "NotMerged" })
        merge("d1", "elsewhere")
        expect(yield* findSurvivor(first)).toMatchObject({
          _tag: "NotKnownYet",
          reason: expect.stringContaining("elsewhere")
        })
        expect(yield* findSurvivor({ ...first, providerIncidentId: "unheard of" })).toMatchObject({
          _tag: "NotKnownYet",
          reason: expect.stringContaining("unheard of")
        })
      })
    ))

  it("is asked of a person where nobody names it", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const first = yield* firstOf(labeled)
        expect(yield* findSurvivor({ ...first, providerName: "Azure Sentinel" })).toMatchObject({ _tag: "CantBeAsked" })
        const why = { reason: "Not set up.", remedy: "Set it up." }
        ;(yield* ProviderHand).deny(why)
        expect(yield* findSurvivor(first)).toEqual({ _tag: "CantBeAsked", ...why })
      })
    ))

  it("is none where the merges have no end", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const circle = yield* firstOf(labeled, { into: 1 })
        ;(yield* ProviderHand).merge("d1", "d2")
        expect(yield* findSurvivor(circle)).toMatchObject({ _tag: "NoEnd", reason: expect.stringContaining("circle") })
      })
    ))

  it("is followed over ten merges, and no further", async () => {
    const line = (count: number) =>
      inMemoryWorld(
        Effect.gen(function* () {
          const merges = Array.from({ length: count }, (_, index) => ({ into: index + 2 }))
          return yield* findSurvivor(yield* firstOf(...merges, undefined))
        })
      )
    expect(await line(10)).toMatchObject(found(11))
    expect(await line(11)).toMatchObject({ _tag: "NoEnd", reason: expect.stringContaining("10") })
  })
})
