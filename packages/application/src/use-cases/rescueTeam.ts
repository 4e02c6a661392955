import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { meantToBeIn, roster } from "@incident-teams/domain/team/Roster"
import { Effect } from "effect"
import { changeTeam, changeTeamBy } from "../changes/decideAndCommit.ts"
import { Deployment } from "../deployment/Deployment.ts"
import { Directory } from "../ports/Directory.ts"
import type { Session } from "../ports/Session.ts"
import { TeamStore } from "../ports/TeamStore.ts"
import { changeableTeam } from "./changeableTeam.ts"
import { fitStandbyOwners, standInsFor } from "./createTeam.ts"
import { asKnownNow, asPerson } from "./named.ts"
import { actorOf } from "./standing.ts"

/** Retries everything that is blocked, waiting or refused, with the standby owners as configured now. */
export const retryTeam = Effect.fn("retryTeam")(function* (session: Session, id: TeamId) {
  yield* changeableTeam(session, id)
  const fit = yield* Effect.cached(fitStandbyOwners((yield* Deployment).standbyOwners))
  return yield* changeTeamBy(id, (_, at) =>
    Effect.map(fit, (standbyOwners) => ({
      commands: [{ _tag: "RetryTeam", standbyOwners: standbyOwners.map(asPerson), by: actorOf(session), at }]
    }))
  )
})

/** Brings a team back that was deleted in Teams, under its id and with its conversation. */
export const restoreTeam = Effect.fn("restoreTeam")(function* (session: Session, id: TeamId) {
  yield* changeableTeam(session, id)
  return yield* changeTeam(id, (_, at) => ({ _tag: "RestoreTeam", by: actorOf(session), at }))
})

/** Creates another team in place of a lost one, for everyone who should be in it and is still in the directory. */
export const recreateTeam = Effect.fn("recreateTeam")(function* (session: Session, id: TeamId) {
  yield* changeableTeam(session, id)
  const store = yield* TeamStore
  return yield* changeTeamBy(
    id,
    Effect.fnUntraced(function* ({ team }, at) {
      const { people, refused } = yield* asKnownNow(meantToBeIn(roster(yield* store.chunks(id))))
      const owners = yield* (yield* Directory).people(team.people.owners.map(({ id: owner }) => owner))
      const standbyOwners = yield* fitStandbyOwners(team.people.standbyOwners.map(({ id: standby }) => standby))
      const standIns = standInsFor(owners, standbyOwners).map(({ id: standIn }) => standIn)
      return { commands: [{ _tag: "RecreateTeam", people, refused, standIns, by: actorOf(session), at }] }
    })
  )
})
