import { Namespace } from "@incident-teams/domain/ids/Namespace"
import { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { type TeamKey, teamKeyOf } from "@incident-teams/domain/naming/TeamKey"
import type { Direction } from "@incident-teams/domain/team/Step"
import { Effect, type Layer, ManagedRuntime, Option, Random, Result } from "effect"
import { afterAll, describe, expect, it } from "vitest"
import { CollaborationPlatform, type PeopleAnswer } from "../ports/CollaborationPlatform.ts"
import { everythingWritten } from "./everythingWritten.ts"
import { type CreatingMethod, PlatformStage } from "./PlatformStage.ts"

/** Nobody's team. */
const nowhere = PlatformTeamId.make("0badcafe-0000-4000-8000-00000000dead")

const page = { title: "Incident page", url: "https://soc.woodgrove.example/incidents/soc~1042" }

const alphabet = "abcdefghijklmnopqrstuvwxyz234567"

const freshKey: Effect.Effect<TeamKey> = Effect.map(
  Effect.all(Array.from({ length: 26 }, () => Random.nextIntBetween(0, alphabet.length - 1))),
  (picks) => teamKeyOf(Namespace.make("contract"), TeamId.make(picks.map((pick) => alphabet.charAt(pick)).join("")), 1)
)

const ensureGroup = Effect.fn(function* (key: TeamKey, lookFirst: boolean, name = "INC-1042 Phishing") {
  const platform = yield* CollaborationPlatform
  const { owner, standby } = yield* PlatformStage
  const people = { owners: [owner], standbyOwners: [standby] }
  return yield* platform.ensureGroup({ key, name, description: "", ...people, lookFirst })
})

const newGroup = Effect.gen(function* () {
  const key = yield* freshKey
  return { key, id: (yield* ensureGroup(key, false)).id }
})

const newTeam = Effect.gen(function* () {
  const platform = yield* CollaborationPlatform
  const stage = yield* PlatformStage
  const group = yield* newGroup
  yield* stage.pass(stage.groupReadyAfter)
  return { ...group, ...(yield* platform.ensureTeam(group.id)) }
})

/** Begins, and waits until it has succeeded. */
const through = Effect.fn(function* (id: PlatformTeamId, direction: Direction) {
  const platform = yield* CollaborationPlatform
  const stage = yield* PlatformStage
  const taken = yield* platform[direction](id)
  yield* stage.pass(stage.operationTakes)
  if (taken._tag === "Done") return
  const { status } = yield* platform.operation(id, taken.operation ?? "unnamed")
  if (status !== "succeeded") return yield* Effect.die(new Error(`The ${direction} of ${id} is ${status}.`))
})

const tagOf = <A, E extends { readonly _tag: string }, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.match(effect, { onFailure: (error): string => error._tag, onSuccess: () => "done" })

/** Everybody asked for is answered for exactly once. */
const expectAnswered = (answer: PeopleAnswer, asked: ReadonlyArray<{ readonly id: string }>): void => {
  const answered = [...answer.done, ...[...answer.refused, ...answer.unanswered].map(({ id }) => id)]
  expect(answered.toSorted()).toEqual(asked.map(({ id }) => id).toSorted())
}

/**
 * What every platform adapter must keep. The layer provides the port and the stage behind it; it is built once for the
 * suite, and every test has a team of its own.
 */
export const collaborationPlatformContract = (
  name: string,
  layer: Layer.Layer<CollaborationPlatform | PlatformStage, unknown>
): void => {
  describe(`CollaborationPlatform: ${name}`, () => {
    const runtime = ManagedRuntime.make(layer)
    afterAll(() => runtime.dispose())
    const test = (title: string, body: Effect.Effect<void, unknown, CollaborationPlatform | PlatformStage>): void =>
      it(title, () => {
        expect.hasAssertions()
        return runtime.runPromise(body)
      })

    describe("the one group of a key", () => {
      test(
        "is made once, and found from then on",
        Effect.gen(function* () {
          const key = yield* freshKey
          const made = yield* ensureGroup(key, true)
          const again = yield* ensureGroup(key, false)
          const found = yield* ensureGroup(key, true)
          expect([made.found, again.found, found.found]).toEqual([false, true, true])
          expect(new Set([made.id, again.id, found.id]).size).toBe(1)
          expect(yield* (yield* PlatformStage).bearing(key)).toEqual([made.id])
        })
      )

      test(
        "is one, however many make it at once",
        Effect.gen(function* () {
          const key = yield* freshKey
          const tries = Array.from({ length: 4 }, (_, number) => Effect.result(ensureGroup(key, number % 2 === 0)))
          const made = (yield* Effect.all(tries, { concurrency: "unbounded" })).filter(Result.isSuccess)
          expect(made.length).toBeGreaterThan(0)
          expect(new Set(made.map(({ success }) => success.id)).size).toBe(1)
          expect(yield* (yield* PlatformStage).bearing(key)).toHaveLength(1)
        })
      )

      test(
        "isn't renamed when it was looked for and found",
        Effect.gen(function* () {
          const stage = yield* PlatformStage
          const { key, id } = yield* newTeam
          yield* stage.rename(id, "War room")
          yield* ensureGroup(key, true, "INC-1042 Phishing, again")
          expect((yield* stage.team(id)).name).toBe("War room")
        })
      )

      test(
        "is found by its key, and by no other",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const { key, id } = yield* newGroup
          expect(yield* platform.findGroup(key)).toEqual(Option.some(id))
          expect(yield* platform.findGroup(yield* freshKey)).toEqual(Option.none())
        })
      )

      test(
        "is never a stranger's",
        Effect.gen(function* () {
          const key = yield* freshKey
          yield* (yield* PlatformStage).strangersGroup(key)
          expect(yield* tagOf(ensureGroup(key, true))).toBe("GroupUnusable")
        })
      )
    })

    describe("the team on it", () => {
      test(
        "is found when it is put there again, although its owners have left",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const stage = yield* PlatformStage
          const { id, link } = yield* newTeam
          yield* stage.remove(id, stage.owner.id)
          expect(yield* platform.ensureTeam(id)).toEqual({ link })
        })
      )

      test(
        "has its owner and no standby owner, and a link that stays",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const stage = yield* PlatformStage
          const { id, link } = yield* newTeam
          expect(link).toMatch(/^https:/)
          expect(yield* platform.ensureTeam(id)).toEqual({ link })
          const { members } = yield* platform.read(id)
          expect(members.map(({ id: member, role }) => [member, role])).toEqual([[stage.owner.id, "owner"]])
        })
      )

      test(
        "has a standby owner where none of its owners is there",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const stage = yield* PlatformStage
          const key = yield* freshKey
          const { owner, standby, nobody } = stage
          const group = { key, name: "INC-1042 Phishing", description: "", lookFirst: false }
          const made = yield* platform.ensureGroup({
            ...group,
            owners: [nobody],
            standbyOwners: [nobody, standby, owner]
          })
          expect(made).toEqual({ id: expect.any(String), found: false, standIn: standby })
          yield* stage.pass(stage.groupReadyAfter)
          yield* platform.ensureTeam(made.id)
          const { members } = yield* platform.read(made.id)
          expect(members.map(({ id: member, role }) => [member, role])).toEqual([[standby.id, "owner"]])
        })
      )

      test(
        "waits for its group",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const stage = yield* PlatformStage
          const { id } = yield* newGroup
          if (stage.groupReadyAfter > 0) {
            // Where real time passes, a busy machine may ask only once the group is ready.
            const early = yield* tagOf(platform.ensureTeam(id))
            expect(["NotReadyYet", "done"]).toContain(early)
            if (early === "NotReadyYet") expect(["PlatformBusy", "done"]).toContain(yield* tagOf(platform.read(id)))
          }
          yield* stage.pass(stage.groupReadyAfter)
          expect(yield* tagOf(platform.ensureTeam(id))).toBe("done")
        })
      )

      test(
        "can't be put on a group that is gone",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const stage = yield* PlatformStage
          const { id } = yield* newGroup
          yield* stage.delete(id)
          expect(yield* tagOf(platform.ensureTeam(id))).toBe("TeamNotFound")
          expect(yield* tagOf(platform.ensureTeam(nowhere))).toBe("TeamNotFound")
        })
      )

      test(
        "is renamed",
        Effect.gen(function* () {
          const { id } = yield* newTeam
          yield* (yield* CollaborationPlatform).rename(id, { name: "INC-1042 Contained", description: "It's over" })
          expect((yield* (yield* PlatformStage).team(id)).name).toBe("INC-1042 Contained")
        })
      )

      test(
        "takes the tenant's own app twice",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const { id } = yield* newTeam
          yield* platform.installApp(id)
          expect(yield* tagOf(platform.installApp(id))).toBe("done")
        })
      )
    })

    describe("people", () => {
      test(
        "are added, each answered for, and shown by name and role",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const stage = yield* PlatformStage
          const { id } = yield* newTeam
          const asked = [...stage.crowd.slice(0, 3), stage.guest]
          const answer = yield* platform.addMembers(id, asked)
          expectAnswered(answer, asked)
          expect(answer.refused).toEqual([])
          yield* stage.pass(stage.rosterLag)
          const { members } = yield* platform.read(id)
          for (const person of asked) {
            const role = person === stage.guest ? "guest" : "member"
            expect(members).toContainEqual({ ...person, role })
          }
        })
      )

      test(
        "who are in already are done; people who are refused are named with the reason and hold up nobody",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const stage = yield* PlatformStage
          const { id } = yield* newTeam
          const [one, two] = stage.crowd.slice(0, 2)
          yield* platform.addMembers(id, [one!])
          const asked = [one!, stage.refused, two!, stage.owner]
          const answer = yield* platform.addMembers(id, asked)
          expectAnswered(answer, asked)
          expect(answer.refused).toMatchObject([{ id: stage.refused.id, name: stage.refused.name }])
          expect(answer.refused[0]?.reason).toMatch(/\w+ \w+/)
          expect((yield* stage.team(id)).members.map((member) => member.id)).toEqual(
            expect.arrayContaining([one!.id, two!.id, stage.owner.id])
          )
        })
      )

      test(
        "can be 200 at once when added, 20 when removed, and no more",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const stage = yield* PlatformStage
          const { id } = yield* newTeam
          const added = yield* platform.addMembers(id, stage.crowd)
          expect(added.done).toHaveLength(200)
          const removed = yield* platform.removeMembers(id, stage.crowd.slice(0, 20))
          expect(removed.done).toHaveLength(20)
          expect((yield* stage.team(id)).members).toHaveLength(181)
          expect(yield* tagOf(platform.addMembers(id, [...stage.crowd, stage.guest]))).toBe("PlatformRefused")
          expect(yield* tagOf(platform.removeMembers(id, stage.crowd.slice(0, 21)))).toBe("PlatformRefused")
        })
      )

      test(
        "who aren't in are removed all the same",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const stage = yield* PlatformStage
          const { id } = yield* newTeam
          const [one, two] = stage.crowd.slice(0, 2)
          yield* platform.addMembers(id, [one!])
          const answer = yield* platform.removeMembers(id, [one!, two!])
          expect(answer.done.toSorted()).toEqual([one!.id, two!.id].toSorted())
        })
      )

      test(
        "whom somebody added or removed in Teams are seen",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const stage = yield* PlatformStage
          const { id } = yield* newTeam
          const [one] = stage.crowd
          yield* stage.add(id, one!)
          yield* stage.remove(id, stage.owner.id)
          yield* stage.pass(stage.rosterLag)
          const ids = (yield* platform.read(id)).members.map((member) => member.id)
          expect(ids).toContain(one!.id)
          expect(ids).not.toContain(stage.owner.id)
        })
      )
    })

    describe("archive and unarchive", () => {
      test(
        "change neither id nor link nor roster nor page",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const stage = yield* PlatformStage
          const { id, link } = yield* newTeam
          yield* platform.addMembers(id, stage.crowd.slice(0, 5))
          yield* platform.pinPage(id, page)
          const before = yield* stage.team(id)
          yield* through(id, "archive")
          expect(yield* platform.isArchived(id)).toBe(true)
          expect((yield* platform.read(id)).archived).toBe(true)
          yield* through(id, "unarchive")
          expect(yield* platform.isArchived(id)).toBe(false)
          expect(yield* stage.team(id)).toEqual(before)
          expect(yield* platform.ensureTeam(id)).toEqual({ link })
        })
      )

      test(
        "take their time, in which the operation runs, or are done at once",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const { operationTakes, duringSlowOperations } = yield* PlatformStage
          const { id } = yield* newTeam
          yield* duringSlowOperations(
            Effect.gen(function* () {
              const taken = yield* platform.archive(id)
              if (operationTakes === 0) {
                expect(taken).toEqual({ _tag: "Done" })
                expect(yield* platform.isArchived(id)).toBe(true)
              } else {
                expect(taken).toEqual({ _tag: "Begun", operation: expect.any(String) })
                expect(yield* platform.operation(id, "operation" in taken ? taken.operation : "")).toEqual({
                  status: "running"
                })
                expect(yield* platform.isArchived(id)).toBe(false)
              }
            })
          )
        })
      )

      test(
        "need an owner, or none",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const stage = yield* PlatformStage
          const { id } = yield* newTeam
          yield* stage.remove(id, stage.owner.id)
          if (stage.needsOwner) expect(yield* tagOf(platform.archive(id))).toBe("OwnerRequired")
          const candidates = [stage.refused, stage.standby, stage.owner]
          expect(yield* platform.ensureOwner(id, candidates)).toEqual([stage.standby.id])
          yield* stage.pass(stage.rosterLag)
          // It has an owner now.
          expect(yield* platform.ensureOwner(id, [stage.owner])).toEqual([stage.standby.id])
          yield* through(id, "archive")
          expect((yield* stage.team(id)).archived).toBe(true)
        })
      )

      test(
        "of a team that is so already leave it so",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const stage = yield* PlatformStage
          const { id } = yield* newTeam
          yield* stage.archive(id)
          expect(yield* platform.isArchived(id)).toBe(true)
          expect(["done", "PlatformRefused"]).toContain(yield* tagOf(platform.archive(id)))
          yield* stage.pass(stage.operationTakes)
          expect((yield* stage.team(id)).archived).toBe(true)
        })
      )

      test(
        "leave the roster open to us, or the people asked for to wait",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const stage = yield* PlatformStage
          const { id } = yield* newTeam
          yield* stage.archive(id)
          const [one] = stage.crowd
          for (const change of [platform.addMembers(id, [one!]), platform.removeMembers(id, [one!])]) {
            if (stage.archivedTakesPeople) expect((yield* change).done).toEqual([one!.id])
            else expect(yield* tagOf(change)).toBe("PlatformBusy")
          }
        })
      )

      test(
        "have operations of their own: any other has vanished",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const { id } = yield* newTeam
          expect((yield* platform.operation(id, "0badcafe-0000-4000-8000-000000000000")).status).toBe("vanished")
        })
      )
    })

    describe("the Incident page", () => {
      test(
        "is pinned once, and again where somebody unpinned it",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const stage = yield* PlatformStage
          const { id } = yield* newTeam
          yield* platform.pinPage(id, page)
          yield* platform.pinPage(id, page)
          expect((yield* stage.team(id)).pages).toEqual([page.url])
          yield* stage.unpin(id)
          yield* platform.pinPage(id, page)
          expect((yield* stage.team(id)).pages).toEqual([page.url])
        })
      )
    })

    describe("a team that was deleted", () => {
      test(
        "isn't there for any method, and comes back whole under its id where the platform keeps it",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const stage = yield* PlatformStage
          const { key, id } = yield* newTeam
          const before = yield* stage.team(id)
          yield* stage.delete(id)
          const asked: Record<string, Effect.Effect<unknown, { readonly _tag: string }>> = {
            ensureOwner: platform.ensureOwner(id, [stage.owner]),
            addMembers: platform.addMembers(id, [stage.guest]),
            removeMembers: platform.removeMembers(id, [stage.guest]),
            installApp: platform.installApp(id),
            pinPage: platform.pinPage(id, page),
            rename: platform.rename(id, { name: "INC-1", description: "" }),
            archive: platform.archive(id),
            unarchive: platform.unarchive(id),
            isArchived: platform.isArchived(id),
            read: platform.read(id)
          }
          for (const [method, effect] of Object.entries(asked)) {
            expect([method, yield* tagOf(effect)]).toEqual([method, "TeamNotFound"])
          }
          expect(yield* platform.findGroup(key)).toEqual(Option.none())
          if (!stage.keepsDeleted) {
            expect(yield* tagOf(platform.restore(id))).toBe("TeamNotFound")
            return
          }
          yield* platform.restore(id)
          expect(yield* stage.team(id)).toEqual(before)
          expect(yield* platform.findGroup(key)).toEqual(Option.some(id))
          expect(yield* tagOf(platform.restore(id))).toBe("done")
        })
      )

      test(
        "for good doesn't come back",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const stage = yield* PlatformStage
          const { id } = yield* newTeam
          yield* stage.purge(id)
          expect(yield* tagOf(platform.restore(id))).toBe("TeamNotFound")
          expect(yield* tagOf(platform.read(id))).toBe("TeamNotFound")
        })
      )
    })

    /** Each writing step, and how often what it makes is there. */
    const steps: Record<
      CreatingMethod,
      {
        readonly make: (
          key: TeamKey,
          id: PlatformTeamId
        ) => Effect.Effect<unknown, { readonly _tag: string }, CollaborationPlatform | PlatformStage>
        readonly made: (key: TeamKey, id: PlatformTeamId) => Effect.Effect<number, never, PlatformStage>
      }
    > = {
      ensureGroup: {
        make: (key) => ensureGroup(key, true),
        made: (key) => PlatformStage.use((stage) => Effect.map(stage.bearing(key), ({ length }) => length))
      },
      ensureTeam: {
        make: (_, id) => CollaborationPlatform.use((platform) => platform.ensureTeam(id)),
        made: (key) => PlatformStage.use((stage) => Effect.map(stage.bearing(key), ({ length }) => length))
      },
      addMembers: {
        make: (_, id) =>
          PlatformStage.use(({ crowd }) =>
            CollaborationPlatform.use((platform) => platform.addMembers(id, crowd.slice(0, 1)))
          ),
        made: (_, id) =>
          PlatformStage.use((stage) =>
            Effect.map(
              stage.team(id),
              ({ members }) => members.filter((member) => member.id === stage.crowd[0]?.id).length
            )
          )
      },
      pinPage: {
        make: (_, id) => CollaborationPlatform.use((platform) => platform.pinPage(id, page)),
        made: (_, id) => PlatformStage.use((stage) => Effect.map(stage.team(id), ({ pages }) => pages.length))
      },
      archive: {
        make: (_, id) => CollaborationPlatform.use((platform) => platform.archive(id)),
        made: (_, id) =>
          PlatformStage.use((stage) =>
            Effect.andThen(
              stage.pass(stage.operationTakes),
              Effect.map(stage.team(id), ({ archived }) => (archived ? 1 : 0))
            )
          )
      }
    }

    describe("a team that expires", () => {
      const lifetime = 180 * 24 * 3_600_000

      test(
        "says when, and is renewed for another lifetime",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const stage = yield* PlatformStage
          yield* stage.expireAfter(lifetime)
          const { id } = yield* newTeam
          const before = Option.getOrUndefined(yield* platform.expiresAt(id))
          yield* stage.pass(2_000)
          yield* platform.renew(id)
          const after = Option.getOrUndefined(yield* platform.expiresAt(id))
          if (stage.expires) expect(after).toBeGreaterThan(before ?? Number.POSITIVE_INFINITY)
          else expect([before, after]).toEqual([undefined, undefined])
        })
      )

      test(
        "is missing once it is deleted",
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          const { id } = yield* newTeam
          yield* (yield* PlatformStage).delete(id)
          expect(yield* tagOf(platform.expiresAt(id))).toBe("TeamNotFound")
          expect(yield* tagOf(platform.renew(id))).toBe("TeamNotFound")
        })
      )
    })

    /** The key, and the group or team that a step needs before it. */
    const ground = (method: CreatingMethod) =>
      Effect.gen(function* () {
        const stage = yield* PlatformStage
        if (method === "ensureGroup") return { key: yield* freshKey, id: nowhere }
        if (method !== "ensureTeam") return yield* newTeam
        const group = yield* newGroup
        yield* stage.pass(stage.groupReadyAfter)
        return group
      })

    describe.each(Object.keys(steps) as Array<CreatingMethod>)("%s on a bad day", (method) => {
      const { make, made } = steps[method]

      test(
        "says that it may have taken effect when the answer is lost, or finds out, and makes no second one when repeated",
        Effect.gen(function* () {
          const stage = yield* PlatformStage
          const { key, id } = yield* ground(method)
          yield* stage.loseAnswer(method)
          expect(["PlatformUncertain", "done"]).toContain(yield* tagOf(make(key, id)))
          expect(yield* tagOf(make(key, id))).toBe("done")
          expect(yield* made(key, id)).toBe(1)
        })
      )

      test(
        "says what it was asked to wait when it is turned away, and works afterward",
        Effect.gen(function* () {
          const stage = yield* PlatformStage
          const { key, id } = yield* ground(method)
          yield* stage.throttle(method, 2_000)
          const failure = yield* Effect.flip(make(key, id))
          expect(failure).toMatchObject({ _tag: "PlatformBusy", afterMillis: expect.any(Number) })
          yield* stage.pass(2_000)
          expect(yield* tagOf(make(key, id))).toBe("done")
          expect(yield* made(key, id)).toBe(1)
        })
      )
    })

    everythingWritten(Effect.all([CollaborationPlatform, PlatformStage]), (body) => runtime.runPromise(body))
  })
}
