import type { PlatformHand } from "@incident-teams/adapter-memory/PlatformHand"
import {
  type CollaborationPlatform,
  PlatformBusy,
  PlatformRefused,
  PlatformUncertain
} from "@incident-teams/application/ports/CollaborationPlatform"
import type { Hand } from "@incident-teams/application/testing/Hand"
import type { Direction } from "@incident-teams/domain/team/Step"
import { Effect } from "effect"

/** Milliseconds; the longest that a read of `archived` is behind in these lives. Shorter than two looks are apart. */
export const archivedReadsLate = 20_000

const busy = new PlatformBusy({ reason: "Too many requests.", afterMillis: 7_000 })
const uncertain = new PlatformUncertain({ reason: "502 Bad gateway." })
const refused = new PlatformRefused({ reason: "Forbidden.", remedy: "Ask an administrator." })

/** What the platform may do to the next calls that it fits. */
export interface Mood {
  readonly name: string
  readonly fall: (
    platform: Hand<CollaborationPlatform["Service"]>,
    teams: PlatformHand["Service"]
  ) => Effect.Effect<void>
}

const failing = (name: string, fail: (platform: Hand<CollaborationPlatform["Service"]>) => void): Mood => ({
  name,
  fall: (platform) => Effect.sync(() => fail(platform))
})

const ending = (direction: Direction): ReadonlyArray<Mood> =>
  (["fails", "failsAfterEffect", "stuck", "never", "vanishes", "unnamed"] as const).map((one) => ({
    name: `the next ${direction}: ${one}`,
    fall: (_, teams) => teams.endNext(direction, one)
  }))

export const platformMoods: ReadonlyArray<Mood> = [
  ...ending("archive"),
  ...ending("unarchive"),
  failing("busy for three calls", (platform) => platform.failNext("any", busy, { times: 3 })),
  failing("502 to the next call", (platform) => platform.failNext("any", uncertain)),
  failing("502 to the next call, which takes effect", (platform) =>
    platform.failNext("any", uncertain, { afterEffect: true })
  ),
  failing("refuses the next archive", (platform) => platform.failNext("archive", refused)),
  failing("refuses the next unarchive", (platform) => platform.failNext("unarchive", refused)),
  failing("refuses the next ensureTeam", (platform) => platform.failNext("ensureTeam", refused)),
  failing("502 to the next pinPage", (platform) => platform.failNext("pinPage", uncertain))
]
