import { Effect } from "effect"
import { now } from "../changes/decideAndCommit.ts"
import { PlatformTime } from "../deployment/PlatformTime.ts"
import { delayedTeams, installationDelays, isStalled } from "../monitoring/delays.ts"
import type { TeamStore } from "../ports/TeamStore.ts"
import { fine, type Finding, problem, warning } from "./Finding.ts"

const about = "Delayed work"

const teamsOf = (count: number): string => (count === 1 ? "1 team waits" : `${count} teams wait`)

/** What teams wait for: trouble of the installation once, however many wait, and how many others are delayed for long. */
export const lookAtDelays: Effect.Effect<ReadonlyArray<Finding>, never, TeamStore | PlatformTime> = Effect.gen(
  function* () {
    const { stalledAfter } = yield* PlatformTime
    const at = yield* now
    const teams = yield* delayedTeams
    const ours = installationDelays(teams).map((delay) =>
      problem(
        about,
        `${teamsOf(delay.teams)}: ${delay.reason}`,
        `${delay.remedy} Then everything continues automatically.`
      )
    )
    const stalled = teams.filter(
      (team) =>
        isStalled(team, at, stalledAfter) && team.work.waits.every(({ installation }) => installation === undefined)
    ).length
    const others =
      stalled === 0
        ? []
        : [
            warning(
              about,
              `${teamsOf(stalled)} longer than usual for a step that keeps failing.`,
              "Open their incidents, where the step and the reason are shown."
            )
          ]
    return ours.length + others.length === 0 ? [fine(about, "No team waits for long.")] : [...ours, ...others]
  }
).pipe(
  Effect.catchTag("StoreUnavailable", () =>
    Effect.succeed([problem(about, "The teams can't be read.", "See the findings about the store.")])
  )
)
