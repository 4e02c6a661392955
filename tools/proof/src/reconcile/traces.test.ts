import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import * as MemoryTeamStore from "@incident-teams/adapter-memory/MemoryTeamStore"
import { observeIncident } from "@incident-teams/application/feed/observeIncident"
import { CollaborationPlatform, PlatformBusy } from "@incident-teams/application/ports/CollaborationPlatform"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { reconcileOnce } from "@incident-teams/application/reconcile/reconciler"
import { handOn } from "@incident-teams/application/testing/Hand"
import { withOrigin } from "@incident-teams/application/tracing/Origin"
import { Effect, Layer, Logger, Metric, References, Tracer } from "effect"
import { PrometheusMetrics } from "effect/observability"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { load, outside, requestTeam, settle, worker } from "./RestingWorld.ts"

const requestId = "11111111-2222-4333-8444-555555555555"
const origin = (traceId: string) => ({ requestId, span: { traceId, spanId: "b".repeat(16), sampled: true } })
const [creation, later] = ["a".repeat(32), "c".repeat(32)]

/** A world whose log lines, with what they are annotated with, and whose spans are kept. */
const kept = () => {
  const lines: Array<Readonly<Record<string, unknown>>> = []
  const spans: Array<Tracer.Span> = []
  const log = Logger.layer([
    Logger.make(({ fiber, logLevel, message }) => {
      lines.push({ logLevel, message: String(message), ...fiber.getRef(References.CurrentLogAnnotations) })
    })
  ])
  const tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      spans.push(span)
      return span
    }
  })
  const world = Layer.mergeAll(
    outside,
    MemoryTeamStore.layer,
    log,
    Layer.succeed(Tracer.Tracer, tracer),
    Layer.sync(Metric.MetricRegistry, () => new Map())
  )
  const run = <A, E>(test: Effect.Effect<A, E, Layer.Success<typeof world>>) =>
    Effect.runPromise(Effect.provide(test, world))
  return { lines, spans, run }
}

describe("a step of a worker", () => {
  it("is a line of the log, a span and a count, on the account of the request that caused it", () => {
    const { lines, run, spans } = kept()
    return run(
      Effect.gen(function* () {
        const hand = yield* handOn(CollaborationPlatform)
        hand.failNext("pinPage", new PlatformBusy({ reason: "Too many requests." }))
        const { incident, team } = yield* withOrigin(origin(creation))(requestTeam)
        yield* settle()
        const made = lines.filter(({ message }) => message === "Step made")
        expect(made).toContainEqual({
          logLevel: "Info",
          message: "Step made",
          team,
          requestId,
          step: "EnsureGroup",
          attempt: 1,
          outcome: "GroupEnsured",
          millis: 0
        })
        expect(made).toContainEqual(
          expect.objectContaining({ step: "page", outcome: "FailedForNow", reason: "Too many requests." })
        )

        const group = spans.find(({ name }) => name === "Step EnsureGroup")
        expect(Object.fromEntries(group?.attributes ?? [])).toEqual({
          "incident_teams.request_id": requestId,
          "incident_teams.team_id": team,
          "incident_teams.generation": 1,
          "incident_teams.attempt": 1,
          "incident_teams.outcome": "GroupEnsured"
        })
        expect(group?.traceId).toBe(creation)
        expect(group?.links).toEqual([])

        yield* Effect.flatMap(IncidentHand, (incidents) => incidents.close(incident))
        yield* withOrigin(origin(later))(observeIncident(incident))
        yield* settle()
        expect((yield* load(team)).team.phase).toBe("archived")
        const archive = spans.find(({ name }) => name === "Step Archive")
        expect(archive?.traceId).toBe(later)
        expect(archive?.links).toMatchObject([
          { span: { traceId: creation }, attributes: { "incident_teams.link": "made the team" } }
        ])
        expect(yield* PrometheusMetrics.format()).toMatch(
          /^incident_teams_steps_total\{[^}]*step="EnsureGroup"[^}]*outcome="GroupEnsured"[^}]*\} 1$|^incident_teams_steps_total\{[^}]*outcome="GroupEnsured"[^}]*step="EnsureGroup"[^}]*\} 1$/mu
        )
      })
    )
  })

  it("that takes too long or breaks is an outcome that says so, and what broke is in the log", () => {
    const { lines, run } = kept()
    return run(
      Effect.gen(function* () {
        const { team } = yield* requestTeam
        const real = yield* CollaborationPlatform
        const asked = (platform: Partial<CollaborationPlatform["Service"]>) =>
          Effect.provideService(reconcileOnce(worker("ann")), CollaborationPlatform, { ...real, ...platform })
        const broken = yield* Effect.forkChild(asked({ ensureGroup: () => Effect.die(new Error("broken")) }))
        yield* TestClock.adjust(1)
        expect(broken.pollUnsafe()).toBeDefined()
        const failed = () => lines.findLast(({ message }) => message === "Step made")
        expect(failed()).toMatchObject({ outcome: "Unknown", reason: "Incident Teams failed; see its log." })
        expect(lines).toContainEqual(
          expect.objectContaining({
            logLevel: "Error",
            message: expect.stringContaining(`EnsureGroup of team ${team} failed`)
          })
        )

        yield* TestClock.adjust("1 hour")
        const silent = yield* Effect.forkChild(asked({ ensureGroup: () => Effect.never }))
        yield* TestClock.adjust("49 seconds")
        expect(silent.pollUnsafe()).toBeUndefined()
        yield* TestClock.adjust("1 second")
        expect(failed()).toMatchObject({ outcome: "Unknown", reason: "It took too long." })
      })
    )
  })

  it("whose worker breaks is logged with its team, and leaves the other teams alone", () => {
    const { lines, run } = kept()
    return run(
      Effect.gen(function* () {
        const { team } = yield* requestTeam
        const { team: other } = yield* requestTeam
        const store = yield* TeamStore
        const faulty = TeamStore.of({
          ...store,
          commit: (version, commit) =>
            commit.team.id === team ? Effect.die(new Error("a damaged record")) : store.commit(version, commit)
        })
        expect(yield* Effect.provideService(reconcileOnce(worker("ann")), TeamStore, faulty)).toBe(2)
        expect(lines.filter(({ logLevel }) => logLevel === "Error")).toMatchObject([
          { message: expect.stringContaining("Work on a team failed; another worker takes it over"), team }
        ])
        expect((yield* load(other)).team.place._tag).toBe("Group")
      })
    )
  })
})
