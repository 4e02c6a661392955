import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { counted, countedPeople } from "@incident-teams/api/words/phrase"
import { stepWords } from "@incident-teams/api/words/step"
import { choreStatus, phaseSentence } from "@incident-teams/api/words/team"
import { Effect } from "effect"
import { SandboxFailure } from "../SandboxFailure.ts"
import type { Actor } from "./Actor.ts"
import { succeeds } from "./outcome.ts"

/** Follows one team by reading it from the server, and records the phases that it was in. */
export interface TeamWatch {
  readonly phases: ReadonlyArray<{ readonly phase: TeamView["phase"]; readonly at: number }>
  /** The team as soon as `isSo` holds. Fails when that takes too long, or when someone has to act. */
  until(what: string, isSo: (team: TeamView) => boolean): Effect.Effect<TeamView, SandboxFailure>
}

const lookEveryMillis = 100
const patienceMillis = 60_000

const describeStatus = ({ phase, counts, page, announcement, waits }: TeamView): string =>
  [
    phaseSentence(phase),
    `${countedPeople(counts.asked)} still being added`,
    `Incident page: ${choreStatus("page", page)}`,
    `link on the incident: ${choreStatus("announcement", announcement)}`,
    ...waits.map(
      ({ step, tries, reason }) => `delayed after ${counted(tries, "attempt")}: ${stepWords(step).activity}: ${reason}`
    )
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
              message: `Action needed: ${stepWords(blocked.step).failure}. ${blocked.reason} ${blocked.remedy}`
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
            message: `The team wasn't ${what} within ${patienceMillis / 1_000} seconds. Its status: ${describeStatus(team)}.`
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
