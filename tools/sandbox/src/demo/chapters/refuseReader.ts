import { Effect } from "effect"
import type { Refusal } from "../DemoReport.ts"
import { Findings } from "../Findings.ts"
import { type Expected, recordDifferences } from "../inspectPlatform.ts"
import { incidentNumbered } from "../lookups.ts"
import { Narrator } from "../Narrator.ts"
import { isRefused } from "../outcome.ts"
import type { Stage } from "../Stage.ts"

/** An open incident without a team. */
const incidentNumber = 4111

/** A Sentinel Reader tries to create a team: the only effect is a problem. */
export const refuseReader = Effect.fnUntraced(function* ({ dev, platform }: Stage, expected: Omit<Expected, "when">) {
  const narrator = yield* Narrator
  const incident = yield* incidentNumbered(dev, incidentNumber)
  yield* narrator.chapter(`${dev.name} tries to create a team for incident ${incident.number}`)
  const { who, what, status, type, detail, remedy } = yield* dev.api.incidents
    .createTeam({ params: { incidentId: incident.id }, headers: {}, payload: {} })
    .pipe(isRefused(dev.name, `create a team for incident ${incident.number}`))
  yield* narrator.say(`${status} ${type}`)
  yield* narrator.say(`${detail} ${remedy}`)
  yield* (yield* Findings).expect(
    status === 403 && type === "/problems/not-allowed",
    `${who} was refused with ${status} ${type} instead of 403 /problems/not-allowed.`
  )
  const { teams } = yield* recordDifferences(platform, { ...expected, when: "After the refusal" })
  yield* narrator.say(`The platform still has ${teams === 1 ? "one team" : `${teams} teams`}.`)
  const refusal: Refusal = { who, what, status, type }
  return { refusal, teams }
})
