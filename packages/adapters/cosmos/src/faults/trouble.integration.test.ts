import { CosmosClient } from "@azure/cosmos"
import { StoreUnavailable } from "@incident-teams/application/ports/TeamStore"
import { firstCommit, idOf, nextCommit } from "@incident-teams/application/testing/team-store/commits"
import { CallPurpose } from "@incident-teams/application/tracing/CallPurpose"
import { Effect, Option, Redacted } from "effect"
import { describe, expect, it } from "vitest"
import * as CosmosDatabase from "../CosmosDatabase.ts"
import type { CosmosSettings } from "../CosmosSettings.ts"
import { credentials, settingsOf, tenant } from "../testing/cosmosUnderTest.ts"
import { goesWrong, onStores } from "../testing/onPlace.ts"
import { Patience } from "../wire/persistently.ts"

/** How often somebody asked which partitions a container has. */
const partitionsRead = Effect.promise(async () => {
  const { value } = (await (await tenant()).control("GET", "/calls?surface=cosmos")) as {
    readonly value: ReadonlyArray<{ readonly path: string }>
  }
  return value.filter(({ path }) => path.endsWith("/pkranges")).length
})

const busy = { kind: "answer", status: 429, retryAfter: 0.02 }

describe("a store that is throttled, asked to try again, or failing", () => {
  it.each([
    ["429", busy],
    ["449", { kind: "answer", status: 449 }],
    ["503", { kind: "answer", status: 503 }],
    ["a connection that breaks before", { kind: "reset" }]
  ])("goes on after three times of %s, read and written", (_, fault) =>
    onStores((store) =>
      Effect.gen(function* () {
        const first = yield* store.create(firstCommit(1))
        yield* goesWrong(fault, { operation: "batch", times: 3 })
        const second = yield* store.commit(first.version, nextCommit(first))
        yield* goesWrong(fault, { operation: "query", times: 3 })
        expect((yield* store.list({}, { limit: 1 })).items).toStrictEqual([second])
        // The SDK itself repeats a read over a broken connection, after a second.
        if (fault.kind === "answer") yield* goesWrong(fault, { operation: "read", times: 3 })
        expect(yield* store.load(idOf(1))).toStrictEqual(Option.some(second))
      })
    )
  )

  it("asks for the partitions anew where one was split, and lets everything else run meanwhile", () =>
    onStores((store) =>
      Effect.gen(function* () {
        const first = yield* store.create(firstCommit(1))
        const list = Effect.map(store.list({}, { limit: 1 }), ({ items }) => items)
        expect(yield* list).toStrictEqual([first])
        const before = yield* partitionsRead
        yield* goesWrong(
          { kind: "answer", status: 410, substatus: 1002, code: "Gone" },
          { operation: "query", times: 2 }
        )
        expect(yield* list).toStrictEqual([first])
        expect(yield* partitionsRead).toBeGreaterThan(before)
        expect(yield* store.load(idOf(1))).toStrictEqual(Option.some(first))
      })
    ))

  it("gives up sooner where somebody waits for an answer than where a worker does", () =>
    onStores((store) =>
      Effect.gen(function* () {
        // Three seconds are asked for: too long for a person, not for a worker.
        yield* goesWrong({ ...busy, retryAfter: 3 }, { operation: "read", times: 2 })
        const refused = yield* Effect.flip(store.load(idOf(1)))
        expect(refused).toBeInstanceOf(StoreUnavailable)
        expect(refused.reason).toContain("throttled")
        const load = Effect.provideService(store.load(idOf(1)), CallPurpose, "Verify")
        expect(yield* load).toEqual(Option.none())
      })
    ))

  it("gives up what isn't answered in time", () =>
    onStores((store) =>
      Effect.gen(function* () {
        yield* goesWrong({ kind: "hold" }, { operation: "read" })
        const refused = yield* Effect.flip(store.load(idOf(1)))
        expect(refused.message).toContain("No answer within 0.05 s.")
      }).pipe(Effect.provideService(Patience, () => ({ pauses: 0, whole: 50 })))
    ))
})

describe("a store that can't be used", () => {
  const refusal = (change: (settings: CosmosSettings) => CosmosSettings): Promise<string> =>
    Effect.runPromise(
      Effect.gen(function* () {
        const settings = change(yield* Effect.promise(() => settingsOf("nowhere")))
        const failure = yield* Effect.flip(Effect.provide(CosmosDatabase.make(settings), credentials))
        expect(failure).toBeInstanceOf(StoreUnavailable)
        return failure.message
      }).pipe(Effect.scoped)
    )

  it("says at the start how to make what isn't there", async () => {
    expect(await refusal((settings) => settings)).toContain("incident-teams-server provision")
  })

  it("says that the key is wrong, and doesn't tell it", async () => {
    const wrong = Buffer.from("wrong").toString("base64")
    const said = await refusal((settings) => ({ ...settings, key: Redacted.make(wrong) }))
    expect(said).toContain("COSMOS_KEY")
    expect(said).not.toContain(wrong)
  })

  it("names the role that the application lacks", async () => {
    await (await tenant()).control("DELETE", "/cosmos/role-assignments")
    const said = await refusal(({ key: _, ...withoutKey }) => withoutKey)
    expect(said).toContain("Cosmos DB Built-in Data Contributor")
  })

  it("says that the container was taken away while it ran", () =>
    onStores((store) =>
      Effect.gen(function* () {
        yield* Effect.promise(async () => {
          const { endpoint, key } = await settingsOf("any")
          const client = new CosmosClient({ endpoint, key: Redacted.value(key) })
          const { resources } = await client.databases.readAll().fetchAll()
          await Promise.all(resources.map(({ id }) => client.database(id).container("teams").delete()))
          client.dispose()
        })
        expect(yield* Effect.flip(store.create(firstCommit(1)))).toBeInstanceOf(StoreUnavailable)
        expect(yield* Effect.flip(store.nextDue())).toBeInstanceOf(StoreUnavailable)
      })
    ))
})
