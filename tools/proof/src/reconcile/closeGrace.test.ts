import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { observeIncident } from "@incident-teams/application/feed/observeIncident"
import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import { IncidentSource, IncidentSourceUnavailable } from "@incident-teams/application/ports/IncidentSource"
import { handOn } from "@incident-teams/application/testing/Hand"
import { keepOpen } from "@incident-teams/application/use-cases/archiveTeam"
import { timing } from "@incident-teams/domain/team/Timing"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { as } from "../testing/Cast.ts"
import { inMemoryWorld } from "../testing/MemoryWorld.ts"
import { openTeam, stored } from "../testing/teamsInTheWorld.ts"
import { settle } from "./RestingWorld.ts"

const inWorld: typeof inMemoryWorld = (test) => inMemoryWorld(test, { timing })

/** A detection closes the incident in Sentinel, and the feed sees it. */
const seenClosed = Effect.gen(function* () {
  const { incident, team: id } = yield* openTeam()
  yield* (yield* IncidentHand).close(incident)
  yield* observeIncident(incident)
  return { incident, id }
})

/** The archives and unarchives that were asked for. */
const operations = Effect.map(handOn(CollaborationPlatform), (hand) =>
  hand.calls().filter(({ method }) => method === "archive" || method === "unarchive")
)

const phaseOf = (id: Parameters<typeof stored>[0]) => Effect.map(stored(id), ({ team }) => team.phase)

describe("workers on a team whose incident was only seen to be closed", () => {
  it("begin nothing within the grace, and nothing at all if the incident is open again by then", () =>
    inWorld(
      Effect.gen(function* () {
        const { incident, id } = yield* seenClosed
        yield* settle("worker", timing.closeGrace / 2)
        expect(yield* operations).toEqual([])
        // Nobody hears of it.
        yield* (yield* IncidentHand).reopen(incident)
        yield* settle()
        expect(yield* phaseOf(id)).toBe("open")
        expect(yield* operations).toEqual([])
      })
    ))

  it("archive it once the grace is over, also while Sentinel can't be read", () =>
    inWorld(
      Effect.gen(function* () {
        const { id } = yield* seenClosed
        const source = yield* handOn(IncidentSource)
        source.failNext("observe", new IncidentSourceUnavailable({ reason: "Down.", cause: undefined }))
        yield* settle()
        expect(yield* phaseOf(id)).toBe("archived")
        expect(yield* operations).toHaveLength(1)
      })
    ))

  it("leave it open for as long as someone keeps it open", () =>
    inWorld(
      Effect.gen(function* () {
        const { id } = yield* seenClosed
        yield* keepOpen(as("ben"), id)
        yield* TestClock.adjust("12 hours")
        yield* settle()
        expect(yield* phaseOf(id)).toBe("open")
        expect(yield* operations).toEqual([])
      })
    ))
})
