import { Cause, Deferred, Effect, Option, Random } from "effect"
import { now } from "../changes/decideAndCommit.ts"
import { WorkBell } from "../changes/WorkBell.ts"
import { WorkerHeartbeat } from "../monitoring/WorkerHeartbeat.ts"
import { TeamStore } from "../ports/TeamStore.ts"
import { CallPurpose } from "../tracing/CallPurpose.ts"
import type { LeaseTerms } from "./Claim.ts"
import { workOn } from "./workOn.ts"

/** How a worker takes its work. */
export interface WorkerTerms extends LeaseTerms {
  /** Teams worked on at the same time. */
  readonly concurrency: number
  /** The longest it waits before it asks the store again; others may have committed work. Milliseconds. */
  readonly waitAtMostMillis: number
}

/** Claims what is due and works on it. Answers with how many teams it had. */
export const reconcileOnce = Effect.fnUntraced(function* (terms: WorkerTerms) {
  const store = yield* TeamStore
  const claimed = yield* store.claim(terms.holder, terms.concurrency, terms.leaseMillis)
  yield* Effect.forEach(claimed, (one) => supervised(one, terms, () => true), {
    concurrency: "unbounded",
    discard: true
  })
  return claimed.length
})

/**
 * Works for as long as it runs: on every team that is due, several at a time, each by one worker. A slow team doesn't
 * hold up the others. When interrupted it claims and begins nothing more, lets the calls under way end and records what
 * came of them, for five seconds at most; then it gives its leases back, and calls still under way count as unknown.
 */
export const reconciler = Effect.fnUntraced(
  function* (terms: WorkerTerms) {
    const store = yield* TeamStore
    const bell = yield* WorkBell
    const heartbeat = yield* WorkerHeartbeat
    let busy = 0
    let stopping = false
    const idle = yield* Deferred.make<void>()
    const round = Effect.gen(function* () {
      const free = terms.concurrency - busy
      const claimed = free > 0 ? yield* store.claim(terms.holder, free, terms.leaseMillis) : []
      for (const one of claimed) {
        busy += 1
        yield* Effect.forkScoped(
          Effect.ensuring(
            supervised(one, terms, () => !stopping),
            Effect.suspend(() => {
              busy -= 1
              return stopping && busy === 0 ? Deferred.succeed(idle, undefined) : bell.ring
            })
          )
        )
      }
      yield* heartbeat.beat
      if (claimed.length > 0) return
      const atMost = yield* unevenly(terms.waitAtMostMillis)
      yield* bell.waitAtMost(busy >= terms.concurrency ? atMost : yield* untilDue(atMost))
    })
    const callsEnd = Effect.suspend(() => {
      stopping = true
      return busy === 0 ? Effect.void : Effect.timeoutOption(Deferred.await(idle), "5 seconds")
    })
    return yield* Effect.forever(
      Effect.catchCause(round, (cause) =>
        Cause.hasInterruptsOnly(cause)
          ? Effect.failCause(cause)
          : Effect.andThen(
              Effect.logWarning("The store can't be asked for work", cause),
              bell.waitAtMost(terms.waitAtMostMillis)
            )
      )
    ).pipe(Effect.onInterrupt(() => callsEnd))
  },
  Effect.provideService(CallPurpose, "claim"),
  Effect.scoped
)

/** Up to a fifth less, so that workers that began together don't ask together for ever. */
const unevenly = (millis: number) => Effect.map(Random.next, (share) => millis * (1 - 0.2 * share))

/** How long nothing can be due, at most `atMost` milliseconds. */
const untilDue = Effect.fnUntraced(function* (atMost: number) {
  const due = yield* (yield* TeamStore).nextDue()
  const at = yield* now
  return Option.match(due, { onNone: () => atMost, onSome: (next) => Math.min(Math.max(next - at, 1), atMost) })
})

/** One team's trouble is nobody else's: it is logged, and the lease runs out. */
const supervised = (claimed: Parameters<typeof workOn>[0], terms: LeaseTerms, goesOn: () => boolean) =>
  workOn(claimed, terms, goesOn).pipe(
    Effect.onInterrupt(() =>
      Effect.flatMap(TeamStore, (store) =>
        Effect.ignore(store.release(claimed.stored.id, claimed.stored.schedule.fence))
      )
    ),
    Effect.catchCause((cause) =>
      Effect.logError("Work on a team failed; another worker takes it over when the lease ends", cause)
    ),
    Effect.annotateLogs({ team: claimed.stored.id })
  )
