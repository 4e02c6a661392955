import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { Effect } from "effect"
import { SandboxFailure } from "../SandboxFailure.ts"
import type { Actor } from "./Actor.ts"
import { succeeds } from "./outcome.ts"

/** Follows one team as the server tells of it, and remembers the phases that it was in. */
export interface TeamWatch {
  readonly phases: ReadonlyArray<{ readonly phase: TeamView["phase"]; readonly at: number }>
  /** The team as soon as it is so; fails when it takes too long, or when a person is needed. */
  until(what: string, isSo: (team: TeamView) => boolean): Effect.Effect<TeamView, SandboxFailure>
}

const lookEveryMillis = 100
const patienceMillis = 60_000

const asItIs = ({ phase, counts, page, announcement, waits }: TeamView): string =>
  [
    `it is ${phase}`,
    `${counts.asked} people to go`,
    `Incident page ${page.status}`,
    `link on the incident ${announcement.status}`,
    ...waits.map(({ step, tries, reason }) => `${step} waits after ${tries} tries: ${reason}`)
  ].join(", ")

export const watchTeam = (watcher: Actor, teamId: TeamView["id"]): TeamWatch => {
  const phases: Array<TeamWatch["phases"][number]> = []
  const look = watcher.api.teams.get({ params: { teamId } }).pipe(
    succeeds("Reading the team"),
    Effect.map(({ body }) => body),
    Effect.tap(({ phase, since, createdAt }) =>
      Effect.sync(() => {
        // Every team begins like this, often for too short to be seen.
        if (phases.length === 0) phases.push({ phase: "requested", at: createdAt })
        if (phases.at(-1)?.phase !== phase) phases.push({ phase, at: since })
      })
    ),
    Effect.tap(({ blocked }) =>
      blocked === undefined
        ? Effect.void
        : Effect.fail(
            new SandboxFailure({
              message: `The team is blocked at ${blocked.step}: ${blocked.reason} ${blocked.remedy}`
            })
          )
    )
  )
  return {
    phases,
    until: Effect.fnUntraced(function* (what, isSo) {
      const late = performance.now() + patienceMillis
      let team = yield* look
      while (!isSo(team)) {
        if (performance.now() > late) {
          return yield* new SandboxFailure({
            message: `The team wasn't ${what} within ${patienceMillis / 1_000} seconds: ${asItIs(team)}.`
          })
        }
        yield* Effect.sleep(lookEveryMillis)
        team = yield* look
      }
      return team
    })
  }
}

/** Nobody is still to be added, no page to be pinned, no link to be put on the incident. */
export const isSettled = ({ counts, groups, page, announcement, rename }: TeamView): boolean =>
  counts.asked === 0 &&
  groups.every(({ status }) => status !== "pending") &&
  [page, announcement, rename].every(({ status }) => status !== "pending")
