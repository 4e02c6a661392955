import { plus, type Timestamp, timestampOf } from "../../ids/Timestamp.ts"
import type { ExpirationReading, ReadOutcome } from "../Outcome.ts"
import type { EventOf } from "../TeamEvent.ts"
import { type Decision, happens, type Situation } from "./Decision.ts"
import { retryLater } from "./failure.ts"

/** What came of reading alone when the team expires; the next daily check reads it again. */
export const settleExpiration = (outcome: ReadOutcome, situation: Situation): Decision =>
  outcome._tag === "ExpirationRead"
    ? happens({
        _tag: "ExpirationRead",
        expiration: datesOf(outcome.expiration, situation.team.checks.verifiedAt ?? situation.at, situation)
      })
    : retryLater("ReadExpiration", outcome, situation)

/**
 * A team is renewed early enough that weeks of failures do no harm, and again only after a while. `checkedAt`: when the
 * daily check began that this belongs to.
 */
export const datesOf = (
  { at }: ExpirationReading,
  checkedAt: Timestamp,
  { team, timing }: Situation
): EventOf<"ExpirationRead">["expiration"] => {
  const readAgainAt = plus(checkedAt, timing.verifyEvery)
  if (at === undefined) return { readAgainAt }
  const renewedAt = team.expiration?.renewedAt ?? team.createdAt
  const notBefore = Math.min(renewedAt + timing.renewEvery, at - timing.renewEvery)
  const renewAt = timestampOf(Math.max(at - timing.renewBefore, notBefore))
  return { at, renewAt, readAgainAt }
}
