import { Effect } from "effect"
import type { HttpClient } from "effect/http"
import type { Sandbox } from "../Sandbox.ts"
import type { SandboxFailure } from "../SandboxFailure.ts"
import type { DemoReport, MergeReport } from "./DemoReport.ts"
import type { Findings } from "./Findings.ts"
import type { Narrator } from "./Narrator.ts"
import { playLife } from "./playLife.ts"
import { playMerge } from "./playMerge.ts"

/** A story that the demo plays. */
export interface Tale {
  readonly about: string
  /** Of the server. */
  readonly settings: Readonly<Record<string, string>>
  play(
    sandbox: Sandbox
  ): Effect.Effect<
    { readonly report: DemoReport | MergeReport; readonly summary: string },
    SandboxFailure,
    Narrator | Findings | HttpClient.HttpClient
  >
}

export const life: Tale = {
  about: "The life of one incident",
  settings: {},
  play: (sandbox) => Effect.map(playLife(sandbox), (report) => ({ report, summary: summaryOfLife(report) }))
}

const summaryOfLife = ({
  teamsOnPlatform,
  platformTeamIdAfterCreate,
  platformTeamIdAfterReopen,
  graphCalls,
  seconds
}: DemoReport): string =>
  [
    `Teams on the platform: ${teamsOnPlatform}.`,
    `Reopened team: ${platformTeamIdAfterCreate === platformTeamIdAfterReopen ? "the same one" : "ANOTHER ONE"}.`,
    `Graph calls: ${graphCalls.create} to create, ${graphCalls.archive} to archive, ${graphCalls.reopen} to reopen.`,
    `${seconds} seconds.`
  ].join(" ")

export const merge: Tale = {
  about: "Two incidents that Microsoft Defender merges",
  // A merge is noticed by reading Sentinel, and the merged team waits before it is archived: shorter here, to be watched.
  settings: { FEED_SWEEP_SECONDS: "1", MERGE_GRACE_MINUTES: "1" },
  play: (sandbox) => Effect.map(playMerge(sandbox), (report) => ({ report, summary: summaryOfMerge(report) }))
}

const summaryOfMerge = ({ before, after, continues, teamsOnPlatform, seconds }: MergeReport): string =>
  [
    `Teams on the platform: ${teamsOnPlatform}.`,
    `People: ${before.map(({ people }) => people.length).join(" and ")} before, ${after[1].people.length} in the team that continues.`,
    `It serves ${continues.incidents.map((number) => `#${number}`).join(" and ")}.`,
    `${seconds} seconds.`
  ].join(" ")
