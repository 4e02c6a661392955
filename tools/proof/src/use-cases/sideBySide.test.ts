import { sentinelResponder } from "@incident-teams/adapter-memory/BuiltInRoles"
import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { RightsHand } from "@incident-teams/adapter-memory/MemoryAzureRights"
import { incidentFeed } from "@incident-teams/application/feed/incidentFeed"
import { changeIncident } from "@incident-teams/application/use-cases/changeIncident"
import { createTeam } from "@incident-teams/application/use-cases/createTeam"
import { getIncident, listIncidents, listWorkspaces } from "@incident-teams/application/use-cases/listIncidents"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { settle } from "../reconcile/RestingWorld.ts"
import { as, cast, workspaces } from "../testing/Cast.ts"
import { inMemoryWorld, refusalOf } from "../testing/MemoryWorld.ts"
import { stored, truthOf } from "../testing/teamsInTheWorld.ts"

const { soc, lab } = workspaces
const everything = { filter: {}, order: { by: "number" as const, descending: false }, top: 10 }

/** Creates a team for a new incident of the workspace, closes the incident and reopens it. `archived`: after each of these. */
const life = Effect.fnUntraced(function* (workspace: (typeof workspaces)[keyof typeof workspaces]) {
  const incidents = yield* IncidentHand
  const incident = yield* incidents.add(workspace, { title: `Phishing in ${workspace}` })
  const { stored: requested } = yield* createTeam(as("ben"), { incident: incident.id, people: [], groups: [] })
  yield* settle()
  const archived = [(yield* truthOf(requested.id)).archived]
  const changes = [{ status: "Closed", classification: "Undetermined" }, { status: "Active" }] as const
  for (const change of changes) {
    yield* TestClock.adjust("1 second")
    yield* changeIncident(as("ben"), incident.id, change)
    yield* settle()
    archived.push((yield* truthOf(requested.id)).archived)
  }
  const comments = yield* incidents.commentsOf(incident.id)
  const found = (yield* getIncident(as("ben"), incident.id)).team?.id
  return { incident, team: requested.id, archived, comments: comments.length, found }
})

describe("two sources of incidents side by side", () => {
  it("are listed, get their teams, and are closed and reopened each by its own source", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        ;(yield* RightsHand).assign(cast.ben.id, lab, sentinelResponder)
        expect(yield* listWorkspaces(as("ben"))).toEqual([soc, lab])
        const lives = [yield* life(soc), yield* life(lab)]
        for (const { incident, team, archived, comments, found } of lives) {
          expect({ archived, comments, found }).toEqual({ archived: [false, true, false], comments: 1, found: team })
          const { workspace } = incident.id.startsWith("soc~") ? { workspace: soc } : { workspace: lab }
          const { items } = yield* listIncidents(as("ben"), { workspace, ...everything })
          expect(items.map((item) => [item.incident.id, item.team?.id])).toEqual([[incident.id, team]])
        }
        const [one, other] = lives
        expect(one!.team).not.toBe(other!.team)
        expect((yield* stored(other!.team)).team.incident.armId).toBe("memory/lab/00000000-0000-4000-8000-000000000001")
      }),
      { sideBySide: true }
    ))

  it("are followed each when they are closed at the source itself", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        ;(yield* RightsHand).assign(cast.ben.id, lab, sentinelResponder)
        const incidents = yield* IncidentHand
        const teams = yield* Effect.forEach([soc, lab], (workspace) => life(workspace))
        for (const { incident } of teams) yield* incidents.close(incident.id)
        yield* Effect.forkChild(
          incidentFeed({ sweepEveryMillis: 1_000, overlapMillis: 0, firstMillis: 60_000, checkEveryMillis: 60_000 })
        )
        yield* TestClock.adjust("2 seconds")
        yield* settle()
        for (const { team } of teams) expect(yield* truthOf(team)).toMatchObject({ archived: true })
      }),
      { sideBySide: true }
    ))

  it("give a person rights each on its own workspaces", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { id } = yield* (yield* IncidentHand).add(lab)
        expect(yield* refusalOf(createTeam(as("ben"), { incident: id, people: [], groups: [] }))).toMatchObject({
          _tag: "NotAllowed"
        })
        expect(yield* refusalOf(listIncidents(as("ben"), { workspace: lab, ...everything }))).toMatchObject({
          _tag: "NotAllowed"
        })
      }),
      { sideBySide: true }
    ))
})
