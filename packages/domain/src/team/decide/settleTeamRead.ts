import { Result } from "effect"
import { defined } from "../../defined.ts"
import { plus, type Timestamp } from "../../ids/Timestamp.ts"
import type { ReadOutcome } from "../Outcome.ts"
import { graceOf } from "../served.ts"
import { expectedArchived, isInDoubt, type Suspicion, type Team } from "../Team.ts"
import { type Decision, type Happening, happens, nothingHappens, type Situation } from "./Decision.ts"
import { datesOf } from "./settleExpiration.ts"

type TeamRead = Extract<ReadOutcome, { readonly _tag: "TeamRead" }>

/** So many people are named in an event, which has to fit into a store's record however large a team is. */
const mostNamed = 200

/** What follows from a check. People who were added in Teams are recorded with its other events: a check names them once. */
export const settleTeamRead = (read: TeamRead, situation: Situation): Decision =>
  Result.map(settleRead(read, situation), (events) => {
    const { added = [] } = read
    if (events.length === 0 || added.length === 0) return events
    const others = added.length > mostNamed ? added.length - mostNamed : undefined
    return [...events, { _tag: "AddedInTeams", ...defined({ people: added.slice(0, mostNamed), others }) }]
  })

/**
 * What a check of the team returned. A difference is believed when two reads show it; it is a manual change only if it
 * isn't the desired state anyway and no operation of ours that may have ended late explains it.
 */
const settleRead = (read: TeamRead, situation: Situation): Decision => {
  const { team, timing } = situation
  // An operation is in flight: what was read may be from before, between or after. The check stays due.
  if (team.work.inFlight !== undefined) return nothingHappens
  const { reading, began } = read
  if (team.phase === "lost") return settleLostRead(read, situation)
  if (reading._tag === "Missing") {
    return isReadTwice(team, "missing", began, timing.confirmMissingAfter)
      ? happens({ _tag: "Lost" })
      : suspect(team, "missing", began, timing.confirmMissingAfter)
  }
  const { archived, owners, members } = reading
  const verified: Happening = {
    _tag: "Verified",
    ...defined({
      began,
      owners,
      members,
      nextAt: plus(began, timing.verifyEvery),
      expiration: reading.expiration === undefined ? undefined : datesOf(reading.expiration, began, situation)
    })
  }
  if (team.phase === "provisioning" || (!isInDoubt(team) && expectedArchived(team) === archived)) {
    return happens(verified, ...unblock(team, archived))
  }
  const seen = archived ? "archived" : "active"
  return isReadTwice(team, seen, began, timing.confirmAfter)
    ? happens(verified, ...believe(archived, situation))
    : suspect(team, seen, began, timing.confirmAfter)
}

const isReadTwice = (team: Team, reading: Suspicion["reading"], began: Timestamp, apart: number): boolean => {
  const { suspicion } = team.checks
  return suspicion?.reading === reading && began - suspicion.at >= apart
}

const suspect = (team: Team, reading: Suspicion["reading"], began: Timestamp, apart: number): Decision => {
  const { suspicion } = team.checks
  const first = suspicion?.reading === reading ? suspicion.at : began
  return happens({ _tag: "Suspected", suspicion: { reading, at: first }, began, checkAgainAt: plus(first, apart) })
}

const believe = (archived: boolean, { team, at, timing }: Situation): ReadonlyArray<Happening> => {
  const read: Happening = { _tag: "PhaseRead", archived }
  if (isDesired(team, archived)) return [read, ...unblock(team, archived)]
  const step = archived ? "Unarchive" : "Archive"
  if (isInDoubt(team)) {
    const { refusal } = team.work
    return refusal === undefined ? [read] : [read, { _tag: "Blocked", step, ...refusal }]
  }
  if (isExplained(team, archived, at)) return [read]
  const { correctedAt } = team.checks
  const changed: Happening = { _tag: "ChangedInTeams", archived }
  return correctedAt !== undefined && at - correctedAt < timing.manualChangeMemory
    ? [
        changed,
        {
          _tag: "Blocked",
          step,
          reason: "Someone keeps changing the team in Teams.",
          remedy: "Agree on whether the team should be archived; then change the incident, or retry."
        }
      ]
    : [changed]
}

/** Also what is about to be: within a grace the team may be archived already. */
const isDesired = (team: Team, archived: boolean): boolean =>
  archived === (team.desiredState === "archived") || (archived && graceOf(team) !== undefined)

/** An orphaned operation may have ended late. */
const isExplained = (team: Team, archived: boolean, at: Timestamp): boolean =>
  team.work.orphans.some((orphan) => (orphan.direction === "archive") === archived && at < orphan.explainsUntil)

const unblock = (team: Team, archived: boolean): ReadonlyArray<Happening> =>
  team.work.blocked !== undefined && team.phase !== "provisioning" && isDesired(team, archived)
    ? [{ _tag: "Unblocked" }]
    : []

/** A lost team that exists again was restored by someone; another group with our key is reported, never adopted. */
const settleLostRead = ({ reading, began }: TeamRead, { team, at, timing }: Situation): Decision => {
  if (reading._tag === "Missing") {
    const isOver = team.loss !== undefined && at - team.loss.since > timing.restorableFor
    return happens({
      _tag: "StillLost",
      ...defined({
        began,
        namesake: reading.namesake,
        nextAt: isOver ? undefined : plus(began, timing.verifyEvery)
      })
    })
  }
  const seen = reading.archived ? "archived" : "active"
  return isReadTwice(team, seen, began, timing.confirmAfter)
    ? happens({ _tag: "Found" })
    : suspect(team, seen, began, timing.confirmAfter)
}
