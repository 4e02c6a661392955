import { Effect, type Scope } from "effect"
import type { HttpClient } from "effect/http"
import { type Sandbox, type SandboxOptions, startSandbox } from "../Sandbox.ts"
import type { SandboxFailure } from "../SandboxFailure.ts"
import type { DemoReport, MergeReport, SetupReport } from "./DemoReport.ts"
import type { Findings } from "./Findings.ts"
import type { Narrator } from "./Narrator.ts"
import { playLife } from "./playLife.ts"
import { playMerge } from "./playMerge.ts"
import { playSetup } from "./playSetup.ts"

/** A story that the demo plays. */
export interface Tale {
  readonly about: string
  play(
    options: SandboxOptions
  ): Effect.Effect<
    { readonly report: DemoReport | MergeReport | SetupReport; readonly summary: string },
    SandboxFailure,
    Narrator | Findings | HttpClient.HttpClient | Scope.Scope
  >
}

/** On a sandbox whose server has these settings. */
const onSandbox = <A, R>(
  options: SandboxOptions,
  settings: Readonly<Record<string, string>>,
  play: (sandbox: Sandbox) => Effect.Effect<A, SandboxFailure, R>
) => Effect.flatMap(startSandbox({ ...options, settings }), (sandbox) => Effect.raceFirst(play(sandbox), sandbox.died))

export const life: Tale = {
  about: "The life of one incident",
  play: (options) =>
    Effect.map(onSandbox(options, {}, playLife), (report) => ({ report, summary: summaryOfLife(report) }))
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
  play: (options) =>
    Effect.map(onSandbox(options, settingsOfMerge, playMerge), (report) => ({
      report,
      summary: summaryOfMerge(report)
    }))
}

/** A merge is noticed by reading Sentinel, and the merged team waits before it is archived: shorter here, to be watched. */
const settingsOfMerge = { FEED_SWEEP_SECONDS: "1", MERGE_GRACE_MINUTES: "1" }

const summaryOfMerge = ({ before, after, continues, teamsOnPlatform, seconds }: MergeReport): string =>
  [
    `Teams on the platform: ${teamsOnPlatform}.`,
    `People: ${before.map(({ people }) => people.length).join(" and ")} before, ${after[1].people.length} in the team that continues.`,
    `It serves ${continues.incidents.map((number) => `#${number}`).join(" and ")}.`,
    `${seconds} seconds.`
  ].join(" ")

export const setup: Tale = {
  about: "The setup of a tenant, and its first team",
  play: (options) => Effect.map(playSetup(options), (report) => ({ report, summary: summaryOfSetup(report) }))
}

const summaryOfSetup = ({ plan, changesOfSecondPlan, teamsOnPlatform, seconds }: SetupReport): string =>
  [
    `Setup: ${plan.made} of ${plan.rows} rows made, then ${changesOfSecondPlan} changes.`,
    `Teams on the platform: ${teamsOnPlatform}.`,
    `${seconds.setup} seconds until setup had ended, ${seconds.doctor} until doctor found no problem, ${seconds.all} in all.`
  ].join(" ")
