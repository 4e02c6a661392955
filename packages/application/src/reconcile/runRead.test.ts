import { GroupId } from "@incident-teams/domain/ids/directoryIds"
import { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { plus } from "@incident-teams/domain/ids/Timestamp"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { snapshotOf } from "@incident-teams/domain/incident/IncidentObservation"
import type { Member } from "@incident-teams/domain/team/Member"
import type { ReadOutcome } from "@incident-teams/domain/team/Outcome"
import type { PeopleChunk } from "@incident-teams/domain/team/PeopleChunk"
import type { Read } from "@incident-teams/domain/team/Step"
import type { Team } from "@incident-teams/domain/team/Team"
import { timing } from "@incident-teams/domain/team/Timing"
import { Effect, Exit, Layer, Option } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import * as WorkBell from "../changes/WorkBell.ts"
import { PlatformTime } from "../deployment/PlatformTime.ts"
import { CollaborationPlatform, PlatformBusy, PlatformUncertain, TeamNotFound } from "../ports/CollaborationPlatform.ts"
import { Directory, DirectoryUnavailable, GroupNotFound } from "../ports/Directory.ts"
import { IncidentSource, IncidentSourceUnavailable, UnknownWorkspace } from "../ports/IncidentSource.ts"
import { InstallationTrouble } from "../ports/InstallationTrouble.ts"
import { ProviderIncidents, ProviderUnavailable } from "../ports/ProviderIncidents.ts"
import { StoreUnavailable, TeamStore } from "../ports/TeamStore.ts"
import { deploymentWith } from "../testing/deploymentWith.ts"
import { start } from "../testing/StoreUnderTest.ts"
import { firstCommit, idOf, incidentOf, personOf, storedOf } from "../testing/team-store/commits.ts"
import { runRead } from "./runRead.ts"

const id = PlatformTeamId.make("11111111-0000-4000-8000-000000000001")
const other = PlatformTeamId.make("11111111-0000-4000-8000-000000000002")
const requested = firstCommit(1).team
const team: Team = {
  ...requested,
  place: { _tag: "Team", platformTeamId: id, link: "https://teams.test/1", provisioned: true }
}
const ada = { id: personOf(1), name: "Ada" }
const ben = { id: personOf(2), name: "Ben" }
const chloe = { id: personOf(3), name: "Chloe" }
const dev = { id: personOf(4), name: "Dev" }

interface World {
  readonly platform?: Partial<CollaborationPlatform["Service"]>
  readonly directory?: Partial<Directory["Service"]>
  readonly source?: Partial<IncidentSource["Service"]>
  readonly provider?: Partial<ProviderIncidents["Service"]>
  readonly store?: Partial<TeamStore["Service"]>
}

const read = (step: Read, of: Team = team, { platform, directory, source, provider, store }: World = {}) =>
  Effect.runPromiseExit(
    Effect.provide(
      Effect.andThen(TestClock.setTime(start), runRead(step, of)),
      Layer.mergeAll(
        TestClock.layer(),
        deploymentWith(),
        WorkBell.layer,
        Layer.succeed(PlatformTime, timing),
        Layer.mock(CollaborationPlatform, { ...platform }),
        Layer.mock(Directory, { ...directory }),
        Layer.mock(IncidentSource, { workspaces: [], ...source }),
        Layer.mock(ProviderIncidents, { ...provider }),
        Layer.mock(TeamStore, { ...store })
      )
    )
  )
const resultOf = async (...made: Parameters<typeof read>) =>
  Exit.getSuccess(await read(...made)).pipe(Option.getOrThrow)
const outcomeOf = async (...made: Parameters<typeof read>): Promise<ReadOutcome> => (await resultOf(...made)).outcome

const busy = new PlatformBusy({ reason: "Throttled.", afterMillis: 30 })
const waits: ReadOutcome = { _tag: "FailedForNow", reason: "Throttled.", afterMillis: 30 }

describe("an operation", () => {
  const asked = (status: "running" | "succeeded" | "failed" | "vanished", isArchived: World["platform"]): World => ({
    platform: { operation: (_, name) => Effect.succeed({ status, reason: `about ${name}` }), ...isArchived }
  })
  const step = { _tag: "AwaitOperation", attempt: 1, operation: "a" } as const
  const archived: World["platform"] = { isArchived: () => Effect.succeed(true) }

  it("is asked about alone", async () => {
    const never: World["platform"] = { isArchived: () => Effect.die("The team was read.") }
    expect(await outcomeOf({ ...step, read: false }, team, asked("running", never))).toEqual({
      _tag: "OperationRead",
      status: "running",
      reason: "about a"
    })
  })

  it("is asked about with the team where that may stand in, or the operation isn't known", async () => {
    expect(await outcomeOf({ ...step, read: true }, team, asked("running", archived))).toMatchObject({
      status: "running",
      archived: true
    })
    expect(await outcomeOf({ ...step, read: false }, team, asked("vanished", archived))).toMatchObject({
      status: "vanished",
      archived: true
    })
    const gone: World["platform"] = { isArchived: () => Effect.fail(new TeamNotFound()) }
    expect(await outcomeOf({ ...step, read: true }, team, asked("succeeded", gone))).toEqual({
      _tag: "OperationRead",
      status: "succeeded",
      reason: "about a"
    })
    const unread: World["platform"] = { isArchived: () => Effect.fail(busy) }
    expect(await outcomeOf({ ...step, read: true }, team, asked("succeeded", unread))).toEqual(waits)
  })

  it("that left nothing to follow is given up without a call", async () => {
    expect(await outcomeOf({ _tag: "GiveUp", attempt: 1 })).toEqual({ _tag: "GivenUp" })
  })
})

describe("the date on which a team expires", () => {
  it("is read, or that there is none", async () => {
    const at = (found: Option.Option<typeof start>): World => ({ platform: { expiresAt: () => Effect.succeed(found) } })
    const step: Read = { _tag: "ReadExpiration" }
    expect(await outcomeOf(step, team, at(Option.some(start)))).toEqual({
      _tag: "ExpirationRead",
      expiration: { at: start }
    })
    expect(await outcomeOf(step, team, at(Option.none()))).toEqual({ _tag: "ExpirationRead", expiration: {} })
    expect(await outcomeOf(step, team, { platform: { expiresAt: () => Effect.fail(busy) } })).toEqual(waits)
  })
})

describe("a check of a team", () => {
  const members: ReadonlyArray<Member> = [
    { ...ada, role: "owner" },
    { ...ben, role: "member" }
  ]
  const present: World["platform"] = {
    read: () => Effect.succeed({ archived: true, members }),
    expiresAt: () => Effect.succeed(Option.some(start))
  }
  const reading = { _tag: "Present", archived: true, owners: [ada.id], members: 2 } as const
  const step: Read = { _tag: "Verify" }
  /** Who was seen at the check before, and who was requested. */
  const known = (
    before: ReadonlyArray<Member> | undefined,
    ...others: ReadonlyArray<typeof ben>
  ): NonNullable<World["store"]> => ({
    roster: () => Effect.succeed(Option.fromUndefinedOr(before && { at: start, members: before })),
    chunks: () =>
      Effect.succeed([
        { chunk: 1, kind: "add", people: others.map((person) => ({ ...person, standing: { _tag: "Asked" } })) }
      ])
  })
  const store = known(members)

  it("reads its state, who is in it, and when it expires", async () => {
    expect(await resultOf(step, team, { platform: present, store })).toEqual({
      outcome: { _tag: "TeamRead", began: start, reading: { ...reading, expiration: { at: start } } },
      roster: { at: start, members }
    })
  })

  it("reads when it expires no more often than that is due, and does without it", async () => {
    const readAgainAt = (millis: number): Team => ({ ...team, expiration: { readAgainAt: plus(start, millis) } })
    expect(await outcomeOf(step, readAgainAt(1), { platform: present, store })).toMatchObject({ reading })
    expect(await outcomeOf(step, readAgainAt(1), { platform: present, store })).not.toHaveProperty("reading.expiration")
    expect(await outcomeOf(step, readAgainAt(0), { platform: present, store })).toHaveProperty("reading.expiration")
    const unread = { platform: { ...present, expiresAt: () => Effect.fail(busy) }, store }
    expect(await outcomeOf(step, team, unread)).toEqual({ _tag: "TeamRead", began: start, reading })
  })

  it("finds who was added in Teams: whom no one requested, and the check before didn't show", async () => {
    const owner = { ...team, people: { ...team.people, owners: [ada] } }
    const addedAfter = async (before: NonNullable<World["store"]>) => {
      const outcome = await outcomeOf(step, owner, { platform: present, store: before })
      return outcome._tag === "TeamRead" ? outcome.added : outcome
    }
    expect(await addedAfter(known([]))).toEqual([ben])
    expect(await addedAfter(known(undefined, chloe))).toEqual([ben])
    expect(await addedAfter(known(undefined, ben))).toBeUndefined()
    expect(await addedAfter(known(members))).toBeUndefined()
  })

  it("reads no requests where everyone in it is known", async () => {
    const unread = { ...store, chunks: () => Effect.die("The requests were read.") }
    expect(await outcomeOf(step, team, { platform: present, store: unread })).toMatchObject({ reading })
  })

  it("finds out that it is gone, and, once it is lost, what has its key now", async () => {
    const gone = (namesake: PlatformTeamId | undefined): World => ({
      platform: {
        ...present,
        read: () => Effect.fail(new TeamNotFound()),
        findGroup: () => Effect.succeed(Option.fromUndefinedOr(namesake))
      }
    })
    const lost: Team = { ...team, phase: "lost" }
    const missing = { _tag: "TeamRead", began: start, reading: { _tag: "Missing" } }
    expect(await resultOf(step, team, gone(other))).toEqual({ outcome: missing })
    expect(await outcomeOf(step, lost, gone(other))).toEqual({
      ...missing,
      reading: { _tag: "Missing", namesake: other }
    })
    expect(await outcomeOf(step, lost, gone(id))).toEqual(missing)
    expect(await outcomeOf(step, lost, gone(undefined))).toEqual(missing)
  })

  it("fails as the call did", async () => {
    expect(await resultOf(step, team, { platform: { ...present, read: () => Effect.fail(busy) } })).toEqual({
      outcome: waits
    })
  })
})

describe("an incident", () => {
  const observed = (of: number): World => ({
    source: {
      observe: (incident) =>
        incident === incidentOf(of).id
          ? Effect.succeed({ _tag: "Found", incident: snapshotOf(incidentOf(of)) })
          : Effect.die("Another incident was read.")
    }
  })

  it("is read, the lead unless another one is named", async () => {
    expect(await outcomeOf({ _tag: "Observe" }, team, observed(1))).toMatchObject({
      _tag: "IncidentRead",
      observation: { _tag: "Found", incident: { number: 1 } }
    })
    expect(await outcomeOf({ _tag: "Observe", incident: incidentOf(2).id }, team, observed(2))).toMatchObject({
      observation: { incident: { number: 2 } }
    })
  })

  it("that can't be read is tried again", async () => {
    const down = new IncidentSourceUnavailable({ reason: "Down.", afterMillis: 30, cause: undefined })
    expect(await outcomeOf({ _tag: "Observe" }, team, { source: { observe: () => Effect.fail(down) } })).toEqual({
      _tag: "FailedForNow",
      reason: "Down.",
      afterMillis: 30
    })
  })
})

describe("a group", () => {
  const group = GroupId.make("22222222-0000-4000-8000-000000000001")
  const step: Read = { _tag: "ExpandGroup", group }
  const before: PeopleChunk = {
    chunk: 1,
    kind: "add",
    people: [
      { ...ada, standing: { _tag: "Done" } },
      { ...ben, standing: { _tag: "Refused", reason: "No license." } }
    ]
  }
  const worldOf = (answer: ReturnType<Directory["Service"]["membersOf"]>): World => ({
    directory: { membersOf: (asked) => (asked === group ? answer : Effect.die("Another group was read.")) },
    store: { chunks: () => Effect.succeed([before]) }
  })
  const refused = (person: typeof ada) => ({ ...person, reason: "A guest." })

  it("is read: who is new, who can't be a member, and who was named before", async () => {
    const members = { people: [ada, chloe], refused: [refused(ben), refused(dev)] }
    expect(await outcomeOf(step, team, worldOf(Effect.succeed(members)))).toEqual({
      _tag: "GroupExpanded",
      people: [chloe],
      refused: [refused(dev)],
      known: [ada, ben]
    })
  })

  it("that can't be read is refused, or tried again", async () => {
    expect(await outcomeOf(step, team, worldOf(Effect.fail(new GroupNotFound({ id: group }))))).toEqual({
      _tag: "Refused",
      reason: "The group isn't in the directory, or may not be read.",
      remedy: "Choose another group."
    })
    const down = new DirectoryUnavailable({ reason: "Down.", cause: undefined })
    expect(await outcomeOf(step, team, worldOf(Effect.fail(down)))).toEqual({ _tag: "FailedForNow", reason: "Down." })
  })
})

describe("what concerns another team", () => {
  const linking = (merge: boolean): Team => ({
    ...team,
    links: {
      drawn: 1,
      all: [{ number: 1, target: idOf(2), state: "joining", merge, lead: false, by: { _tag: "System" }, since: start }],
      served: []
    }
  })
  const step: Read = { _tag: "Link", link: 1 }

  it("is done there, and told", async () => {
    const store: World["store"] = { point: (_, pointer) => Effect.succeed({ _tag: "Pointer", pointer }) }
    expect(await outcomeOf(step, linking(false), { store })).toEqual({ _tag: "Linked" })
    expect(await outcomeOf(step, team)).toEqual({ _tag: "GivenUp" })
    expect(await outcomeOf({ _tag: "Unlink", link: 1 })).toEqual({ _tag: "GivenUp" })
    expect(await outcomeOf({ _tag: "ConfirmMerge" })).toEqual({ _tag: "GivenUp" })
  })

  it("is tried again where that can't be changed right now", async () => {
    const store: World["store"] = {
      point: () => Effect.succeed({ _tag: "Team" }),
      load: () => Effect.succeed(Option.none())
    }
    expect(await outcomeOf(step, linking(false), { store })).toEqual({
      _tag: "FailedForNow",
      reason: "The other team can't be changed right now (TeamNotStored)."
    })
  })

  it("fails as the incident's source does", async () => {
    const follow: Read = { _tag: "FollowMerge", incident: incidentOf(1).id }
    const failing = (failure: Effect.Error<ReturnType<IncidentSource["Service"]["observe"]>>): World => ({
      source: { observe: () => Effect.fail(failure) }
    })
    const trouble = { kind: "permission", reason: "Denied.", remedy: "Grant it." } as const
    expect(await outcomeOf(follow, team, failing(new InstallationTrouble(trouble)))).toEqual({
      _tag: "InstallationTrouble",
      ...trouble
    })
    const down = { reason: "Down.", afterMillis: 30 }
    expect(
      await outcomeOf(follow, team, failing(new IncidentSourceUnavailable({ ...down, cause: undefined })))
    ).toEqual({ _tag: "FailedForNow", ...down })
    const workspace = WorkspaceAlias.make("soc")
    expect(await outcomeOf(follow, team, failing(new UnknownWorkspace({ workspace })))).toMatchObject({
      _tag: "Refused",
      reason: "The workspace soc isn't configured any more."
    })
  })

  it("fails as Microsoft Defender does, where that is asked for the incident that continues", async () => {
    const merged = snapshotOf({
      ...incidentOf(1),
      status: "Closed",
      providerName: "Microsoft XDR",
      providerIncidentId: "17",
      merged: {}
    })
    const down = { reason: "Down.", afterMillis: 30 }
    const failing: World = {
      source: { observe: () => Effect.succeed({ _tag: "Found", incident: merged }) },
      provider: { read: () => Effect.fail(new ProviderUnavailable({ ...down, cause: undefined })) }
    }
    expect(await outcomeOf({ _tag: "FollowMerge", incident: merged.id }, team, failing)).toEqual({
      _tag: "FailedForNow",
      ...down
    })
  })

  it("fails as Teams and the directory do, where people come along", async () => {
    const there = storedOf({ ...firstCommit(2).team, place: team.place })
    const store: World["store"] = {
      point: () => Effect.succeed({ _tag: "Team" }),
      load: () => Effect.succeed(Option.some(there)),
      commit: (_, { team: merged, schedule, commitId }) =>
        Effect.succeed({ ...there, version: "2", team: merged, schedule, commitId }),
      chunks: () => Effect.succeed([])
    }
    const merging = (platform: World["platform"], directory?: World["directory"]) =>
      outcomeOf(step, linking(true), { store, platform: { ...platform }, directory: { ...directory } })
    expect(await merging({ read: () => Effect.fail(busy) })).toEqual(waits)
    const uncertain = new PlatformUncertain({ reason: "Throttled.", afterMillis: 30 })
    expect(await merging({ read: () => Effect.fail(uncertain) })).toEqual(waits)
    const down = new DirectoryUnavailable({ reason: "Down.", afterMillis: 30, cause: undefined })
    expect(
      await merging(
        { read: () => Effect.succeed({ archived: false, members: [{ ...ben, role: "member" }] }) },
        { people: () => Effect.fail(down) }
      )
    ).toEqual({ _tag: "FailedForNow", reason: "Down.", afterMillis: 30 })
  })

  it("fails where the store does, and nowhere else", async () => {
    const down = new StoreUnavailable({ reason: "Down.", cause: undefined })
    const exit = await read(step, linking(false), { store: { point: () => Effect.fail(down) } })
    expect(Exit.findErrorOption(exit)).toEqual(Option.some(down))
  })
})
