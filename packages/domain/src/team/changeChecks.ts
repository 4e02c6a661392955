import { defined } from "../defined.ts"
import type { Timestamp } from "../ids/Timestamp.ts"
import {
  type Changes,
  closeAttempt,
  enter,
  forgetWaits,
  patch,
  requestCheck,
  requestLastCheck,
  settleChecks,
  unblocked,
  unsuspected,
  withChecks,
  withPeople,
  withWork
} from "./change.ts"
import { moves } from "./Step.ts"
import { notRequested, pending, refused, type Task } from "./Task.ts"
import { type Expiration, isProvisioned, requiredMove, type Team } from "./Team.ts"
import type { EventOf } from "./TeamEvent.ts"

type CheckEvent = EventOf<
  | "CheckDue"
  | "TakenOver"
  | "Verified"
  | "ExpirationRead"
  | "GroupRenewed"
  | "RenewalRefused"
  | "Suspected"
  | "PhaseRead"
  | "ChangedInTeams"
  | "Lost"
  | "Found"
  | "StillLost"
  | "Restored"
  | "RestoreRequested"
  | "RestoreRefused"
>

/** What an event changes in what is known of a team on the platform, and in its loss. */
export const changeChecks = (team: Team, event: CheckEvent): Team => {
  switch (event._tag) {
    case "CheckDue":
      return requestCheck(team, event.at)
    case "TakenOver":
      return requestCheck(team, ...event.checkAt)
    case "Verified":
      return withPeople(
        withChecks(requestLastCheck(settleChecks(expirationRead(team, event.expiration), event.began), event.nextAt), {
          suspicion: undefined,
          verifiedAt: event.began
        }),
        { ownersSeen: event.owners, ownerMissing: event.owners.length === 0, membersSeen: event.members }
      )
    case "ExpirationRead":
      return expirationRead(team, event.expiration)
    case "GroupRenewed":
      return withExpiration(closeAttempt(team), { renewAt: undefined, refusal: undefined, renewedAt: event.at })
    case "RenewalRefused":
      return withExpiration(closeAttempt(team), {
        renewAt: undefined,
        refusal: { reason: event.reason, remedy: event.remedy }
      })
    case "Suspected":
      return requestCheck(
        withChecks(settleChecks(team, event.began), { suspicion: event.suspicion }),
        event.checkAgainAt
      )
    case "PhaseRead": {
      const read = enter(
        withWork(unsuspected(forgetWaits(team, "EnsureOwner")), { refusal: undefined }),
        event.archived ? "archived" : "open",
        event.at
      )
      const move = requiredMove(read)
      return forgetWaits(read, ...moves.filter((one) => one !== move))
    }
    case "ChangedInTeams":
      return enter(
        // An owner that nothing waited for was tried once a day; now something may wait for it.
        withChecks(forgetWaits(team, "EnsureOwner"), { suspicion: undefined, correctedAt: event.at }),
        event.archived ? "archived" : "open",
        event.at
      )
    case "Lost":
      return {
        ...enter(
          withWork(unsuspected(closeAttempt(unexpired(team))), { ...unblocked, orphans: [], waits: [] }),
          "lost",
          event.at
        ),
        loss: { ...team.loss, since: event.at, restore: notRequested }
      }
    case "Found":
      return comeBack(team, event.at)
    case "StillLost":
      return stillLost(team, event)
    case "Restored":
      return comeBack(team, event.at)
    case "RestoreRequested":
      return withRestore(team, pending)
    case "RestoreRefused":
      return withRestore(closeAttempt(team), refused(event.reason))
  }
}

/** A deleted team expires no more; once it is there again, a check reads its date. */
const unexpired = (team: Team): Team => patch(team, { expiration: undefined })

const withExpiration = (team: Team, changes: Changes<Expiration>): Team =>
  team.expiration === undefined ? team : { ...team, expiration: patch(team.expiration, changes) }

/** A refusal counts until the date is another one or a person retries. */
const expirationRead = (team: Team, expiration: EventOf<"Verified">["expiration"]): Team => {
  if (expiration === undefined) return team
  const { renewedAt, refusal, at } = team.expiration ?? {}
  const refusedStill = at !== undefined && at === expiration.at ? refusal : undefined
  return {
    ...forgetWaits(team, "ReadExpiration"),
    expiration: defined({
      ...expiration,
      renewAt: refusedStill === undefined ? expiration.renewAt : undefined,
      renewedAt,
      refusal: refusedStill
    })
  }
}

const withRestore = (team: Team, restore: Task): Team =>
  team.loss === undefined ? team : { ...team, loss: { ...team.loss, restore } }

/** Checked once a day for as long as it can be restored. */
const stillLost = (team: Team, event: EventOf<"StillLost">): Team => {
  const { began, namesake, nextAt } = event
  const checked = unsuspected(
    nextAt === undefined ? withChecks(team, { due: [] }) : requestLastCheck(settleChecks(team, began), nextAt)
  )
  return checked.loss === undefined ? checked : { ...checked, loss: patch(checked.loss, { namesake }) }
}

/** The same team exists again: provisioning goes on, or the next check decides whether it is archived. */
const comeBack = (team: Team, at: Timestamp): Team =>
  requestCheck(
    enter(
      withoutLoss(unsuspected(closeAttempt(team))),
      !isProvisioned(team) ? "provisioning" : team.desiredState === "archived" ? "archiving" : "reopening",
      at
    ),
    at
  )

export const withoutLoss = (team: Team): Team => patch(team, { loss: undefined })
