import { Effect, type Layer, ManagedRuntime } from "effect"
import { afterAll, describe, expect, it } from "vitest"
import { ProviderIncidents } from "../ports/ProviderIncidents.ts"
import { everythingWritten } from "./everythingWritten.ts"
import { ProviderStage } from "./ProviderStage.ts"

/** What every `ProviderIncidents` does. */
export const providerIncidentsContract = (
  name: string,
  layer: Layer.Layer<ProviderIncidents | ProviderStage, unknown>
): void => {
  describe(`ProviderIncidents: ${name}`, () => {
    const runtime = ManagedRuntime.make(layer)
    afterAll(() => runtime.dispose())
    const test = (title: string, body: Effect.Effect<void, unknown, ProviderIncidents | ProviderStage>): void =>
      it(title, () => {
        expect.hasAssertions()
        return runtime.runPromise(body)
      })

    test(
      "tells an incident that was merged from one that wasn't, and names the next one only",
      Effect.gen(function* () {
        const [provider, stage] = [yield* ProviderIncidents, yield* ProviderStage]
        const [first, second, third] = [yield* stage.add, yield* stage.add, yield* stage.add]
        expect(yield* provider.read(first)).toEqual({ _tag: "NotRedirected" })
        yield* stage.merge(first, second)
        yield* stage.merge(second, third)
        expect(yield* provider.read(first)).toEqual({ _tag: "Redirected", into: second })
        expect(yield* provider.read(second)).toEqual({ _tag: "Redirected", into: third })
        expect(yield* provider.read(third)).toEqual({ _tag: "NotRedirected" })
      })
    )

    test(
      "doesn't know an incident that it never had, whatever the id",
      Effect.gen(function* () {
        const provider = yield* ProviderIncidents
        for (const id of ["987654321", "not a number", "../users", "%2e%2e?$top=1#x"]) {
          expect(yield* provider.read(id)).toEqual({ _tag: "Unknown" })
        }
      })
    )

    test(
      "says what to do where it may not be asked",
      Effect.gen(function* () {
        const [provider, stage] = [yield* ProviderIncidents, yield* ProviderStage]
        const id = yield* stage.add
        yield* stage.deny
        const denied = yield* provider.read(id)
        yield* stage.allow
        expect(denied).toMatchObject({
          _tag: "CantBeAsked",
          reason: expect.stringMatching(/\S/u),
          remedy: expect.stringMatching(/\S/u)
        })
        expect(yield* provider.read(id)).toEqual({ _tag: "NotRedirected" })
      })
    )

    everythingWritten(Effect.all([ProviderIncidents, ProviderStage]), (body) => runtime.runPromise(body))
  })
}
