import { Effect } from "effect"
import type { Sandbox } from "../Sandbox.ts"
import { approveReader } from "./chapters/approveReader.ts"
import { closeAndReopen } from "./chapters/closeAndReopen.ts"
import { createTeam } from "./chapters/createTeam.ts"
import { refuseReader } from "./chapters/refuseReader.ts"
import type { DemoReport } from "./DemoReport.ts"
import { setStage } from "./Stage.ts"

/** Plays one incident's life over REST, and holds what the platform says against what must be so. */
export const playLife = Effect.fnUntraced(function* (sandbox: Sandbox) {
  const stage = yield* setStage(sandbox)
  const created = yield* createTeam(stage)
  const { archive, reopen, platformTeamId } = yield* closeAndReopen(stage, created)
  const expected = yield* approveReader(stage, created)
  const { refusal, teams } = yield* refuseReader(stage, expected)
  const { id, number, title } = created.incident
  const report: DemoReport = {
    incident: { id, number, title },
    platformTeamIdAfterCreate: created.expected.id ?? "",
    platformTeamIdAfterReopen: platformTeamId,
    phases: created.watch.phases.map(({ phase, at }) => ({ phase, at: new Date(at).toISOString() })),
    people: created.report.people,
    graphCalls: { create: created.report.calls, archive, reopen },
    refusals: [refusal],
    teamsOnPlatform: teams,
    seconds: Number(process.uptime().toFixed(1))
  }
  return report
})
