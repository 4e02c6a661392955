import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { observeIncident } from "@incident-teams/application/feed/observeIncident"
import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import { IncidentSourceUnavailable, IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import { handOn } from "@incident-teams/application/testing/Hand"
import { readIncidentPage } from "@incident-teams/application/use-cases/incidentPage"
import { requestAccess } from "@incident-teams/application/use-cases/requestAccess"
import { Effect, Result } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { settle } from "../reconcile/RestingWorld.ts"
import { as, cast } from "../testing/Cast.ts"
import { incidentOf, inMemoryWorld, Remembered } from "../testing/MemoryWorld.ts"
import { openTeam } from "../testing/teamsInTheWorld.ts"

const away = new IncidentSourceUnavailable({ reason: "Sentinel is away.", cause: undefined })

describe("an incident's page", () => {
  it("joins the incident with its team, its people and its whole history", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { incident, team } = yield* openTeam({ people: [cast.elif.id, cast.hugo.id] })
        yield* TestClock.adjust("1 minute")
        yield* (yield* IncidentHand).close(incident)
        yield* observeIncident(incident)
        yield* settle()
        const page = yield* readIncidentPage(as("dev"), incident, true)
        expect(page).toMatchObject({
          incident: Result.succeed({ id: incident, status: "Closed" }),
          team: {
            stored: { id: team, team: { phase: "archived" } },
            access: { standing: "none", decides: false, wayIn: "request" },
            historyCut: false
          }
        })
        const { history = [], entries = [] } = page.team ?? {}
        expect(history[0]?.event._tag).toBe("TeamRequested")
        expect(history.map(({ event }) => event._tag)).toContain("Archived")
        expect(history.map(({ position }) => position)).toEqual(history.map((_, index) => index + 1))
        expect(entries.map(({ person }) => person.name)).toEqual(["Elif Sample", "Hugo Sample"])
      })
    ))

  it("says what its reader is in the team, and how they get in", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { incident, team } = yield* openTeam({ people: [cast.elif.id] })
        const accessOf = (who: "ben" | "elif" | "dev" | "chloe") =>
          Effect.map(readIncidentPage(as(who), incident, false), (page) => page.team?.access)
        expect(yield* accessOf("ben")).toEqual({ standing: "owner", decides: true })
        expect(yield* accessOf("elif")).toEqual({ standing: "member", decides: false })
        expect(yield* accessOf("dev")).toEqual({ standing: "none", decides: false, wayIn: "request" })
        expect(yield* accessOf("chloe")).toEqual({ standing: "none", decides: true, wayIn: "join" })
        yield* requestAccess(as("dev"), team, "Please.")
        expect(yield* accessOf("dev")).toMatchObject({ standing: "none", decides: false, asked: { reason: "Please." } })
        expect(yield* accessOf("dev")).not.toHaveProperty("wayIn")
        expect(yield* accessOf("elif")).not.toHaveProperty("asked")
      })
    ))

  it("shows the team by itself while Sentinel can't be asked, and is nothing without a team", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { incident, team } = yield* openTeam({ people: [cast.elif.id] })
        const hand = yield* handOn(IncidentSource)
        hand.failNext("get", away)
        const page = yield* readIncidentPage(as("elif"), incident, false)
        expect(page).toMatchObject({ incident: Result.fail(away), team: { stored: { id: team } } })
        expect(page).not.toHaveProperty("parts")
        const { id: bare } = yield* incidentOf()
        hand.failNext("get", away)
        expect(yield* Effect.flip(readIncidentPage(as("dev"), bare, false))).toEqual(away)
      })
    ))

  it("makes the team be looked at when it is opened, and not while it stays open", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { incident } = yield* openTeam()
        const platform = yield* handOn(CollaborationPlatform)
        const looks = () => platform.calls("read").length
        yield* TestClock.adjust("2 minutes")
        yield* settle()
        const before = looks()
        const { teams } = yield* Remembered
        const commits = teams.changes.length
        for (let time = 0; time < 20; time++) {
          yield* readIncidentPage(as("dev"), incident, false)
          yield* TestClock.adjust("15 seconds")
          yield* settle()
        }
        expect([teams.changes.length, looks()]).toEqual([commits, before])
        yield* readIncidentPage(as("dev"), incident, true)
        yield* settle()
        expect(looks()).toBe(before + 1)
      })
    ))
})
