import { ConfigProvider, Effect, Layer, Option, Redacted, Schema } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ClientAuthentication } from "../authentication/ClientAuthentication.ts"
import * as Seals from "./Seals.ts"

const seals = Seals.make(Redacted.make("a secret of the tests, of a good length"))
const Content = Schema.Record(Schema.String, Schema.Json)
const open = (purpose: Seals.Purpose, sealed: string, by = seals) =>
  Effect.runPromise(by.open(purpose, Content, sealed))
const seal = (content: Schema.JsonObject) => Effect.runPromise(seals.seal("session", content, 60))

describe("a seal", () => {
  it("always opens to what was sealed, in any process with the secret", async () => {
    const other = Seals.make(Redacted.make("a secret of the tests, of a good length"))
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (content) => {
        const plain = JSON.parse(JSON.stringify(content)) as Schema.JsonObject
        expect(await open("session", await seal(plain), other)).toEqual(Option.some(plain))
      })
    )
  })

  it("never opens once a character of it was changed, nor when it was made up", async () => {
    const sealed = await seal({ person: "ben" })
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), fc.constantFrom("A", "z", ".", "-"), async (at, put) => {
        fc.pre(sealed[at] !== put)
        const changed = sealed.slice(0, at) + put + sealed.slice(at + 1)
        expect(await open("session", changed)).toEqual(Option.none())
      })
    )
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await open("session", text)).toEqual(Option.none())
      })
    )
  })

  it("never opens in another spelling of the same bytes: the last character of a part has bits that mean nothing", async () => {
    const sealed = await seal({ person: "ben" })
    const last = sealed.split(".").map((part) => part.at(-1))
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    const spellings = sealed.split(".").flatMap((part, index, parts) =>
      alphabet.split("").flatMap((put) => {
        const other = `${part.slice(0, -1)}${put}`
        const same = Buffer.from(other, "base64url").equals(Buffer.from(part, "base64url"))
        return part !== "" && put !== last[index] && same ? [parts.with(index, other).join(".")] : []
      })
    )
    expect(spellings.length).toBeGreaterThan(3)
    for (const spelling of spellings) expect(await open("session", spelling)).toEqual(Option.none())
  })

  it("opens for nothing else than it was made for, and not with another secret", async () => {
    const sealed = await seal({ person: "ben" })
    expect(await open("handoff", sealed)).toEqual(Option.none())
    expect(await open("sign-in", sealed)).toEqual(Option.none())
    expect(await open("session", sealed, Seals.make(Redacted.make("another secret of the tests, as long")))).toEqual(
      Option.none()
    )
  })

  it("tells nothing of what is in it", async () => {
    const sealed = await seal({ person: "ben@woodgrove.example" })
    expect(Buffer.from(sealed.replaceAll(".", ""), "base64url").toString("latin1")).not.toContain("woodgrove")
  })

  it("opens for as long as it was made for", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        yield* TestClock.setTime(Date.now())
        const sealed = yield* seals.seal("session", { person: "ben" }, 60)
        yield* TestClock.adjust("59 seconds")
        expect(Option.isSome(yield* seals.open("session", Content, sealed))).toBe(true)
        yield* TestClock.adjust("2 seconds")
        expect(Option.isSome(yield* seals.open("session", Content, sealed))).toBe(false)
      }).pipe(Effect.provide(TestClock.layer()))
    ))

  it("opens only to the shape that is asked for", async () => {
    const sealed = await seal({ person: 5 })
    const asked = seals.open("session", Schema.Struct({ person: Schema.String }), sealed)
    expect(await Effect.runPromise(asked)).toEqual(Option.none())
  })
})

it("a mark is the same for the same text, and for no other text or secret", () => {
  const other = Seals.make(Redacted.make("another secret of the tests, as long"))
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, another) => {
      expect(seals.mark(one)).toBe(seals.mark(one))
      expect(seals.mark(one) === seals.mark(another)).toBe(one === another)
      expect(other.mark(one)).not.toBe(seals.mark(one))
    })
  )
})

describe("the secret", () => {
  const started = (environment: Record<string, string>, own: Option.Option<Redacted.Redacted>) =>
    Effect.runPromise(
      Effect.result(
        Effect.provide(
          Seals.Seals,
          Seals.layer.pipe(
            Layer.provide(
              Layer.succeed(ClientAuthentication, {
                fields: () => Effect.succeed({}),
                secret: Effect.succeed(own)
              })
            ),
            Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment)))
          )
        )
      )
    )
  const secret = "0123456789abcdef0123456789abcdef"

  it("is the configured one, else what the server proves itself with", async () => {
    const own = Option.some(Redacted.make("the client's"))
    expect((await started({ PAGE_SECRET: secret }, own))._tag).toBe("Success")
    expect((await started({}, own))._tag).toBe("Success")
  })

  it.each([
    [{ PAGE_SECRET: "short" }, Option.some(Redacted.make("x")), "PAGE_SECRET is too short."],
    [{}, Option.none(), "A managed or workload identity has no secret"]
  ])("is asked for in words where there is none to use (%j)", async (environment, own, why) => {
    expect(await started(environment, own)).toMatchObject({
      _tag: "Failure",
      failure: { _tag: "PageSecretMissing", message: expect.stringMatching(new RegExp(`^${why}.*openssl`, "u")) }
    })
  })
})
