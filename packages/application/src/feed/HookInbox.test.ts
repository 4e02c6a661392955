import { setImmediate } from "node:timers/promises"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Deferred, Effect, Logger, type Scope } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { CurrentOrigin, withOrigin } from "../tracing/Origin.ts"
import { make } from "./HookInbox.ts"

const [one, other, third] = [IncidentId.make("soc~1"), IncidentId.make("soc~2"), IncidentId.make("soc~3")]

/** Reads that end when they are told to. */
const slowReader = () => {
  const under = new Map<IncidentId, Deferred.Deferred<void>>()
  const reads: Array<IncidentId> = []
  let most = 0
  return {
    reads,
    most: () => most,
    under: () => [...under.keys()],
    read: (id: IncidentId) =>
      Effect.gen(function* () {
        if (under.has(id)) throw new Error("Two reads of one incident at once.")
        reads.push(id)
        const end = yield* Deferred.make<void>()
        under.set(id, end)
        most = Math.max(most, under.size)
        yield* Deferred.await(end)
        under.delete(id)
      }),
    end: (id: IncidentId) =>
      Effect.suspend(() => {
        const read = under.get(id)
        return read === undefined ? Effect.void : Effect.asVoid(Deferred.succeed(read, undefined))
      })
  }
}

/** Lets everything that can go on go on. */
const breath = Effect.promise(() => setImmediate())

const run = <A, E>(effect: Effect.Effect<A, E, Scope.Scope>) => Effect.runPromise(Effect.scoped(effect))

describe("the inbox of hooks", () => {
  it("collapses a burst into the read under way and one more", () =>
    run(
      Effect.gen(function* () {
        const reader = slowReader()
        const inbox = yield* make({ capacity: 10, concurrency: 2 }, reader.read)
        yield* inbox.offer(one)
        yield* breath
        for (let hook = 0; hook < 100; hook++) yield* inbox.offer(one)
        yield* breath
        expect(reader.reads).toEqual([one])
        yield* reader.end(one)
        yield* breath
        expect(reader.reads).toEqual([one, one])
        yield* reader.end(one)
        yield* inbox.empty
        expect(reader.reads).toEqual([one, one])
      })
    ))

  it("lets one incident's slow read hold up no other's", () =>
    run(
      Effect.gen(function* () {
        const reader = slowReader()
        const inbox = yield* make({ capacity: 10, concurrency: 2 }, reader.read)
        yield* inbox.offer(one)
        yield* inbox.offer(one)
        yield* inbox.offer(other)
        yield* breath
        expect(reader.under().toSorted()).toEqual([one, other])
      })
    ))

  it("reads no more incidents at the same time than it may", () =>
    run(
      Effect.gen(function* () {
        const reader = slowReader()
        const inbox = yield* make({ capacity: 10, concurrency: 2 }, reader.read)
        for (const id of [one, other, third]) yield* inbox.offer(id)
        yield* breath
        expect(reader.under().toSorted()).toEqual([one, other])
        yield* reader.end(other)
        yield* breath
        expect(reader.under().toSorted()).toEqual([one, third])
      })
    ))

  it("takes no more incidents than fit, and again once some were read", () =>
    run(
      Effect.gen(function* () {
        const reader = slowReader()
        const inbox = yield* make({ capacity: 1, concurrency: 1 }, reader.read)
        yield* inbox.offer(one)
        yield* inbox.offer(one)
        expect(yield* Effect.flip(inbox.offer(other))).toMatchObject({ _tag: "HookInboxFull", waiting: 1 })
        yield* breath
        yield* reader.end(one)
        yield* inbox.empty
        yield* inbox.offer(other)
        expect(yield* inbox.size).toBe(1)
      })
    ))

  it("reads on the account of the last hook before the read", () =>
    run(
      Effect.gen(function* () {
        const accounts: Array<string | undefined> = []
        const end = yield* Deferred.make<void>()
        const inbox = yield* make({ capacity: 2, concurrency: 1 }, () =>
          Effect.flatMap(CurrentOrigin, (origin) => {
            accounts.push(origin?.requestId)
            return Deferred.await(end)
          })
        )
        const hook = (requestId: string) => withOrigin({ requestId })(inbox.offer(one))
        yield* hook("first")
        yield* hook("second")
        yield* breath
        yield* hook("third")
        yield* Deferred.succeed(end, undefined)
        yield* inbox.empty
        yield* inbox.offer(one)
        yield* inbox.empty
        expect(accounts).toEqual(["second", "third", undefined])
      })
    ))

  it("reads on after a read that failed, and logs which one", () => {
    const logged: Array<string> = []
    const log = Logger.layer([Logger.make(({ logLevel, message }) => logged.push([logLevel, message].join(": ")))])
    return run(
      Effect.gen(function* () {
        const reads: Array<IncidentId> = []
        const inbox = yield* make({ capacity: 2, concurrency: 1 }, (id) =>
          Effect.suspend(() => {
            reads.push(id)
            return id === one ? Effect.fail("down") : Effect.die("broken")
          })
        )
        yield* inbox.offer(one)
        yield* inbox.offer(other)
        yield* inbox.empty
        yield* inbox.offer(one)
        yield* inbox.empty
        expect(reads).toEqual([one, other, one])
        expect(logged).toEqual(reads.map((id) => `Warn: Incident ${id} can't be read, as a hook asked for`))
      }).pipe(Effect.provide(log))
    )
  })

  it("always begins a read of an incident after the last hook about it, and never two at once", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom("hook 1", "hook 2", "breath", "end 1", "end 2"), { maxLength: 40 }),
        (acts) =>
          run(
            Effect.gen(function* () {
              const reader = slowReader()
              const inbox = yield* make({ capacity: 2, concurrency: 2 }, reader.read)
              const readsAtLastHook = new Map<IncidentId, number>()
              const readsOf = (id: IncidentId) => reader.reads.filter((read) => read === id).length
              for (const act of acts) {
                const id = act.endsWith("1") ? one : other
                if (act === "breath") yield* breath
                else if (act.startsWith("end")) yield* reader.end(id)
                else {
                  readsAtLastHook.set(id, readsOf(id))
                  yield* inbox.offer(id)
                }
              }
              while ((yield* inbox.size) > 0) {
                yield* breath
                for (const id of reader.under()) yield* reader.end(id)
              }
              for (const [id, reads] of readsAtLastHook) expect(readsOf(id)).toBeGreaterThan(reads)
              expect(reader.reads.length).toBeLessThanOrEqual(acts.length)
            })
          )
      )
    ))
})
