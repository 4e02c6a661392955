import { describe, expect, it } from "vitest"
import type { Failure, WriteOutcome } from "../Outcome.ts"
import type { Step, Write } from "../Step.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import {
  accepted,
  after,
  answeredAgain,
  archived,
  archiving,
  begun,
  by,
  given,
  grouped,
  hour,
  linked,
  lost,
  minute,
  open,
  requested,
  second,
  teamRequested
} from "../testing/given.ts"
import { groupCalled, personCalled } from "../testing/ImaginedWorld.ts"
import { timing } from "../Timing.ts"

const pin: Write = { _tag: "Do", chore: "page" }
const busy: Failure = { _tag: "FailedForNow", reason: "Too many requests." }
const at = after(8 * second)
const pinning = [...linked, begun(3, pin, at)]

/** The pauses between a step's tries, in seconds. */
const pauses = (outcome: WriteOutcome, times: number) =>
  answeredAgain(linked, pin, outcome, times).flatMap((event) =>
    event._tag === "StepDelayed" ? [(event.until - event.at) / second] : []
  )

describe("a step that failed in a way that may pass", () => {
  it("is tried again after 2 seconds, then after twice as long each time, up to 5 minutes", () => {
    expect(pauses(busy, 10)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
  })

  it("counts its tries, and remembers since when it fails and why", () => {
    const events = answeredAgain(linked, pin, busy, 3)
    const { waits } = given(...linked, ...events).team.work
    expect(waits).toEqual([
      {
        step: "page",
        tries: 3,
        since: events.find((event) => event._tag === "StepDelayed")?.at,
        until: events.flatMap((event) => (event._tag === "StepDelayed" ? [event.until] : [])).at(-1),
        reason: "Too many requests."
      }
    ])
  })

  it("waits as long as the platform asked for, and never shorter than it would anyway", () => {
    expect(pauses({ ...busy, afterMillis: 10 * second }, 5)).toEqual([10, 10, 10, 16, 32])
    expect(pauses({ ...busy, afterMillis: 10 * minute }, 1)).toEqual([600])
    expect(pauses({ _tag: "NotYet", reason: "Not ready.", afterMillis: 7 * second }, 1)).toEqual([7])
  })

  it("starts afresh once it was answered", () => {
    const events = answeredAgain(linked, pin, busy, 2)
    expect(
      given(...linked, ...events, begun(5, pin, at), { _tag: "ChoreDone", chore: "page", at }).team.work.waits
    ).toEqual([])
  })

  it("doesn't hold up other steps, nor count their failures", () => {
    const look: Step = { _tag: "Verify" }
    const waits = given(...open, ...answeredAgain(linked, pin, busy, 3)).answered(look, busy, after(hour))
    expect(waits).toMatchObject([{ _tag: "StepDelayed", step: "Verify", tries: 1, until: after(hour + 2 * second) }])
  })
})

describe("a step whose team is missing", () => {
  it("waits until a second look can tell, and makes the first one due", () => {
    expect(given(...pinning).answered(pin, { _tag: "Gone" }, at)).toEqual([
      {
        _tag: "StepDelayed",
        step: "page",
        tries: 1,
        until: after(8 * second + timing.confirmMissingAfter),
        reason: expect.stringContaining("not found"),
        at
      },
      { _tag: "CheckDue", at }
    ])
  })
})

describe("trouble of the installation", () => {
  const trouble: Failure = {
    _tag: "InstallationTrouble",
    kind: "credentials",
    reason: "Entra ID denied a token (AADSTS7000222).",
    remedy: "Create a new secret."
  }
  const add: Write = { _tag: "AddMembers", chunks: [0] }
  const people: TeamEvent = {
    _tag: "PeopleRequested",
    chunk: 0,
    kind: "add",
    people: [personCalled(11)],
    refused: [],
    by,
    at: after(2 * second)
  }
  const group: TeamEvent = { _tag: "GroupRequested", group: groupCalled(1), by, at }
  const renamed: TeamEvent = { _tag: "RenameRequested", name: "Other", description: "", by, at }
  const asked: TeamEvent = { _tag: "RestoreRequested", by, at: after(hour) }
  const closed: TeamEvent = { _tag: "DesiredStateChanged", desiredState: "archived", generation: 2, at: after(hour) }
  const reopened: TeamEvent = { ...closed, desiredState: "open", generation: 3, at: after(2 * hour) }
  const ownerless: TeamEvent = { _tag: "OwnerMissed", attempt: 4, at: after(hour) }

  it.each<[string, ReadonlyArray<TeamEvent>, Write]>([
    ["the group", requested, { _tag: "EnsureGroup", recover: false }],
    ["the team", grouped, { _tag: "EnsureTeam" }],
    ["people", [...linked, people], add],
    ["the app", [{ ...teamRequested, chores: ["app", "page"] }, ...linked.slice(1)], { _tag: "Do", chore: "app" }],
    ["the page", linked, pin],
    ["the name", [...open, renamed], { _tag: "Rename" }],
    ["the archive", [...open, closed], { _tag: "Archive" }],
    ["the owner that an archive needs", [...archiving, ownerless], { _tag: "EnsureOwner" }],
    ["the reopening", [...archived, reopened], { _tag: "Unarchive" }],
    ["the restoration", [...lost, asked], { _tag: "Restore" }]
  ])("delays %s for as long as it lasts, and neither blocks nor is recorded as a refusal", (_, history, step) => {
    const events = answeredAgain(history, step, trouble, 40)
    expect(new Set(events.map(({ _tag }) => _tag).filter((tag) => tag !== "Provisioned"))).toEqual(
      new Set(["StepBegun", "StepDelayed"])
    )
    expect(events.at(-1)!.at - events[0]!.at).toBeGreaterThan(2 * hour)
    const { waits, blocked } = given(...history, ...events).team.work
    expect(blocked).toBeUndefined()
    expect(waits).toMatchObject([{ reason: trouble.reason, remedy: trouble.remedy, installation: "credentials" }])
  })

  it("delays reads as well", () => {
    const reads: ReadonlyArray<[Step, ReadonlyArray<TeamEvent>]> = [
      [{ _tag: "Verify" }, open],
      [{ _tag: "Observe" }, [...open, { _tag: "IncidentMissed", checkAt: after(hour), at: after(hour) }]],
      [{ _tag: "ExpandGroup", group: groupCalled(1).id }, [...linked, group]],
      [{ _tag: "AwaitOperation", attempt: 4, operation: "operation-1", read: false }, accepted]
    ]
    for (const [step, history] of reads) {
      expect(given(...history).answered(step, trouble, after(2 * hour))).toMatchObject([
        { _tag: "StepDelayed", reason: trouble.reason, remedy: trouble.remedy, installation: "credentials" }
      ])
    }
  })
})

it("takes an answer to another question for no answer", () => {
  for (const outcome of [{ _tag: "Restored" }, { _tag: "Renamed", name: "Another", description: "" }] as const) {
    expect(given(...pinning).answered(pin, outcome, at)).toMatchObject([
      { _tag: "StepDelayed", reason: expect.stringContaining(outcome._tag) }
    ])
  }
})
