import type { Finding } from "@incident-teams/application/doctor/Finding"
import { Console, Effect } from "effect"

/**
 * What Microsoft applies only minutes after it was granted ("Troubleshoot Azure RBAC": up to 10), and what follows from it. Not
 * what only a person changes: a standby owner without a license, a workspace that isn't there.
 */
const applied =
  /^(?:Credentials|Graph permissions|Group creation|Standby owners: People can't be read|(?:Workspace |Azure role on )(?!.*Azure answered 404))/u

/** Milliseconds of the platform's time: 11 minutes altogether. */
const pauses = [5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 90_000, 120_000, 120_000, 135_000]

/** Looks again while a problem is left that may pass by itself, at most for some minutes. `scale`: how fast the platform is. */
export const untilApplied = <E, R>(
  look: Effect.Effect<ReadonlyArray<Finding>, E, R>,
  scale: number
): Effect.Effect<ReadonlyArray<Finding>, E, R> =>
  Effect.gen(function* () {
    for (const pause of pauses) {
      const findings = yield* look
      const waits = findings.filter(
        (finding) => finding.state === "problem" && applied.test(`${finding.about}: ${finding.found}`)
      )
      if (waits.length === 0) return findings
      const names = [...new Set(waits.map((finding) => finding.about))].join(", ")
      yield* Console.log(`Not applied by Microsoft yet, which may take some minutes: ${names}. Looking again.`)
      yield* Effect.sleep(pause / scale)
    }
    return yield* look
  })
