import type { PlatformHand } from "@incident-teams/adapter-memory/PlatformHand"
import {
  PlatformBusy,
  PlatformRefused,
  PlatformUncertain
} from "@incident-teams/application/ports/CollaborationPlatform"

type Fault = Parameters<PlatformHand["Service"]["inject"]>[0]

/** Milliseconds; the longest that a read of `archived` is behind in these lives. Shorter than two looks are apart. */
export const archivedReadsLate = 20_000

const busy = new PlatformBusy({ reason: "Too many requests.", afterMillis: 7_000 })
const uncertain = new PlatformUncertain({ reason: "502 Bad gateway." })
const refused = new PlatformRefused({ reason: "Forbidden.", remedy: "Ask an administrator." })

const ending = (method: "archive" | "unarchive"): ReadonlyArray<Fault> =>
  (["fails", "failsAfterEffect", "stuck", "never", "vanishes", "unnamed"] as const).map((one) => ({
    method,
    happens: { _tag: "Ends", ending: one }
  }))

/** What the platform may do to the next call that it fits. */
export const platformFaults: ReadonlyArray<Fault> = [
  ...ending("archive"),
  ...ending("unarchive"),
  { times: 3, happens: { _tag: "Before", failure: busy } },
  { happens: { _tag: "Before", failure: uncertain } },
  { happens: { _tag: "AfterEffect", failure: uncertain } },
  { method: "archive", happens: { _tag: "Before", failure: refused } },
  { method: "unarchive", happens: { _tag: "Before", failure: refused } },
  { method: "ensureTeam", happens: { _tag: "Before", failure: refused } },
  { method: "pinPage", happens: { _tag: "Before", failure: uncertain } }
]
