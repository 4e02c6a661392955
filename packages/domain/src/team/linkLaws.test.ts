import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { IncidentId } from "../ids/IncidentId.ts"
import { TeamId } from "../ids/TeamId.ts"
import type { IncidentSnapshot } from "../incident/IncidentObservation.ts"
import type { ReadOutcome } from "./Outcome.ts"
import { meantToBeIn, roster } from "./Roster.ts"
import { incidentIn, incidentsOf, isServed, linkNumbered } from "./served.ts"
import { ownersOf, type Team } from "./Team.ts"
import type { TeamIncident } from "./TeamIncident.ts"
import { calmDown, happen, lives } from "./testing/happenings.ts"
import { type ImaginedWorld, personCalled, somebody, withRequestedTeam } from "./testing/ImaginedWorld.ts"

const runs = lives(100)
const others = [1, 2, 3] as const
const number = fc.constantFrom(...others)

/** Incident number `n` beside the one that the team was created for. */
const other = (world: ImaginedWorld, n: number, status: string, version = 0): IncidentSnapshot => ({
  ...world.incident,
  id: IncidentId.make(`soc~00000000-0000-4000-9000-00000000000${n}`),
  number: 2_000 + n,
  status,
  etag: `"${n}.${version}"`,
  lastModified: world.now
})

const teamIdOf = (n: number): TeamId => TeamId.make("a".repeat(25) + "bcd"[n - 1]!)

/** What happens to the links of a team. */
type Step =
  | { readonly what: "link" | "unlink" | "lead" | "gone"; readonly n: number }
  /** 0: the incident that the team was created for. */
  | { readonly what: "observe"; readonly n: number; readonly status: string; readonly merged: boolean }
  | { readonly what: "answer"; readonly outcome: ReadOutcome }
  | { readonly what: "own"; readonly closed: boolean }

const refused: ReadOutcome = { _tag: "ServedElsewhere", reason: "Another team serves it.", remedy: "Go there." }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ what: fc.constantFrom("link" as const, "unlink" as const, "lead" as const, "gone" as const), n: number }),
  fc.record({
    what: fc.constant("observe" as const),
    n: fc.constantFrom(0, ...others),
    status: fc.constantFrom("New", "Closed", "Unheard of"),
    merged: fc.boolean()
  }),
  fc
    .constantFrom<ReadOutcome>(
      { _tag: "Linked" },
      refused,
      { _tag: "Unlinked" },
      { _tag: "OtherTeamBusy", withdraw: true }
    )
    .map((outcome): Step => ({ what: "answer", outcome })),
  fc.boolean().map((closed): Step => ({ what: "own", closed }))
)

const take = (world: ImaginedWorld, one: Step): void => {
  world.pass(60_000)
  const at = world.now
  switch (one.what) {
    case "link":
      world.command({
        _tag: "LinkIncident",
        incident: other(world, one.n, "New"),
        target: teamIdOf(one.n),
        merge: true,
        lead: false,
        by: somebody,
        at
      })
      return
    case "unlink":
      world.command({ _tag: "UnlinkIncident", incident: other(world, one.n, "New").id, by: somebody, at })
      return
    case "lead":
      world.command({ _tag: "ChangeLead", incident: other(world, one.n, "New").id, by: somebody, at })
      return
    case "gone":
      world.command({
        _tag: "ObserveIncident",
        observation: { _tag: "Gone", id: other(world, one.n, "New").id },
        at
      })
      return
    case "observe": {
      const incident =
        one.n === 0
          ? { ...world.incident, status: one.status, etag: `"0.${at}"`, lastModified: at }
          : other(world, one.n, one.status, at)
      world.command({
        _tag: "ObserveIncident",
        observation: { _tag: "Found", incident: one.merged ? { ...incident, merged: {} } : incident },
        at
      })
      return
    }
    case "own":
      happen(world, { what: one.closed ? "close" : "reopen" })
      world.observe()
      return
    case "answer":
      for (const link of world.team.links?.all ?? []) {
        if (link.state !== "linked") {
          world.command({
            _tag: "ReportRead",
            step: { _tag: link.state === "joining" ? "Link" : "Unlink", link: link.number },
            outcome: one.outcome,
            at
          })
        }
      }
  }
}

/** What a team serves, but for the versions of it. */
const served = (team: Team) => ({
  lead: team.incident.id,
  incidents: incidentsOf(team).map(({ id, link }) => ({ id, link })),
  links: team.links?.all ?? [],
  desiredState: team.desiredState
})

/** By what was read of it alone: nobody closed it, or Defender did, and where it goes on isn't known yet. */
const goesOn = ({ closed, gone, merge }: TeamIncident): boolean =>
  !gone && (!closed || (merge !== undefined && merge.survivor === undefined))

describe("the laws of a team with several incidents", () => {
  it("L17 is never to be archived while an incident that it serves is open", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: "max" }), (steps) => {
        const world = withRequestedTeam()
        for (const one of steps) {
          take(world, one)
          const { team } = world
          if (team.desiredState === "archived") expect(incidentsOf(team).filter(goesOn)).toEqual([])
        }
      }),
      runs
    )
  })

  it("L18 always serves an incident by one link, and the one that it was created for by none", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: "max" }), (steps) => {
        const world = withRequestedTeam()
        for (const one of steps) {
          take(world, one)
          const all = incidentsOf(world.team)
          expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
          expect(all.filter(({ link }) => link === undefined).map(({ id }) => id)).toEqual([world.incident.id])
          for (const { link } of all) if (link !== undefined) expect(linkNumbered(world.team, link)).toBeDefined()
        }
      }),
      runs
    )
  })

  it("L19 always asks for everybody who was in the team that is merged into it", () => {
    const people = fc.uniqueArray(fc.integer({ min: 1, max: 600 }).map(personCalled), {
      maxLength: 450,
      selector: ({ id }) => id
    })
    fc.assert(
      fc.property(people, (all) => {
        const world = withRequestedTeam()
        take(world, { what: "link", n: 1 })
        const incident = incidentIn(world.team, other(world, 1, "New").id)!
        world.command({
          _tag: "ReportRead",
          step: { _tag: "Link", link: 1 },
          outcome: {
            _tag: "TeamMergedHere",
            team: { id: teamIdOf(1), name: "The other one" },
            incidents: [incident],
            people: all,
            refused: [],
            groups: []
          },
          at: world.now
        })
        const owners = ownersOf(world.team)
        const asked = [...owners, ...meantToBeIn(roster([...world.chunks.values()]))]
        expect(asked.map(({ id }) => id)).toEqual(expect.arrayContaining(all.map(({ id }) => id)))
      }),
      lives(20)
    )
  })

  it("L20 unlink always undoes link", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20, size: "max" }), number, (steps, n) => {
        const world = withRequestedTeam()
        for (const one of steps) take(world, one)
        take(world, { what: "answer", outcome: { _tag: "Unlinked" } })
        const before = served(world.team)
        const id = other(world, n, "New").id
        fc.pre(incidentIn(world.team, id) === undefined)
        take(world, { what: "link", n })
        take(world, { what: "answer", outcome: { _tag: "Linked" } })
        expect(incidentIn(world.team, id)).toBeDefined()
        take(world, { what: "unlink", n })
        take(world, { what: "answer", outcome: { _tag: "Unlinked" } })
        expect(served(world.team).incidents).toEqual(expect.arrayContaining(before.incidents))
        expect(incidentIn(world.team, id)).toBeUndefined()
        expect(served(world.team).lead).toBe(before.lead)
      }),
      runs
    )
  })

  it("L20 a merge that is undone leaves the team the incident that it was created for, which can be merged again", () => {
    const world = withRequestedTeam()
    const into = { id: teamIdOf(1), name: "INC-2001" }
    const merge = { into, link: 7, by: somebody }
    world.command({ _tag: "MergeTeam", ...merge, at: world.now })
    const incidents = incidentsOf(world.team).map((incident) => ({ ...incident, link: 7 }))
    world.command({ _tag: "UndoMerge", into: into.id, link: 7, incidents, at: world.now })
    expect(incidentsOf(world.team).map((incident) => isServed(world.team, incident))).toEqual([true])
  })

  it("always comes to rest", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20, size: "max" }), (steps) => {
        const world = withRequestedTeam()
        for (const one of steps) take(world, one)
        calmDown(world)
        world.settle(60 * 60_000)
        expect(world.team.links?.all.filter(({ state }) => state !== "linked") ?? []).toEqual([])
      }),
      lives(40)
    )
  })
})
