import { plus, type Timestamp } from "../../ids/Timestamp.ts"
import type { Outcome } from "../Outcome.ts"
import { archivedAsFarAsKnown, inLimbo, type Suspicion, type Team } from "../Team.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import type { Timing } from "../Timing.ts"
import { alreadySo, type Decision, happens } from "./Decision.ts"

type TeamRead = Extract<Outcome, { readonly _tag: "TeamRead" }>

/**
 * What a look at the team told. A difference is believed when it is read twice; it is a person's doing only if it
 * isn't what is wanted anyway and no operation of ours that may still have landed explains it.
 */
export const teamRead = (read: TeamRead, at: Timestamp, team: Team, timing: Timing): Decision => {
  // An operation is in flight: what was read may be from before, between or after. The look stays due.
  if (team.inFlight !== undefined) return alreadySo
  const { reading, began } = read
  if (team.phase === "lost") return lostRead(read, at, team, timing)
  if (reading._tag === "Missing") {
    return readTwice(team, "missing", began, timing.confirmMissingAfter)
      ? happens({ _tag: "Lost", at })
      : suspect(team, "missing", began, timing.confirmMissingAfter, at)
  }
  const verified: TeamEvent = {
    _tag: "Verified",
    began,
    owners: reading.owners,
    members: reading.members,
    nextAt: plus(began, timing.verifyEvery),
    at
  }
  if (team.phase === "provisioning" || (!inLimbo(team) && archivedAsFarAsKnown(team) === reading.archived)) {
    return happens(verified, ...unblocked(team, reading.archived, at))
  }
  const seen = reading.archived ? "archived" : "active"
  return readTwice(team, seen, began, timing.confirmAfter)
    ? happens(verified, ...believed(reading.archived, at, team, timing))
    : suspect(team, seen, began, timing.confirmAfter, at)
}

const readTwice = (team: Team, reading: Suspicion["reading"], began: Timestamp, apart: number): boolean =>
  team.suspicion?.reading === reading && began - team.suspicion.at >= apart

const suspect = (
  team: Team,
  reading: Suspicion["reading"],
  began: Timestamp,
  apart: number,
  at: Timestamp
): Decision => {
  const first = team.suspicion?.reading === reading ? team.suspicion.at : began
  return happens({ _tag: "Suspected", suspicion: { reading, at: first }, began, checkAgainAt: plus(first, apart), at })
}

const believed = (archived: boolean, at: Timestamp, team: Team, timing: Timing): ReadonlyArray<TeamEvent> => {
  const asWanted = archived === (team.desiredState === "archived")
  const read: TeamEvent = { _tag: "PhaseRead", archived, at }
  if (asWanted) return [read, ...unblocked(team, archived, at)]
  if (inLimbo(team)) {
    const refusedStep = archived ? "Unarchive" : "Archive"
    return team.refusal === undefined ? [read] : [read, { _tag: "Blocked", step: refusedStep, ...team.refusal, at }]
  }
  if (explained(team, archived, at)) return [read]
  const byHand: TeamEvent = { _tag: "ChangedInTeams", archived, at }
  return team.correctedAt !== undefined && at - team.correctedAt < timing.manualChangeMemory
    ? [
        byHand,
        {
          _tag: "Blocked",
          step: archived ? "Unarchive" : "Archive",
          reason: "The team is kept changing in Teams.",
          remedy: "Agree on whether it is to be archived; then change the incident, or retry.",
          at
        }
      ]
    : [byHand]
}

/** An attempt whose end was never known may have landed late. */
const explained = (team: Team, archived: boolean, at: Timestamp): boolean =>
  team.orphans.some((orphan) => (orphan.direction === "archive") === archived && at < orphan.explainsUntil)

const unblocked = (team: Team, archived: boolean, at: Timestamp): ReadonlyArray<TeamEvent> =>
  team.blocked !== undefined && team.phase !== "provisioning" && archived === (team.desiredState === "archived")
    ? [{ _tag: "Unblocked", at }]
    : []

/** A lost team that is there again was restored by somebody; another group with our key is reported, never adopted. */
const lostRead = (read: TeamRead, at: Timestamp, team: Team, timing: Timing): Decision => {
  const { reading, began } = read
  if (reading._tag === "Missing") {
    return happens({
      _tag: "StillLost",
      began,
      ...(reading.namesake === undefined ? {} : { namesake: reading.namesake }),
      ...(team.lostAt !== undefined && at - team.lostAt > timing.restorableFor
        ? {}
        : { nextAt: plus(began, timing.verifyEvery) }),
      at
    })
  }
  const seen = reading.archived ? "archived" : "active"
  return readTwice(team, seen, began, timing.confirmAfter)
    ? happens({ _tag: "Found", at })
    : suspect(team, seen, began, timing.confirmAfter, at)
}
