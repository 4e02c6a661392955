import { GroupId } from "@incident-teams/domain/ids/directoryIds"
import { plus } from "@incident-teams/domain/ids/Timestamp"
import type { Member } from "@incident-teams/domain/team/Member"
import type { Team } from "@incident-teams/domain/team/Team"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import {
  after,
  by,
  hour,
  linked,
  open,
  owner,
  platformTeamId,
  requested
} from "@incident-teams/domain/team/testing/given"
import { timing } from "@incident-teams/domain/team/Timing"
import { Cause, Effect, Exit, Fiber, Layer, Logger, Metric, Option, References, Tracer } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import * as WorkBell from "../changes/WorkBell.ts"
import { PlatformTime } from "../deployment/PlatformTime.ts"
import { CollaborationPlatform, PlatformRefused } from "../ports/CollaborationPlatform.ts"
import { Directory } from "../ports/Directory.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import { ProviderIncidents } from "../ports/ProviderIncidents.ts"
import { type Commit, StaleTeam, StoreUnavailable, type Stored, TeamStore } from "../ports/TeamStore.ts"
import { deploymentWith } from "../testing/deploymentWith.ts"
import { folded, storedOf } from "../testing/team-store/commits.ts"
import { CallPurpose } from "../tracing/CallPurpose.ts"
import { CurrentOrigin, type Origin } from "../tracing/Origin.ts"
import type { Origins } from "../tracing/Origins.ts"
import { leaseTerms } from "./Claim.ts"
import { workOn } from "./workOn.ts"

/** 67.5 s are needed to start a call, which ends 15 s before the lease. */
const terms = leaseTerms("ann", 90_000)
const start = after(hour)

const closed: TeamEvent = { _tag: "DesiredStateChanged", desiredState: "archived", generation: 2, at: start }
/** Its group is to be made. */
const fresh = folded(requested)
/** Its page is to be pinned; then it is checked. */
const unpinned = folded(linked)
/** It is checked every day. */
const unchecked = folded([...open, { _tag: "CheckDue", at: start }])
const toArchive = folded([...open, closed])

/** As ann holds it under fence 3, for a whole lease. */
const held = (team: Team, origins?: Origins, leaseMillis = terms.leaseMillis): Stored => ({
  ...storedOf(team),
  schedule: {
    fence: 3,
    lease: { holder: "ann", until: plus(start, leaseMillis) },
    ...(origins === undefined ? {} : { origins })
  }
})

/** Its lease ended meanwhile, and bob claimed it. */
const takenByBob = (stored: Stored): Stored => ({
  ...stored,
  schedule: { ...stored.schedule, fence: 4, lease: { holder: "bob", until: plus(start, 1_000_000) } }
})

const members: ReadonlyArray<Member> = [{ ...owner, role: "owner" }]

type Platform = Pick<CollaborationPlatform["Service"], "ensureGroup" | "pinPage" | "archive" | "read" | "expiresAt">

const obliging: Platform = {
  ensureGroup: () => Effect.succeed({ id: platformTeamId, found: false }),
  pinPage: () => Effect.void,
  archive: () => Effect.succeed({ _tag: "Begun", operation: "operation-1" }),
  read: () => Effect.succeed({ archived: false, members }),
  expiresAt: () => Effect.succeedNone
}

/** More than any of these workers makes: one that makes more never ends. */
const callsAtMost = 30

interface World {
  readonly takenOver?: boolean
  readonly platform?: Partial<Platform>
  readonly directory?: Partial<Directory["Service"]>
  readonly commit?: TeamStore["Service"]["commit"]
  /** What another one commits, right before this worker's commit of that number, from 0. */
  readonly meanwhile?: readonly [commit: number, change: (stored: Stored) => Stored]
  /** It is to stop once so many commits were made. */
  readonly stopsAfter?: number
  /** It is interrupted after so many milliseconds, if it still works then. Where that is left out, no time passes. */
  readonly interruptedAfter?: number
}

/** Has a worker work on what it claimed: all that it did, in order, and all that can be seen of it. */
const worked = async (
  claimed: Stored,
  { takenOver = false, meanwhile, stopsAfter = callsAtMost, interruptedAfter, ...outside }: World = {}
) => {
  let stored = claimed
  let calls = 0
  const done: Array<string> = []
  const made: Array<{ readonly origin: Origin | undefined; readonly purpose: string }> = []
  const commits: Array<Commit> = []
  const released: Array<readonly [id: Stored["id"], fence: number]> = []
  const lines: Array<Readonly<Record<string, unknown>>> = []
  const spans: Array<Tracer.Span> = []
  const count = () => {
    calls += 1
    if (calls > callsAtMost) throw new Error("The worker never ends.")
  }
  const platform = { ...obliging, ...outside.platform }
  const calling = <A, E>(name: keyof Platform, call: () => Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.gen(function* () {
      count()
      done.push(name)
      made.push({ origin: yield* CurrentOrigin, purpose: yield* CallPurpose })
      return yield* call()
    })
  const store = Layer.mock(TeamStore, {
    commit: (version, commit) =>
      Effect.suspend(() => {
        count()
        if (meanwhile?.[0] === commits.length && stored.version !== "other") {
          stored = { ...meanwhile[1](stored), version: "other" }
        }
        if (version !== stored.version) return Effect.fail(new StaleTeam({ id: stored.id }))
        const { commitId, events, schedule, team } = commit
        commits.push(commit)
        done.push(events.map(({ _tag }) => _tag).join(" "))
        stored = { id: team.id, version: `${commits.length}`, commitId, schedule, team }
        return Effect.succeed(stored)
      }),
    load: () => Effect.sync(() => Option.some(stored)),
    roster: () => Effect.succeedSome({ at: start, members }),
    chunks: () => Effect.succeed([]),
    release: (...lease) =>
      Effect.sync(() => {
        released.push(lease)
        done.push("release")
      }),
    ...(outside.commit === undefined ? {} : { commit: outside.commit })
  })
  const tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      spans.push(span)
      return span
    }
  })
  const logger = Logger.make(({ cause, fiber, logLevel, message }) => {
    const broke = cause.reasons.length === 0 ? {} : { broke: Cause.squash(cause) }
    lines.push({ logLevel, message: String(message), ...broke, ...fiber.getRef(References.CurrentLogAnnotations) })
  })
  const layer = Layer.mergeAll(
    TestClock.layer(),
    deploymentWith(),
    WorkBell.layer,
    Layer.succeed(PlatformTime, timing),
    Layer.mock(CollaborationPlatform, {
      ensureGroup: (request) => calling("ensureGroup", () => platform.ensureGroup(request)),
      pinPage: (id, page) => calling("pinPage", () => platform.pinPage(id, page)),
      archive: (id) => calling("archive", () => platform.archive(id)),
      read: (id) => calling("read", () => platform.read(id)),
      expiresAt: platform.expiresAt
    }),
    Layer.mock(Directory, { ...outside.directory }),
    Layer.mock(IncidentSource, { workspaces: [] }),
    Layer.mock(ProviderIncidents, {}),
    store,
    Logger.layer([logger]),
    Layer.succeed(Tracer.Tracer, tracer),
    Layer.sync(Metric.MetricRegistry, () => new Map())
  )
  const goesOn = () => {
    count()
    return commits.length < stopsAfter
  }
  const { counts, exit, isOver } = await Effect.runPromise(
    Effect.gen(function* () {
      yield* TestClock.setTime(start)
      const fiber = yield* Effect.forkChild(workOn({ stored: claimed, takenOver }, terms, goesOn))
      if (interruptedAfter === undefined) yield* Fiber.await(fiber)
      else yield* TestClock.adjust(interruptedAfter)
      const over = fiber.pollUnsafe() !== undefined
      yield* Fiber.interrupt(fiber)
      const metrics = (yield* Metric.snapshot).map(({ attributes, id, state }) => ({ id, attributes, state }))
      return { exit: yield* Fiber.await(fiber), isOver: over, counts: metrics }
    }).pipe(Effect.provide(layer))
  )
  return { done, made, commits, released, lines, spans, counts, exit, isOver, stored }
}

const linesOf = ({ lines }: Awaited<ReturnType<typeof worked>>, message: string) =>
  lines.filter((line) => line["message"] === message)

describe("a worker on a team", () => {
  it("commits a write as begun before it makes it, then what came of it, and gives the lease back", async () => {
    const { done, exit, released } = await worked(held(fresh))
    expect(done).toEqual(["StepBegun", "ensureGroup", "GroupEnsured", "release"])
    expect(released).toEqual([[fresh.id, 3]])
    expect(exit).toEqual(Exit.void)
  })

  it("makes whatever is due, step by step, until nothing is", async () => {
    const { done } = await worked(held(unpinned))
    expect(done).toEqual(["StepBegun", "pinPage", "ChoreDone Provisioned", "read", "Verified", "release"])
  })

  it("commits first that it took the team over", async () => {
    expect((await worked(held(fresh), { takenOver: true })).done).toEqual([
      "TakenOver StepBegun",
      "ensureGroup",
      "GroupEnsured",
      "release"
    ])
    expect((await worked(held(folded(open)), { takenOver: true })).done).toEqual([
      "TakenOver",
      "read",
      "Verified",
      "release"
    ])
  })

  it("makes nothing where nothing is due", async () => {
    expect((await worked(held(folded(open)))).done).toEqual(["release"])
  })

  it.each([
    ["another worker has it", takenByBob(held(unchecked))],
    ["its lease was given back", { ...held(unchecked), schedule: { fence: 3 } }]
  ])("calls nobody once %s", async (_, stored) => {
    const { done, released } = await worked(stored)
    expect(done).toEqual(["release"])
    expect(released).toEqual([[unchecked.id, stored.schedule.fence]])
  })

  it("makes nothing of a team that another one has taken over as well", async () => {
    const { done, exit, released } = await worked(held(fresh), { takenOver: true, meanwhile: [0, takenByBob] })
    expect(done).toEqual(["release"])
    expect(released).toEqual([[fresh.id, 3]])
    expect(exit).toEqual(Exit.void)
  })

  it("passes on who was seen in the team", async () => {
    const { commits } = await worked(held(unchecked))
    expect(commits.map(({ roster }) => roster)).toEqual([{ at: start, members }])
  })

  it("fails as the store does, and leaves its lease to run out", async () => {
    const down = new StoreUnavailable({ reason: "Down.", cause: undefined })
    const { done, exit } = await worked(held(fresh), { commit: () => Effect.fail(down) })
    expect(Exit.findErrorOption(exit)).toEqual(Option.some(down))
    expect(done).toEqual([])
  })
})

describe("a worker that is to stop", () => {
  it("begins nothing", async () => {
    expect((await worked(held(fresh), { stopsAfter: 0 })).done).toEqual(["release"])
    expect((await worked(held(fresh), { stopsAfter: 0, takenOver: true })).done).toEqual(["TakenOver", "release"])
  })

  it("makes what is begun, and records what came of it", async () => {
    expect((await worked(held(unpinned), { stopsAfter: 1 })).done).toEqual([
      "StepBegun",
      "pinPage",
      "ChoreDone Provisioned",
      "release"
    ])
  })
})

describe("a step that is to be begun", () => {
  it("isn't made once another worker has the team", async () => {
    const { done, exit, lines, released } = await worked(held(fresh), { meanwhile: [0, takenByBob] })
    expect(done).toEqual(["release"])
    expect(released).toEqual([[fresh.id, 3]])
    expect(exit).toEqual(Exit.void)
    expect(lines).toEqual([])
  })

  it("isn't made where another change made it unnecessary", async () => {
    const reopened: TeamEvent = { ...closed, desiredState: "open", generation: 3 }
    const { done, exit } = await worked(held(toArchive), {
      meanwhile: [0, (stored) => ({ ...stored, team: folded([reopened], stored.team) })]
    })
    expect(done).toEqual(["release"])
    expect(exit).toEqual(Exit.void)
  })
})

describe("what came of a step", () => {
  const given: TeamEvent = {
    _tag: "AttemptGivenUp",
    attempt: 4,
    explainsUntil: after(2 * hour),
    checkAt: [],
    pollAt: after(2 * hour),
    at: start
  }
  const givenUp = (stored: Stored): Stored => ({ ...stored, team: folded([given], stored.team) })
  const late = { _tag: "LateResult", attempt: 4, direction: "archive", operation: "operation-1" }

  it("is reported as that of its attempt, also where that isn't in flight any more", async () => {
    const { commits, done } = await worked(held(toArchive), { meanwhile: [1, givenUp] })
    expect(done.slice(0, 2)).toEqual(["StepBegun", "archive"])
    expect(commits[1]?.events).toMatchObject([late])
  })

  it("is dropped once another worker has the team, but for the operation that began", async () => {
    const dropped = await worked(held(toArchive), { meanwhile: [1, takenByBob] })
    expect(dropped.done).toEqual(["StepBegun", "archive", "OperationAccepted CheckDue", "release"])
    expect(dropped.commits[1]?.events).toMatchObject([{ attempt: 4, operation: "operation-1" }, {}])
    expect(dropped.stored.schedule).toMatchObject({ fence: 4, lease: { holder: "bob" } })
    expect(dropped.released).toEqual([[toArchive.id, 3]])
    expect(dropped.exit).toEqual(Exit.void)
    expect(linesOf(dropped, "Another worker took the team over; the outcome of the step is dropped")).toMatchObject([
      { logLevel: "Info" }
    ])
    expect(dropped.counts).toContainEqual({
      id: "incident_teams_outcomes_dropped_total",
      attributes: { step: "Archive" },
      state: { count: 1, incremental: true }
    })
  })

  it("is dropped as that of its attempt, also where that isn't in flight any more", async () => {
    const { commits } = await worked(held(toArchive), { meanwhile: [1, (stored) => takenByBob(givenUp(stored))] })
    expect(commits[1]?.events).toMatchObject([late])
  })

  it("is dropped, and the team is checked, where nothing began or was only read", async () => {
    const refused = Effect.fail(new PlatformRefused({ reason: "No.", remedy: "Ask." }))
    const write = await worked(held(toArchive), { platform: { archive: () => refused }, meanwhile: [1, takenByBob] })
    expect(write.done).toEqual(["StepBegun", "archive", "CheckDue", "release"])
    const read = await worked(held(unchecked), { meanwhile: [0, takenByBob] })
    expect(read.done).toEqual(["read", "CheckDue", "release"])
    expect(read.counts).toContainEqual(expect.objectContaining({ attributes: { step: "Verify" } }))
  })

  it("ends the work if it is nothing: the same step would come again at once", async () => {
    const group = { id: GroupId.make("22222222-0000-4000-8000-000000000001"), name: "Analysts", by } as const
    const { people } = folded(open)
    // Only the first one of a group that is listed twice is looked at.
    const groups = [
      { ...group, expansion: { _tag: "Done" as const } },
      { ...group, expansion: { _tag: "Pending" as const } }
    ]
    const nothing = await worked(held({ ...folded(open), people: { ...people, groups } }), {
      directory: { membersOf: () => Effect.succeed({ people: [], refused: [] }) }
    })
    expect(linesOf(nothing, "Step made")).toMatchObject([{ step: "ExpandGroup", outcome: "GroupExpanded" }])
    expect(nothing.done).toEqual(["release"])
    expect(nothing.exit).toEqual(Exit.void)
  })
})

describe("a call", () => {
  const silent: Platform["ensureGroup"] = () => Effect.never
  const tooLate = { outcome: "Unknown", reason: "It took too long." }

  it("may take as long as the lease allows, and its outcome is unknown after that", async () => {
    const waiting = await worked(held(fresh), { platform: { ensureGroup: silent }, interruptedAfter: 74_999 })
    expect(waiting.isOver).toBe(false)
    const over = await worked(held(fresh), { platform: { ensureGroup: silent }, interruptedAfter: 75_000 })
    expect(over.isOver).toBe(true)
    expect(over.done).toEqual(["StepBegun", "ensureGroup", "StepDelayed", "release"])
    expect(linesOf(over, "Step made")).toMatchObject([{ ...tooLate, millis: 75_000 }])
  })

  it("isn't made with too little of the lease left", async () => {
    const { done, lines } = await worked(held(unchecked, undefined, 67_499))
    expect(done).toEqual(["release"])
    expect(lines).toEqual([])
    expect((await worked(held(unchecked, undefined, 67_500))).done).toEqual(["read", "Verified", "release"])
  })

  it("that breaks has an unknown outcome, and what broke is in the log", async () => {
    const broke = new Error("broken")
    const outcome = { message: "Step made", outcome: "Unknown", reason: "Incident Teams failed; see its log." }
    const write = await worked(held(fresh), { platform: { ensureGroup: () => Effect.die(broke) } })
    expect(write.done).toEqual(["StepBegun", "ensureGroup", "StepDelayed", "release"])
    expect(write.lines).toMatchObject([
      { logLevel: "Error", message: `EnsureGroup of team ${fresh.id} failed`, broke },
      outcome
    ])
    const read = await worked(held(unchecked), { platform: { read: () => Effect.die(broke) } })
    expect(read.done).toEqual(["read", "StepDelayed", "release"])
    expect(read.lines).toMatchObject([{ message: `Verify of team ${fresh.id} failed`, broke }, outcome])
  })

  it("that is interrupted has no outcome: it counts as under way", async () => {
    const { done, exit, lines } = await worked(held(fresh), { platform: { ensureGroup: silent }, interruptedAfter: 1 })
    expect(Exit.hasInterrupts(exit)).toBe(true)
    expect(done).toEqual(["StepBegun", "ensureGroup"])
    expect(lines).toEqual([])
  })

  it("is made for its step", async () => {
    expect((await worked(held(unpinned))).made.map(({ purpose }) => purpose)).toEqual(["page", "Verify"])
  })
})

describe("a step", () => {
  const span = (letter: string) => ({ traceId: letter.repeat(32), spanId: letter.repeat(16), sampled: true })
  const creation: Origin = { requestId: "created", span: span("a") }
  const archive: Origin = { requestId: "archived", span: span("c") }
  const stepsOf = ({ spans }: Awaited<ReturnType<typeof worked>>) =>
    spans.filter(({ name }) => name.startsWith("Step ")).map(({ links, name, traceId }) => ({ name, traceId, links }))

  it("is attributed to the request that caused it", async () => {
    const { lines, made, spans } = await worked(held(toArchive, { team: creation, desiredState: archive }))
    expect(made.map(({ origin }) => origin)).toEqual([archive])
    expect(lines.map(({ requestId }) => requestId)).toEqual(["archived"])
    expect(spans.map(({ name, traceId }) => [name, traceId])).toEqual([
      ["Commit", archive.span?.traceId],
      ["Step Archive", archive.span?.traceId],
      ["Commit", archive.span?.traceId]
    ])
  })

  it("that no request caused is attributed to the worker's own work on the team", async () => {
    const { lines, made } = await worked(held(unpinned))
    const [own] = made.map(({ origin }) => origin?.requestId)
    expect(own).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u)
    expect(made.map(({ origin }) => origin)).toEqual([{ requestId: own }, { requestId: own }])
    expect(lines.map(({ requestId }) => requestId)).toEqual([own, own])
    const other = await worked(held(folded(open)), { takenOver: true })
    expect(other.made[0]?.origin?.requestId).not.toBe(own)
    expect(other.commits[0]?.schedule.origins?.checks).toEqual(other.made[0]?.origin)
  })

  it("is a span that says for which team, on whose account, and with what outcome", async () => {
    const write = await worked(held(toArchive, { desiredState: archive }))
    expect(write.spans.map(({ attributes }) => Object.fromEntries(attributes))).toContainEqual({
      "incident_teams.request_id": "archived",
      "incident_teams.team_id": toArchive.id,
      "incident_teams.generation": 2,
      "incident_teams.attempt": 4,
      "incident_teams.outcome": "Accepted"
    })
    const read = await worked(held(unchecked, { checks: creation }))
    expect(read.spans.map(({ attributes }) => Object.fromEntries(attributes))).toContainEqual({
      "incident_teams.request_id": "created",
      "incident_teams.team_id": unchecked.id,
      "incident_teams.generation": 1,
      "incident_teams.outcome": "TeamRead"
    })
  })

  it("links to the trace in which the team was created, unless it is in that trace", async () => {
    const links = [{ span: { traceId: "a".repeat(32) }, attributes: { "incident_teams.link": "made the team" } }]
    const linksOf = async (team: Team, origins: Origins) => stepsOf(await worked(held(team, origins)))
    expect(await linksOf(toArchive, { team: creation, desiredState: archive })).toMatchObject([{ links }])
    expect(await linksOf(unchecked, { team: creation })).toMatchObject([{ name: "Step Verify", links }])
    expect(await linksOf(fresh, { team: creation })).toEqual([
      { name: "Step EnsureGroup", traceId: "a".repeat(32), links: [] }
    ])
    expect(await linksOf(unchecked, { team: { requestId: "untraced" } })).toMatchObject([{ links: [] }])
  })

  it("is a line of the log", async () => {
    const taken: Platform["ensureGroup"] = (request) => Effect.delay(obliging.ensureGroup(request), 7)
    const write = await worked(held(fresh, { team: creation }), {
      platform: { ensureGroup: taken },
      interruptedAfter: 8
    })
    const made = { logLevel: "Info", message: "Step made", requestId: "created" }
    expect(write.lines).toEqual([{ ...made, step: "EnsureGroup", attempt: 1, outcome: "GroupEnsured", millis: 7 }])
    const refusing: Platform["read"] = () => Effect.fail(new PlatformRefused({ reason: "No.", remedy: "Ask." }))
    const read = await worked(held(unchecked, { checks: creation }), { platform: { read: refusing } })
    expect(read.lines).toEqual([{ ...made, step: "Verify", outcome: "Refused", reason: "No.", millis: 0 }])
  })

  it("is counted with its outcome", async () => {
    const { counts } = await worked(held(unpinned))
    const one = { id: "incident_teams_steps_total", state: { count: 1, incremental: true } }
    expect(counts).toHaveLength(2)
    expect(counts).toContainEqual({ ...one, attributes: { step: "page", outcome: "Done" } })
    expect(counts).toContainEqual({ ...one, attributes: { step: "Verify", outcome: "TeamRead" } })
  })
})
