import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { favorites } from "@incident-teams/domain/testing/ArbitraryFavorites"
import { timestamp, teamId } from "@incident-teams/domain/testing/ArbitraryIds"
import { everyTeamEvent, members, peopleChunk, team } from "@incident-teams/domain/testing/ArbitraryTeam"
import { Result, type Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { favoritesCodec } from "./FavoritesCodec.ts"
import type { RecordCodec } from "./RecordCodec.ts"
import { chunkCodec, eventCodec, rosterCodec, teamCodec } from "./TeamCodec.ts"

/** As a store that keeps text would give it back. */
const throughText = (json: Schema.Json): Schema.Json => JSON.parse(JSON.stringify(json))

/** Plain objects, as parsing JSON gives them. */
const roundTrips = <A>(codec: RecordCodec<A>, values: fc.Arbitrary<A>) =>
  fc.assert(
    fc.property(teamId, values.map(structuredClone<A>), (id, value) => {
      const { schemaVersion, json } = codec.encode(value)
      expect(schemaVersion).toBe(codec.schemaVersion)
      expect(codec.decode(id, { schemaVersion, json: throughText(json) })).toStrictEqual(Result.succeed(value))
    })
  )

describe("TeamCodec", () => {
  it("L8: a state always survives its codec", () => roundTrips(teamCodec, team))
  it("L8: every kind of event always survives its codec", () => {
    fc.assert(
      fc.property(teamId, everyTeamEvent, (id, events) => {
        for (const event of events) {
          const { schemaVersion, json } = eventCodec.encode(event)
          expect(eventCodec.decode(id, { schemaVersion, json: throughText(json) })).toStrictEqual(Result.succeed(event))
        }
      })
    )
  })
  it("a chunk of people always survives its codec", () => roundTrips(chunkCodec, peopleChunk))
  it("a roster always survives its codec", () => roundTrips(rosterCodec, fc.record({ at: timestamp, members })))

  it("a person's favorites always survive their codec", () => roundTrips(favoritesCodec, favorites))

  it("writes moments as ISO 8601, so that people and queries can read them", () => {
    expect(eventCodec.encode({ _tag: "IncidentGone", at: timestampOf(Date.UTC(2026, 2, 31)) }).json).toEqual({
      _tag: "IncidentGone",
      at: "2026-03-31T00:00:00.000Z"
    })
  })

  it.each([teamCodec.schemaVersion + 1, 0, -1, 1.5])("never reads what version %d wrote, whatever it is", (version) => {
    fc.assert(
      fc.property(team, (value) => {
        const refused = teamCodec.decode(value.id, { ...teamCodec.encode(value), schemaVersion: version })
        expect(Result.isFailure(refused) && refused.failure.message).toContain(
          `stored team of ${value.id} (schema version ${version})`
        )
      })
    )
  })

  it("tells that a newer program is needed", () => {
    fc.assert(
      fc.property(team, (value) => {
        const refused = teamCodec.decode(value.id, { ...teamCodec.encode(value), schemaVersion: 99 })
        expect(Result.isFailure(refused) && refused.failure.message).toContain("Update this program")
      }),
      { numRuns: 1 }
    )
  })

  it("names the team and the field that is damaged", () => {
    fc.assert(
      fc.property(team, (value) => {
        const refused = teamCodec.decode(value.id, {
          schemaVersion: teamCodec.schemaVersion,
          json: { ...Object(teamCodec.encode(value).json), phase: 7 }
        })
        expect(Result.isFailure(refused) && refused.failure.message).toContain(value.id)
        expect(Result.isFailure(refused) && refused.failure.message).toContain("phase")
      })
    )
  })
})
