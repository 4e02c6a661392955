import { Effect } from "effect"
import { incidentsToBeMerged } from "../sampleTenant.ts"
import type { Sandbox } from "../Sandbox.ts"
import { requestTeams } from "./chapters/requestTeams.ts"
import { watchMerge } from "./chapters/watchMerge.ts"
import type { MergeReport } from "./DemoReport.ts"
import { live } from "./inspectPlatform.ts"
import { setStage } from "./Stage.ts"

/** Has Microsoft Defender merge two incidents with a team each, and compares what the platform says with what must be so. */
export const playMerge = Effect.fnUntraced(function* (sandbox: Sandbox) {
  const stage = yield* setStage(sandbox)
  const [merged, survivor] = yield* requestTeams(stage, incidentsToBeMerged)
  const { after, incidents } = yield* watchMerge(stage, merged, survivor)
  const report: MergeReport = {
    merged: merged.incident,
    survivor: survivor.incident,
    before: [merged.shown, survivor.shown],
    after,
    continues: { platformTeamId: after[1].platformTeamId, incidents },
    teamsOnPlatform: live(yield* stage.platform.truth).length,
    seconds: Number(process.uptime().toFixed(1))
  }
  return report
})
