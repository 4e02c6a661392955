import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { InstallationTroubleKind } from "@incident-teams/domain/team/Outcome"
import type { Team } from "@incident-teams/domain/team/Team"
import { Effect } from "effect"
import { TeamStore } from "../ports/TeamStore.ts"

/** What keeps steps of one or more teams waiting until someone acts on the installation. */
export interface InstallationDelay {
  readonly kind: InstallationTroubleKind
  readonly reason: string
  readonly remedy: string
  readonly since: Timestamp
  /** How many teams wait for it. */
  readonly teams: number
}

/** The delays of many teams, each trouble of the installation once, the one that most teams wait for first. */
export const installationDelays = (teams: ReadonlyArray<Team>): ReadonlyArray<InstallationDelay> => {
  const delays = new Map<string, InstallationDelay>()
  for (const { work } of teams) {
    // Nothing is tried of a blocked team, so it doesn't show whether the trouble lasts.
    if (work.blocked !== undefined) continue
    const own = new Map<string, InstallationDelay>()
    for (const { installation, reason, remedy = "", since } of work.waits) {
      if (installation === undefined) continue
      const key = JSON.stringify([installation, remedy])
      const known = own.get(key) ?? delays.get(key)
      own.set(key, {
        kind: installation,
        reason: known?.reason ?? reason,
        remedy,
        since: known === undefined || since < known.since ? since : known.since,
        teams: (delays.get(key)?.teams ?? 0) + 1
      })
    }
    for (const [key, delay] of own) delays.set(key, delay)
  }
  return [...delays.values()].toSorted((one, other) => other.teams - one.teams)
}

/** Whether a step of the team has failed for so long that someone should know. */
export const isStalled = ({ work }: Team, at: Timestamp, stalledAfter: number): boolean =>
  work.blocked === undefined && work.waits.some(({ since }) => at - since >= stalledAfter)

/** Teams that are looked at: the newest of those with a delayed step. */
const most = 200

export const delayedTeams = Effect.gen(function* () {
  const { items } = yield* (yield* TeamStore).list({ delayed: true }, { limit: most })
  return items.map(({ team }) => team)
}).pipe(Effect.catchTag("UnknownContinuation", Effect.die))
