import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import type { Failure } from "@incident-teams/domain/team/Outcome"
import type { Step } from "@incident-teams/domain/team/Step"
import { Cause, Effect, Exit, Layer } from "effect"
import { describe, expect, it } from "vitest"
import {
  CollaborationPlatform,
  NotReadyYet,
  PlatformBusy,
  PlatformRefused,
  PlatformUncertain,
  TeamNotFound
} from "../ports/CollaborationPlatform.ts"
import { DirectoryUnavailable } from "../ports/Directory.ts"
import {
  IncidentNotFound,
  IncidentRefused,
  IncidentSourceUnavailable,
  UnknownWorkspace
} from "../ports/IncidentSource.ts"
import { InstallationTrouble } from "../ports/InstallationTrouble.ts"
import { firstCommit, idOf } from "../testing/team-store/commits.ts"
import { type CallFailure, callFailure, directoryFailure, sourceFailure, withGroup } from "./calls.ts"

const trouble = { kind: "credentials", reason: "Denied.", remedy: "Renew the secret." } as const
const installation = new InstallationTrouble(trouble)

describe("a call about a team without a group", () => {
  it("is a defect of ours that names step and team, and isn't made", async () => {
    let made = false
    const call = withGroup({ _tag: "Archive" }, firstCommit(1).team, () => Effect.sync(() => (made = true)))
    const exit = await Effect.runPromiseExit(Effect.provide(call, Layer.mock(CollaborationPlatform)({})))
    expect(Exit.isFailure(exit) && Cause.squash(exit.cause)).toEqual(
      new Error(`Archive of team ${idOf(1)} before it has a group.`)
    )
    expect(made).toBe(false)
  })
})

describe("a failed call of the platform", () => {
  const renew: Step = { _tag: "Renew" }
  const starting: Step = { _tag: "Archive" }
  const wait = { reason: "Busy.", afterMillis: 30 }

  it.each<readonly [string, Step, CallFailure, Failure]>([
    ["busy", starting, new PlatformBusy(wait), { _tag: "FailedForNow", ...wait }],
    [
      "busy, it doesn't say for how long",
      renew,
      new PlatformBusy({ reason: "Busy." }),
      { _tag: "FailedForNow", reason: "Busy." }
    ],
    ["uncertain", renew, new PlatformUncertain(wait), { _tag: "FailedForNow", ...wait }],
    [
      "uncertain where an operation may have begun",
      starting,
      new PlatformUncertain(wait),
      { _tag: "Unknown", reason: "Busy." }
    ],
    ["denied to the installation", renew, installation, { _tag: "InstallationTrouble", ...trouble }],
    [
      "refused",
      renew,
      new PlatformRefused({ reason: "No.", remedy: "Ask." }),
      { _tag: "Refused", reason: "No.", remedy: "Ask." }
    ],
    ["not ready yet", renew, new NotReadyYet(wait), { _tag: "NotYet", ...wait }],
    ["about no team", renew, new TeamNotFound(), { _tag: "Gone" }]
  ])("is that outcome: %s", (_, step, failure, outcome) => {
    expect(callFailure(step, failure)).toEqual(outcome)
  })
})

describe("a failed call of the incident source", () => {
  const id = IncidentId.make("soc~1")
  const workspace = WorkspaceAlias.make("soc")

  it.each<readonly [string, Parameters<typeof sourceFailure>[0], Failure]>([
    [
      "no incident",
      new IncidentNotFound({ id }),
      { _tag: "Refused", reason: "The incident doesn't exist any more.", remedy: "None is needed." }
    ],
    [
      "no such workspace",
      new UnknownWorkspace({ workspace }),
      {
        _tag: "Refused",
        reason: "The workspace soc isn't configured any more.",
        remedy: "Configure it again; then retry."
      }
    ],
    ["denied to the installation", installation, { _tag: "InstallationTrouble", ...trouble }],
    [
      "refused",
      new IncidentRefused({ reason: "No." }),
      { _tag: "Refused", reason: "No.", remedy: "Check the incident in Sentinel." }
    ],
    [
      "not reached",
      new IncidentSourceUnavailable({ reason: "Down.", afterMillis: 30, cause: undefined }),
      { _tag: "FailedForNow", reason: "Down.", afterMillis: 30 }
    ]
  ])("is that outcome: %s", (_, failure, outcome) => {
    expect(sourceFailure(failure)).toEqual(outcome)
  })
})

it("L15 a directory that denies the installation is the installation's trouble, with its own remedy", () => {
  const reason = "Denied. Renew the secret."
  expect(directoryFailure(new DirectoryUnavailable({ reason, trouble: installation, cause: installation }))).toEqual({
    _tag: "InstallationTrouble",
    ...trouble
  })
  expect(directoryFailure(new DirectoryUnavailable({ reason: "Busy.", afterMillis: 30, cause: undefined }))).toEqual({
    _tag: "FailedForNow",
    reason: "Busy.",
    afterMillis: 30
  })
})
