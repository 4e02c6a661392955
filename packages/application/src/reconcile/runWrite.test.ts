import { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import type { WriteOutcome } from "@incident-teams/domain/team/Outcome"
import type { PeopleChunk } from "@incident-teams/domain/team/PeopleChunk"
import type { Person } from "@incident-teams/domain/team/Person"
import type { Write } from "@incident-teams/domain/team/Step"
import type { Team } from "@incident-teams/domain/team/Team"
import { Cause, Effect, Exit, Layer, Option } from "effect"
import { describe, expect, it } from "vitest"
import {
  CollaborationPlatform,
  GroupUnusable,
  OwnerRequired,
  type PeopleAnswer,
  PlatformBusy,
  type PlatformFailure,
  PlatformRefused,
  PlatformUncertain,
  TeamNotFound
} from "../ports/CollaborationPlatform.ts"
import { IncidentRefused, IncidentSource } from "../ports/IncidentSource.ts"
import { TeamStore } from "../ports/TeamStore.ts"
import { deploymentWith } from "../testing/deploymentWith.ts"
import { start } from "../testing/StoreUnderTest.ts"
import { firstCommit, incidentOf, personOf } from "../testing/team-store/commits.ts"
import { runWrite } from "./runWrite.ts"

const id = PlatformTeamId.make("11111111-0000-4000-8000-000000000001")
const link = "https://teams.test/1"
const requested = firstCommit(1).team
const team: Team = { ...requested, place: { _tag: "Team", platformTeamId: id, link, provisioned: true } }
const ada = { id: personOf(1), name: "Ada" }
const ben = { id: personOf(2), name: "Ben" }
const chloe = { id: personOf(3), name: "Chloe" }
const dev = { id: personOf(4), name: "Dev" }

interface World {
  readonly platform?: Partial<CollaborationPlatform["Service"]>
  readonly source?: Partial<IncidentSource["Service"]>
  readonly chunks?: ReadonlyArray<PeopleChunk>
}

const make = (step: Write, of: Team = team, { platform = {}, source = {}, chunks = [] }: World = {}) =>
  Effect.runPromiseExit(
    Effect.provide(
      runWrite(step, of),
      Layer.mergeAll(
        deploymentWith(),
        Layer.mock(CollaborationPlatform, platform),
        Layer.mock(IncidentSource, { workspaces: [], ...source }),
        Layer.mock(TeamStore, {
          chunk: (_, number) => Effect.succeed(Option.fromUndefinedOr(chunks.find(({ chunk }) => chunk === number)))
        })
      )
    )
  )
const defectOf = (exit: Awaited<ReturnType<typeof make>>) => Exit.isFailure(exit) && Cause.squash(exit.cause)
const outcomeOf = async (...made: Parameters<typeof make>): Promise<WriteOutcome> =>
  Exit.getSuccess(await make(...made)).pipe(Option.getOrThrow)

describe("the group of a team", () => {
  const key = expect.any(String)

  it("is asked for under its key, with those who shall own it, in texts that are clean", async () => {
    const asked: Array<unknown> = []
    const dirty: Team = {
      ...requested,
      name: "War\nroom",
      description: "First\r\nsecond",
      people: { ...requested.people, standbyOwners: [ben] }
    }
    const platform: World["platform"] = {
      ensureGroup: (request) => {
        asked.push(request)
        return Effect.succeed({ id, found: true, standIn: ben })
      }
    }
    expect(await outcomeOf({ _tag: "EnsureGroup", recover: true }, dirty, { platform })).toEqual({
      _tag: "GroupEnsured",
      platformTeamId: id,
      found: true,
      standIn: ben
    })
    expect(await outcomeOf({ _tag: "EnsureGroup", recover: false }, dirty, { platform })).toMatchObject({ found: true })
    const request = {
      key,
      name: "War room",
      description: "First\nsecond",
      owners: [ada],
      standbyOwners: [ben],
      lookFirst: true
    }
    expect(asked).toEqual([request, { ...request, lookFirst: false }])
  })

  it("that can't carry a team, or isn't made, is that outcome", async () => {
    const failing = (failure: GroupUnusable | PlatformFailure): World => ({
      platform: { ensureGroup: () => Effect.fail(failure) }
    })
    const step: Write = { _tag: "EnsureGroup", recover: false }
    const why = { reason: "It is hidden.", remedy: "Show it." }
    expect(await outcomeOf(step, requested, failing(new GroupUnusable(why)))).toEqual({ _tag: "GroupUnusable", ...why })
    expect(await outcomeOf(step, requested, failing(new PlatformRefused(why)))).toEqual({ _tag: "Refused", ...why })
  })
})

describe("a write about a team that has a group", () => {
  const platform: World["platform"] = {
    ensureTeam: (of) => Effect.succeed({ link: `made on ${of}` }),
    installApp: () => Effect.void,
    archive: () => Effect.succeed({ _tag: "Begun", operation: "a" }),
    unarchive: () => Effect.succeed({ _tag: "Begun" }),
    renew: () => Effect.void,
    restore: () => Effect.void
  }

  it.each<[Write, WriteOutcome]>([
    [{ _tag: "EnsureTeam" }, { _tag: "TeamEnsured", link: `made on ${id}` }],
    [{ _tag: "Archive" }, { _tag: "Accepted", operation: "a" }],
    [{ _tag: "Unarchive" }, { _tag: "Accepted" }],
    [{ _tag: "Renew" }, { _tag: "GroupRenewed" }],
    [{ _tag: "Restore" }, { _tag: "Restored" }],
    [{ _tag: "Do", chore: "app" }, { _tag: "Done" }]
  ])("$_tag is made by one call", async (step, outcome) => {
    expect(await outcomeOf(step, team, { platform })).toEqual(outcome)
  })

  it("is done where the platform makes no operation of an archive", async () => {
    const atOnce: World = { platform: { archive: () => Effect.succeed({ _tag: "Done" }) } }
    expect(await outcomeOf({ _tag: "Archive" }, team, atOnce)).toEqual({ _tag: "Done" })
  })

  it("fails as the call did", async () => {
    const ownerless: World = { platform: { archive: () => Effect.fail(new OwnerRequired()) } }
    expect(await outcomeOf({ _tag: "Archive" }, team, ownerless)).toEqual({ _tag: "NoOwner" })
    const gone: World = { platform: { renew: () => Effect.fail(new TeamNotFound()) } }
    expect(await outcomeOf({ _tag: "Renew" }, team, gone)).toEqual({ _tag: "Gone" })
    const uncertain: World = { platform: { archive: () => Effect.fail(new PlatformUncertain({ reason: "Reset." })) } }
    expect(await outcomeOf({ _tag: "Archive" }, team, uncertain)).toEqual({ _tag: "Unknown", reason: "Reset." })
  })

  it.each<[string, Write]>([
    ["Renew", { _tag: "Renew" }],
    ["app", { _tag: "Do", chore: "app" }],
    ["page", { _tag: "Do", chore: "page" }]
  ])("is a defect before there is one, which is named: %s", async (name, step) => {
    expect(defectOf(await make(step, requested, { platform }))).toEqual(
      new Error(`${name} of team ${team.id} before it has a group.`)
    )
  })

  it("renames it in clean texts, and says what it was to be called", async () => {
    const sent: Array<unknown> = []
    const renaming: World = { platform: { rename: (_, to) => Effect.sync(() => void sent.push(to)) } }
    const dirty: Team = { ...team, name: "War\nroom", description: "First\r\nsecond" }
    expect(await outcomeOf({ _tag: "Rename" }, dirty, renaming)).toEqual({
      _tag: "Renamed",
      name: "War\nroom",
      description: "First\r\nsecond"
    })
    expect(sent).toEqual([{ name: "War room", description: "First\nsecond" }])
  })

  it("makes a standby owner its owner, where one is configured", async () => {
    const owners: World = { platform: { ensureOwner: (_, people) => Effect.succeed(people.map((one) => one.id)) } }
    expect(await outcomeOf({ _tag: "EnsureOwner" }, team, owners)).toEqual({
      _tag: "Refused",
      reason: "The team has no owner, and no standby owner is configured.",
      remedy: "Name an owner in Teams, or configure a standby owner; then retry."
    })
    const standing: Team = { ...team, people: { ...team.people, standbyOwners: [ben] } }
    expect(await outcomeOf({ _tag: "EnsureOwner" }, standing, owners)).toEqual({
      _tag: "OwnersEnsured",
      owners: [ben.id]
    })
  })

  it("pins the Incident page of its incident", async () => {
    const pinned: Array<unknown> = []
    const pinning: World = { platform: { pinPage: (_, page) => Effect.sync(() => void pinned.push(page)) } }
    expect(await outcomeOf({ _tag: "Do", chore: "page" }, team, pinning)).toEqual({ _tag: "Done" })
    const url = `https://incidents.woodgrove.example/incidents/${encodeURIComponent(team.incident.id)}`
    expect(pinned).toEqual([{ title: "Incident page", url }])
  })
})

describe("people", () => {
  const asked = { _tag: "Asked" } as const
  const chunks: ReadonlyArray<PeopleChunk> = [
    { chunk: 1, kind: "add", people: [ben, chloe].map((one) => ({ ...one, standing: asked })) },
    {
      chunk: 2,
      kind: "add",
      people: [
        { ...chloe, standing: asked },
        { ...dev, standing: asked },
        { ...ada, standing: { _tag: "Done" } }
      ]
    }
  ]
  const step: Write = { _tag: "AddMembers", chunks: [1, 2, 3] }
  const answering = (answer: (people: ReadonlyArray<Person>) => Effect.Effect<PeopleAnswer, PlatformFailure>) => {
    const calls: Array<unknown> = []
    const world: World = {
      chunks,
      platform: {
        addMembers: (_, people) => {
          calls.push(["add", people])
          return answer(people)
        },
        removeMembers: (_, people) => {
          calls.push(["remove", people])
          return answer(people)
        }
      }
    }
    return { calls, world }
  }
  const done = answering((people) => Effect.succeed({ done: people.map((one) => one.id), refused: [], unanswered: [] }))
  const none = { done: [], refused: [], unanswered: [] }

  it("of several chunks are named once in one call, and each chunk gets its share of the answer", async () => {
    const { calls, world } = answering(() =>
      Effect.succeed({
        done: [ben.id],
        refused: [{ ...chloe, reason: "No license." }],
        unanswered: [{ ...dev, reason: "Busy." }]
      })
    )
    expect(await outcomeOf(step, team, world)).toEqual({
      _tag: "PeopleAnswered",
      chunks: [
        { chunk: 1, done: [ben.id], refused: [{ ...chloe, reason: "No license." }], unanswered: [] },
        {
          chunk: 2,
          done: [],
          refused: [{ ...chloe, reason: "No license." }],
          unanswered: [{ ...dev, reason: "Busy." }]
        },
        { chunk: 3, ...none }
      ]
    })
    expect(calls).toEqual([["add", [ben, chloe, dev]]])
  })

  it("are removed by the other call", async () => {
    await outcomeOf({ _tag: "RemoveMembers", chunks: [1] }, team, done.world)
    expect(done.calls.splice(0)).toEqual([["remove", [ben, chloe]]])
  })

  it("aren't asked about where none is left", async () => {
    expect(await outcomeOf({ _tag: "AddMembers", chunks: [3] }, team, done.world)).toEqual({
      _tag: "PeopleAnswered",
      chunks: [{ chunk: 3, ...none }]
    })
    expect(done.calls).toEqual([])
  })

  it("are all refused where the call is", async () => {
    const { world } = answering(() => Effect.fail(new PlatformRefused({ reason: "Guests only.", remedy: "None." })))
    expect(await outcomeOf({ _tag: "AddMembers", chunks: [1] }, team, world)).toEqual({
      _tag: "PeopleAnswered",
      chunks: [{ ...none, chunk: 1, refused: [ben, chloe].map((one) => ({ ...one, reason: "Guests only." })) }]
    })
  })

  it.each([
    ["busy", new PlatformBusy({ reason: "Down." })],
    ["uncertain", new PlatformUncertain({ reason: "Down." })]
  ])(
    "are tried together again, 300 times, before each counts as one who wasn't answered for (%s)",
    async (_, failure) => {
      const { world } = answering(() => Effect.fail(failure))
      const after = (tries: number, waits: "AddMembers" | "Rename" = "AddMembers"): Team => {
        const wait = { step: waits, tries, since: start, until: start, reason: "Down." }
        return { ...team, work: { ...team.work, waits: [{ ...wait, step: "Renew", tries: 0 }, wait] } }
      }
      const first: Write = { _tag: "AddMembers", chunks: [1] }
      const again = { _tag: "FailedForNow", reason: "Down." }
      expect(await outcomeOf(first, team, world)).toEqual(again)
      expect(await outcomeOf(first, after(299), world)).toEqual(again)
      expect(await outcomeOf(first, after(1_000, "Rename"), world)).toEqual(again)
      expect(await outcomeOf(first, after(300), world)).toEqual({
        _tag: "PeopleAnswered",
        chunks: [{ ...none, chunk: 1, unanswered: [ben, chloe].map((one) => ({ ...one, reason: "Down." })) }]
      })
    }
  )
})

describe("the comment with the team's link", () => {
  const commenting = () => {
    const put: Array<ReadonlyArray<string>> = []
    const world: World = { source: { putComment: (...comment) => Effect.sync(() => void put.push(comment)) } }
    return { put, world }
  }
  const step: Write = { _tag: "Do", chore: "announcement" }

  it("is put on the incident that the team was created for, under an id that stays the same", async () => {
    const { put, world } = commenting()
    expect(await outcomeOf(step, { ...team, name: "Phishing" }, world)).toEqual({ _tag: "Done" })
    const [[incident, comment, text] = []] = put
    expect(incident).toBe(team.incident.id)
    expect(comment).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/u)
    expect(text).toContain(
      `\n${link}\nThe team is archived when this incident is closed, and comes back when it is reopened.`
    )
    expect(text).toContain("Incident team: ")
    expect(text).toContain("Phishing")
    await outcomeOf(step, team, world)
    await outcomeOf(step, { ...team, incarnation: 2 }, world)
    expect(put[1]?.[1]).toBe(comment)
    // With other ids, an upgrade would put the comment of each team once more.
    expect(comment).toBe("fecf8f6f-b014-5b9c-8612-7bb5a250ee73")
    expect(put[2]?.[1]).toBe("5bca8238-a0f4-5b19-8bb0-edda88330aae")
  })

  it("makes no link and no markup of the team's name", async () => {
    const { put, world } = commenting()
    await outcomeOf(step, { ...team, name: "<b>[x](https://evil.test)" }, world)
    expect(put[0]?.[2]?.split("\n")[0]).not.toMatch(/[<>[\]]|:\/\//u)
    expect(put[0]?.[2]?.split("\n")[0]).toContain(" b  x (https evil.test)")
  })

  it("is put on a linked incident where it is about that, and tells of all of them", async () => {
    const { put, world } = commenting()
    const [founding, other] = [incidentOf(1), incidentOf(2)].map(({ id: one, armId, number, title, etag }) => ({
      ...team.incident,
      id: one,
      armId,
      number,
      title,
      etag
    }))
    if (founding === undefined || other === undefined) throw new Error("There are two.")
    const linked: Team = {
      ...team,
      incident: { ...other, link: 1 },
      links: { drawn: 1, all: [], served: [founding] }
    }
    await outcomeOf(step, linked, world)
    await outcomeOf({ ...step, incident: { id: other.id, number: 2 } }, linked, world)
    expect(put.map(([incident]) => incident)).toEqual([founding.id, other.id])
    expect(put[0]?.[2]).toContain(
      `\n${link}\nThe team is archived when all of its incidents are closed, and comes back when one is reopened.`
    )
  })

  it("is refused as the source refuses it, and is a defect before there is a link", async () => {
    const refusing: World = { source: { putComment: () => Effect.fail(new IncidentRefused({ reason: "No." })) } }
    expect(await outcomeOf(step, team, refusing)).toMatchObject({ _tag: "Refused", reason: "No." })
    expect(defectOf(await make(step, requested, refusing))).toEqual(
      new Error(`announcement of team ${team.id} before it has a group.`)
    )
  })
})
