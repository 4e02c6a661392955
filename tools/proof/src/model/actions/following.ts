import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { now } from "@incident-teams/application/changes/decideAndCommit"
import { defaultFeedTerms, sweep } from "@incident-teams/application/feed/incidentFeed"
import { followIncident, observeIncident } from "@incident-teams/application/feed/observeIncident"
import { changeIncident } from "@incident-teams/application/use-cases/changeIncident"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import { snapshotOf } from "@incident-teams/domain/incident/IncidentObservation"
import { Effect, Result } from "effect"
import * as fc from "fast-check"
import { as, workspaces } from "../../testing/Cast.ts"
import { hookAbout } from "../../testing/hookAbout.ts"
import { outcomeOf } from "../../testing/MemoryWorld.ts"
import type { Model } from "../Model.ts"
import type { Case, World } from "../World.ts"
import { Action } from "./Action.ts"
import { which } from "./which.ts"

/** A change in the portal; nobody tells us. */
const inPortal = (
  name: string,
  change: (hand: IncidentHand["Service"], id: Incident["id"]) => Effect.Effect<Incident>,
  status?: "open" | "closed"
) =>
  which.map(
    (number) =>
      new Action(`incident ${number} ${name} in the portal`, async (model, world) => {
        const { incident, states } = world.cases[number]
        const expected = model.teams[number]
        if (expected.status === "gone") return
        if (status !== undefined) expected.status = status
        states.push(await world.do(Effect.flatMap(IncidentHand, (hand) => change(hand, incident))))
      })
  )

const closes = inPortal("is closed", (hand, id) => hand.close(id), "closed")
const reopens = inPortal("is reopened", (hand, id) => hand.reopen(id), "open")
const retitles = inPortal("gets another title", (hand, id) => hand.change(id, { title: "Phishing, and more" }))

const deletes = which.map(
  (number) =>
    new Action(`incident ${number} is deleted`, async (model, world) => {
      if (model.teams[number].status === "gone") return
      model.teams[number].status = "gone"
      await world.do(Effect.flatMap(IncidentHand, (hand) => hand.delete(world.cases[number].incident)))
    })
)

/** The same through us, by those who may and those who may not. */
const changesHere = fc.tuple(which, fc.boolean(), fc.constantFrom("ben" as const, "dev" as const)).map(
  ([number, close, who]) =>
    new Action(`${who} ${close ? "closes" : "reopens"} incident ${number} here`, async (model, world) => {
      const expected = model.teams[number]
      const { incident, states } = world.cases[number]
      const outcome = await world.do(
        outcomeOf(
          changeIncident(
            as(who),
            incident,
            close
              ? { status: "Closed", classification: "TruePositive", classificationReason: "SuspiciousActivity" }
              : { status: "Active" }
          )
        )
      )
      const allowed = who === "ben" && expected.status !== "gone"
      world.expect(Result.isSuccess(outcome) === allowed, `a change of the incident by ${who} was judged wrongly`)
      if (Result.isFailure(outcome)) return
      expected.status = close ? "closed" : "open"
      states.push(outcome.success)
    })
)

/** How we come to know: a read, a hook, a sweep. */
const looks: ReadonlyArray<readonly [string, (one: Case) => Parameters<World["do"]>[0]]> = [
  ["is read", ({ incident }) => observeIncident(incident)],
  ["is told of by a hook", ({ incident }) => hookAbout(as("hook"), incident)],
  ["is swept", () => Effect.flatMap(now, (at) => sweep(workspaces.soc, defaultFeedTerms, at))]
]
const follows = fc
  .tuple(which, fc.constantFrom(...looks))
  .map(
    ([number, [name, look]]) =>
      new Action(`incident ${number} ${name}`, async (_, world) => void (await world.do(look(world.cases[number]))))
  )

/** L6: what a slow reader brings late, or brings twice, changes nothing. */
const late = fc.tuple(which, fc.nat(20)).map(
  ([number, back]) =>
    new Action(`incident ${number} is seen as it was ${back} states ago`, async (_: Model, world) => {
      const { incident, states, team } = world.cases[number]
      const old = states[Math.max(0, states.length - 1 - back)]
      const before = world.stored(team)
      if (old === undefined || before === undefined) return
      const { lastModified, checkAt, missedAt } = before.team.incident
      const older = old.lastModified < lastModified
      await world.do(followIncident(incident, { _tag: "Found", incident: snapshotOf(old) }))
      if (older || (checkAt === undefined && missedAt === undefined && old.etag === before.team.incident.etag)) {
        world.expect(world.stored(team) === before, "L6: an observation of what was before changed something")
      }
    })
)

export const following: fc.Arbitrary<Action> = fc.oneof(
  { weight: 3, arbitrary: closes },
  { weight: 3, arbitrary: reopens },
  { weight: 1, arbitrary: retitles },
  { weight: 4, arbitrary: changesHere },
  { weight: 5, arbitrary: follows },
  { weight: 2, arbitrary: late }
)

export const deleting: fc.Arbitrary<Action> = deletes
