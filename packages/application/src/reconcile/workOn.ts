import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { nextStep } from "@incident-teams/domain/team/agenda"
import type { Outcome } from "@incident-teams/domain/team/Outcome"
import { isWrite, type Step } from "@incident-teams/domain/team/Step"
import type { Team } from "@incident-teams/domain/team/Team"
import { StepNotDue } from "@incident-teams/domain/team/TeamRejection"
import { Cause, Effect, Option, Tracer } from "effect"
import { CallPurpose } from "../CallPurpose.ts"
import { changeTeam, now } from "../decideAndCommit.ts"
import { outcomeDropped } from "../metrics/outcomesDropped.ts"
import { stepMade } from "../metrics/stepsMade.ts"
import { freshOrigin, type Origin, withOrigin } from "../origin/Origin.ts"
import { subjectOf } from "../origin/Origins.ts"
import { type Stored, TeamStore } from "../ports/TeamStore.ts"
import { callMillis, type Claim, commitUnderFence, FenceLost, type LeaseTerms } from "./Claim.ts"
import { runStep, type StepResult } from "./runStep.ts"

/**
 * Works on one claimed team until nothing is due, or its lease can't carry another call. Every write is committed as
 * begun before it is made. A lost fence drops the outcome; an operation that was begun is handed over. Once it is to
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
 * Makes the next step and commits what came of it; undefined when nothing is due or the claim ends. It is made on the
 * account of whoever asked for what it is about, or else on the worker's `own`.
 */
const oneStep = Effect.fnUntraced(function* (claim: Claim, own: Origin) {
  const { team, schedule } = claim.stored
  const at = yield* now
  const step = claim.begun?.step ?? nextStep(team, at)
  if (step === undefined) return undefined
  const origin = schedule.origins?.[subjectOf(step)] ?? own
  return yield* withOrigin(origin)(
    isWrite(step) && claim.begun === undefined
      ? whileHeld(commitUnderFence(claim, (moment) => ({ _tag: "BeginStep", step, at: moment })))
      : Effect.withSpan(made(step, claim, at), `Step ${step._tag}`, spanOptions(claim, origin))
  )
})

/** A step belongs to the trace of whoever asked for it, and leads to the one in which the team was made. */
const spanOptions = ({ stored, begun }: Claim, origin: Origin): Tracer.SpanOptions => ({
  attributes: {
    "incident_teams.request_id": origin.requestId,
    "incident_teams.team_id": stored.id,
    "incident_teams.generation": stored.team.generation,
    ...(begun === undefined ? {} : { "incident_teams.attempt": begun.attempt })
  },
  links: linksTo(stored.schedule.origins?.team?.span, origin.span)
})

const linksTo = (made: Origin["span"], own: Origin["span"]): ReadonlyArray<Tracer.SpanLink> =>
  made === undefined || made.traceId === own?.traceId
    ? []
    : [{ span: Tracer.externalSpan(made), attributes: { "incident_teams.link": "made the team" } }]

const made = Effect.fnUntraced(function* (step: Step, claim: Claim, at: Timestamp) {
  const { team } = claim.stored
  const allowed = callMillis(claim, at)
  if (Option.isNone(allowed)) return undefined
  const attempt = claim.begun?.attempt
  const { outcome, roster } = yield* called(step, team, allowed.value)
  yield* stepMade(step._tag, outcome._tag)
  yield* Effect.annotateCurrentSpan("incident_teams.outcome", outcome._tag)
  yield* Effect.logInfo("Step made").pipe(
    Effect.annotateLogs({
      step: step._tag,
      ...(attempt === undefined ? {} : { attempt }),
      outcome: outcome._tag,
      ...("reason" in outcome ? { reason: outcome.reason } : {}),
      millis: (yield* now) - at
    })
  )
  const reported = yield* commitUnderFence(
    claim,
    (moment) => ({
      _tag: "ReportStep",
      step,
      ...(attempt === undefined ? {} : { attempt }),
      outcome,
      at: moment
    }),
    roster
  ).pipe(Effect.catchTag("FenceLost", () => Effect.as(tooLate(claim.stored, step, attempt, outcome), undefined)))
  // Nothing came of it: whatever is due is for the next claim.
  return reported?.stored.version === claim.stored.version ? undefined : reported
})

/** Undefined once the fence is lost, or somebody's change made the step needless. */
const whileHeld = <E, R>(commit: Effect.Effect<Claim, E | FenceLost | StepNotDue, R>) =>
  Effect.catchIf(
    commit,
    (error): error is FenceLost | StepNotDue => error instanceof FenceLost || error instanceof StepNotDue,
    () => Effect.succeed(undefined)
  )

/** The call, bounded by the lease. A defect in an adapter is an answer that doesn't tell. */
const called = (step: Step, team: Team, millis: number) =>
  runStep(step, team).pipe(
    Effect.provideService(CallPurpose, step._tag),
    Effect.timeoutOption(millis),
    Effect.map(Option.getOrElse((): StepResult => unknown("It took too long."))),
    Effect.catchCause((cause) =>
      Cause.hasInterruptsOnly(cause)
        ? Effect.failCause(cause)
        : Effect.as(
            Effect.logError(`${step._tag} of team ${team.id} failed`, cause),
            unknown("Incident Teams failed at it; see its log.")
          )
    )
  )

const unknown = (reason: string): StepResult => ({ outcome: { _tag: "Unknown", reason } })

const tooLate = (...came: Parameters<typeof handOver>) =>
  Effect.logInfo("Another worker has the team by now; what came of the step is dropped").pipe(
    Effect.andThen(outcomeDropped(came[1]._tag)),
    Effect.andThen(handOver(...came))
  )

/** Somebody took the team over meanwhile: they learn of the operation that we may have begun, and look. */
const handOver = Effect.fnUntraced(function* (
  stored: Stored,
  step: Step,
  attempt: number | undefined,
  outcome: Outcome
) {
  const operation = outcome._tag === "Accepted" ? outcome.operation : undefined
  yield* changeTeam(stored.id, (_, at) => ({
    _tag: "HandOver",
    step: step._tag,
    ...(attempt === undefined ? {} : { attempt }),
    ...(operation === undefined ? {} : { operation }),
    at
  }))
})
