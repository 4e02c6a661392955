import { TeamView } from "@incident-teams/api/teams/TeamView"
import { type TeamAction, teamActions, teamActionsOf } from "@incident-teams/api/words/teamActions"
import { replay } from "@incident-teams/domain/Decider"
import { plus, type Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { roster } from "@incident-teams/domain/team/Roster"
import { ownersOf } from "@incident-teams/domain/team/Team"
import type { TeamCommand } from "@incident-teams/domain/team/TeamCommand"
import { teamDecider } from "@incident-teams/domain/team/teamDecider"
import { anything, run } from "@incident-teams/domain/team/testing/happenings"
import { timing } from "@incident-teams/domain/team/Timing"
import { timestamp } from "@incident-teams/domain/testing/ArbitraryIds"
import { members, peopleChunk, team } from "@incident-teams/domain/testing/ArbitraryTeam"
import { Result, Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { teamEtag } from "./teamEtag.ts"
import { teamView } from "./teamView.ts"

const codec = Schema.toCodecJson(TeamView)

const details = fc
  .record({ team, chunks: fc.array(peopleChunk, { maxLength: 4 }), at: timestamp, members, seen: fc.boolean() })
  .map(({ team: stored, chunks, at, members: inTeam, seen }) => ({
    stored: { id: stored.id, version: "1", team: stored, schedule: { fence: 0 }, commitId: "c" },
    entries: roster(chunks),
    seen: seen ? { at, members: inTeam } : undefined
  }))

describe("a team on the wire", () => {
  it("always fits the contract, and comes back the same", () => {
    fc.assert(
      fc.property(details, (one) => {
        const view = teamView(one)
        expect(Schema.decodeUnknownSync(codec)(JSON.parse(JSON.stringify(Schema.encodeSync(codec)(view))))).toEqual(
          view
        )
      })
    )
  })

  it("always names everybody who was asked for or is in it, once", () => {
    fc.assert(
      fc.property(details, (one) => {
        const named = teamView(one).people.map(({ id }) => id)
        expect(new Set(named).size).toBe(named.length)
        expect(new Set(named)).toEqual(
          new Set(
            [
              ...ownersOf(one.stored.team),
              ...one.entries.map(({ person }) => person),
              ...(one.seen?.members ?? [])
            ].map(({ id }) => id)
          )
        )
      })
    )
  })
})

const by = { _tag: "System" } as const

/** What each action asks of the domain. */
const commandsOf = (at: Timestamp): ReadonlyArray<readonly [TeamAction, TeamCommand]> => [
  ["retry", { _tag: "RetryTeam", standbyOwners: [], by, at }],
  ["restore", { _tag: "RestoreTeam", by, at }],
  ["recreate", { _tag: "RecreateTeam", people: [], refused: [], standIns: [], by, at }],
  ["archiveNow", { _tag: "ArchiveNow", by, at }],
  ["keepOpen", { _tag: "KeepOpen", by, at }]
]

describe("what can be done with a team", () => {
  const decider = teamDecider(timing)

  it("always is what the domain would carry out, except that only the domain knows when 30 days have passed", () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 60, size: "max" }), (happenings) => {
        run(happenings, ({ state: before, now }) => {
          // What time alone ends, such as a grace, any command ends.
          const ended = Result.getOrElse(decider.decide({ _tag: "CheckTeam", at: now }, before), () => [])
          const state = replay(decider, ended, before)
          if (state._tag !== "Team") return
          const stored = { id: state.id, version: "1", team: state, schedule: { fence: 0 }, commitId: "c" }
          const offered = teamActionsOf(teamView({ stored, entries: [], seen: undefined }))
          for (const [action, command] of commandsOf(now)) {
            const decision = decider.decide(command, state)
            const changes = Result.match(decision, {
              onSuccess: (events) => events.length > 0,
              onFailure: ({ _tag }) => _tag === "TooLateToRestore"
            })
            expect([action, offered.includes(action)]).toEqual([action, changes])
            if (changes) seen.add(action)
          }
        })
      }),
      { numRuns: 100 }
    )
    expect([...seen].toSorted()).toEqual(Object.keys(teamActions).toSorted())
  })
})

describe("a team's ETag", () => {
  it("never changes by what workers do", () => {
    fc.assert(
      fc.property(details, details, (one, other) => {
        const worked = {
          ...one,
          seen: other.seen,
          stored: {
            ...one.stored,
            version: "2",
            team: {
              ...other.stored.team,
              name: one.stored.team.name,
              description: one.stored.team.description,
              people: {
                ...other.stored.team.people,
                groups: one.stored.team.people.groups,
                accessRequests: one.stored.team.people.accessRequests
              },
              updatedAt: plus(one.stored.team.updatedAt, 1)
            }
          },
          entries: one.entries.map((entry) => ({ ...entry, standing: { _tag: "Done" as const } }))
        }
        expect(teamEtag(worked)).toBe(teamEtag(one))
      })
    )
  })

  it("always changes with what a caller may edit", () => {
    fc.assert(
      fc.property(details, fc.constantFrom("name", "description"), (one, field) => {
        const edited = {
          ...one,
          stored: { ...one.stored, team: { ...one.stored.team, [field]: `${one.stored.team[field]}!` } }
        }
        expect(teamEtag(edited)).not.toBe(teamEtag(one))
        expect(teamEtag(one)).toMatch(/^"[0-9a-f]{16}"$/u)
      })
    )
  })
})
