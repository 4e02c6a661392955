import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { PlatformHand } from "@incident-teams/adapter-memory/PlatformHand"
import { observeIncident } from "@incident-teams/application/feed/observeIncident"
import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { Context, Effect, Layer, Random } from "effect"
import { describe, expect, it } from "vitest"
import { type Doom, mortal, Mortal } from "../reconcile/Mortal.ts"
import { load, outside, requestTeam, settle, theTeam } from "../reconcile/RestingWorld.ts"

/** A whole life of a team with one death in it; the process is started again at once. */
const live = (storage: Layer.Layer<TeamStore, unknown>, doom: Doom | undefined) =>
  Effect.gen(function* () {
    const life = new Mortal(doom)
    const store = mortal(yield* TeamStore, ["commit", "release", "claim"], life)
    const platform = mortal(
      yield* CollaborationPlatform,
      ["ensureGroup", "ensureTeam", "addMembers", "pinPage", "archive", "unarchive", "operation", "read"],
      life
    )
    const source = mortal(yield* IncidentSource, ["putComment"], life)
    const doomed = Context.empty().pipe(
      Context.add(TeamStore, store),
      Context.add(CollaborationPlatform, platform),
      Context.add(IncidentSource, source)
    )
    const process = Effect.andThen(
      Effect.catchDefect(Effect.provideContext(settle("doomed"), doomed), () => Effect.void),
      // Started again under another name; the dead one's lease has to run out.
      Effect.suspend(() => settle("risen"))
    )
    const { team, incident } = yield* requestTeam
    yield* process
    const open = yield* theTeam
    yield* (yield* IncidentHand).close(incident)
    yield* observeIncident(incident)
    yield* process
    const archived = yield* theTeam
    yield* (yield* IncidentHand).reopen(incident)
    yield* observeIncident(incident)
    yield* process
    return {
      points: life.done,
      died: life.dead,
      open,
      archived,
      reopened: yield* theTeam,
      stored: yield* load(team),
      comments: yield* (yield* IncidentHand).commentsOf(incident),
      teams: yield* (yield* PlatformHand).teams
    }
    // The same jitter in every life, so that the n-th act is the same one.
  }).pipe(Random.withSeed("one life"), Effect.provide(Layer.merge(outside, storage)))

/** `newStore`: one of its own for each life. */
export const everyCrash = (where: string, newStore: () => Layer.Layer<TeamStore, unknown>): void => {
  const next = (doom?: Doom) => Effect.runPromise(live(newStore(), doom))

  describe(`a process that is killed, its store ${where}`, () => {
    it("at any commit, claim or call, before or after its effect, leaves one team that ends as the incident says", async () => {
      const { points, died } = await next()
      expect(died).toBe(false)
      expect(points).toBeGreaterThan(40)
      for (let at = 1; at <= points; at++) {
        for (const when of ["before", "after"] as const) {
          const end = await next({ at, when })
          const moment = `${when} ${at}`
          expect(end.died, moment).toBe(true)
          expect(end.teams, moment).toHaveLength(1)
          expect(end.open.archived, moment).toBe(false)
          expect(end.archived, moment).toMatchObject({ id: end.open.id, archived: true })
          expect(end.reopened, moment).toMatchObject({ id: end.open.id, archived: false, link: end.open.link })
          expect(end.reopened.members, moment).toHaveLength(9)
          expect(end.reopened.tabs, moment).toHaveLength(1)
          expect(end.comments, moment).toHaveLength(1)
          expect(end.stored.team, moment).toMatchObject({
            phase: "open",
            desiredState: "open",
            work: { orphans: expect.any(Array) }
          })
          expect(end.stored.team.work.blocked, moment).toBeUndefined()
          expect(end.stored.team.work.inFlight, moment).toBeUndefined()
        }
      }
    })
  })
}
