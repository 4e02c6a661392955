import { defined } from "@incident-teams/domain/defined"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { nextStep } from "@incident-teams/domain/team/agenda"
import type { Failure, Outcome } from "@incident-teams/domain/team/Outcome"
import { isWrite, type Read, type Step, stepName } from "@incident-teams/domain/team/Step"
import type { Team } from "@incident-teams/domain/team/Team"
import type { TeamCommand } from "@incident-teams/domain/team/TeamCommand"
import type { EventOf } from "@incident-teams/domain/team/TeamEvent"
import { StepNotDue } from "@incident-teams/domain/team/TeamRejection"
import { Cause, Effect, Metric, Option, Tracer } from "effect"
import { changeTeam, now } from "../changes/decideAndCommit.ts"
import { type SeenRoster, type Stored, TeamStore } from "../ports/TeamStore.ts"
import { CallPurpose } from "../tracing/CallPurpose.ts"
import { freshOrigin, type Origin, withOrigin } from "../tracing/Origin.ts"
import { subjectOf } from "../tracing/Origins.ts"
import { callMillis, type Claim, commitUnderFence, FenceLost, type LeaseTerms } from "./Claim.ts"
import { type ReadResult, runRead } from "./runRead.ts"
import { runWrite } from "./runWrite.ts"

/**
 * Works on one claimed team until nothing is due, or its lease can't carry another call. Every write is committed as
 * begun before it is made. A lost fence drops the outcome; an operation that was begun is reported all the same. Once it is to
 * stop, it makes what is begun, records what came of it, and gives its lease back.
 */
export const workOn = Effect.fnUntraced(function* (
  claimed: { readonly stored: Stored; readonly takenOver: boolean },
  terms: LeaseTerms,
  goesOn: Claim["goesOn"]
) {
  const store = yield* TeamStore
  const own = yield* freshOrigin
  const fresh: Claim = { stored: claimed.stored, fence: claimed.stored.schedule.fence, terms, begun: undefined, goesOn }
  let claim: Claim | undefined = claimed.takenOver
    ? yield* whileHeld(withOrigin(own)(commitUnderFence(fresh, (at) => ({ _tag: "TakeOver", at }))))
    : fresh
  while (
    claim !== undefined &&
    claim.stored.schedule.lease?.holder === terms.holder &&
    (claim.begun !== undefined || goesOn())
  ) {
    claim = yield* oneStep(claim, own)
  }
  yield* store.release(fresh.stored.id, fresh.fence)
})

/**
 * Makes the next step and commits what came of it; undefined when nothing is due or the claim ends. It is
 * attributed to the request that caused it, or else to the worker's `own` origin.
 */
const oneStep = Effect.fnUntraced(function* (claim: Claim, own: Origin) {
  const { team, schedule } = claim.stored
  const at = yield* now
  const step = claim.begun?.step ?? nextStep(team, at)
  if (step === undefined) return undefined
  const origin = schedule.origins?.[subjectOf(step)] ?? own
  const work = claim.begun ?? step
  return yield* withOrigin(origin)(
    work._tag !== "StepBegun" && isWrite(work)
      ? whileHeld(commitUnderFence(claim, (moment) => ({ _tag: "BeginStep", step: work, at: moment })))
      : Effect.withSpan(make(work, claim, at), `Step ${stepName(step)}`, spanOptions(claim, origin))
  )
})

/** A step belongs to the trace of the request that caused it, and links to the trace in which the team was created. */
const spanOptions = ({ stored, begun }: Claim, origin: Origin): Tracer.SpanOptions => ({
  attributes: {
    "incident_teams.request_id": origin.requestId,
    "incident_teams.team_id": stored.id,
    "incident_teams.generation": stored.team.generation,
    ...defined({ "incident_teams.attempt": begun?.attempt })
  },
  links: linksTo(stored.schedule.origins?.team?.span, origin.span)
})

const linksTo = (made: Origin["span"], own: Origin["span"]): ReadonlyArray<Tracer.SpanLink> =>
  made === undefined || made.traceId === own?.traceId
    ? []
    : [{ span: Tracer.externalSpan(made), attributes: { "incident_teams.link": "made the team" } }]

const stepsMade = Metric.counter("incident_teams_steps_total", {
  description: "Steps that the reconciler made on teams, by step and by outcome.",
  incremental: true
})

const outcomesDropped = Metric.counter("incident_teams_outcomes_dropped_total", {
  description: "Outcomes of steps that a worker dropped because another one had taken the team over.",
  incremental: true
})

/** What came of a step, and the commands that say so: in time, and after the fence was lost. */
interface Made {
  readonly outcome: Outcome
  readonly roster?: SeenRoster
  readonly report: (at: Timestamp) => TeamCommand
  readonly abandon: (at: Timestamp) => TeamCommand
}

const makeWrite = ({ attempt, step }: EventOf<"StepBegun">, team: Team, millis: number) =>
  Effect.map(guard(step, team, millis, runWrite(step, team), unknown), (outcome): Made => {
    const operation = outcome._tag === "Accepted" ? outcome.operation : undefined
    return {
      outcome,
      report: (at) => ({ _tag: "ReportWrite", attempt, step, outcome, at }),
      abandon: (at) => ({ _tag: "AbandonWrite", ...defined({ attempt, step, operation, at }) })
    }
  })

const makeRead = (step: Read, team: Team, millis: number) =>
  Effect.map(
    guard(step, team, millis, runRead(step, team), (reason): ReadResult => ({ outcome: unknown(reason) })),
    (result): Made => ({
      ...result,
      report: (at) => ({ _tag: "ReportRead", step, outcome: result.outcome, at }),
      abandon: (at) => ({ _tag: "AbandonRead", at })
    })
  )

const make = Effect.fnUntraced(function* (work: EventOf<"StepBegun"> | Read, claim: Claim, at: Timestamp) {
  const { team } = claim.stored
  const allowed = callMillis(claim, at)
  if (Option.isNone(allowed)) return undefined
  const name = stepName(work._tag === "StepBegun" ? work.step : work)
  const { outcome, roster, report, abandon } = yield* work._tag === "StepBegun"
    ? makeWrite(work, team, allowed.value)
    : makeRead(work, team, allowed.value)
  yield* Metric.update(Metric.withAttributes(stepsMade, { step: name, outcome: outcome._tag }), 1)
  yield* Effect.annotateCurrentSpan("incident_teams.outcome", outcome._tag)
  yield* Effect.logInfo("Step made").pipe(
    Effect.annotateLogs(
      defined({
        step: name,
        attempt: work._tag === "StepBegun" ? work.attempt : undefined,
        outcome: outcome._tag,
        reason: "reason" in outcome ? outcome.reason : undefined,
        millis: (yield* now) - at
      })
    )
  )
  const reported = yield* commitUnderFence(claim, report, roster).pipe(
    Effect.catchTag("FenceLost", () => Effect.as(dropOutcome(claim.stored, name, abandon), undefined))
  )
  // Nothing came of it: the rest is for the next claim.
  return reported?.stored.version === claim.stored.version ? undefined : reported
})

/** Undefined once the fence is lost, or another change made the step unnecessary. */
const whileHeld = <E, R>(commit: Effect.Effect<Claim, E | FenceLost | StepNotDue, R>) =>
  Effect.catchIf(
    commit,
    (error): error is FenceLost | StepNotDue => error instanceof FenceLost || error instanceof StepNotDue,
    () => Effect.succeed(undefined)
  )

/** The call, bounded by the lease. A defect in an adapter counts as an inconclusive answer. */
const guard = <A, E, R>(
  step: Step,
  team: Team,
  millis: number,
  call: Effect.Effect<A, E, R>,
  failed: (reason: string) => A
) =>
  call.pipe(
    Effect.provideService(CallPurpose, stepName(step)),
    Effect.timeoutOption(millis),
    Effect.map(Option.getOrElse(() => failed("It took too long."))),
    Effect.catchCause((cause) =>
      Cause.hasInterruptsOnly(cause)
        ? Effect.failCause(cause)
        : Effect.as(
            Effect.logError(`${stepName(step)} of team ${team.id} failed`, cause),
            failed("Incident Teams failed; see its log.")
          )
    )
  )

const unknown = (reason: string): Failure => ({ _tag: "Unknown", reason })

/** Another worker has the team: it learns of the operation that may have begun, and checks the team. */
const dropOutcome = (stored: Stored, step: string, abandon: Made["abandon"]) =>
  Effect.logInfo("Another worker took the team over; the outcome of the step is dropped").pipe(
    Effect.andThen(Metric.update(Metric.withAttributes(outcomesDropped, { step }), 1)),
    Effect.andThen(changeTeam(stored.id, (_, at) => abandon(at)))
  )
