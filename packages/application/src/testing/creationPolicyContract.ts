import { GroupId } from "@incident-teams/domain/ids/directoryIds"
import { noNamingPolicy } from "@incident-teams/domain/policy/NamingPolicy"
import { Effect, type Layer, ManagedRuntime } from "effect"
import { afterAll, describe, expect, it } from "vitest"
import { CreationPolicy } from "../ports/CreationPolicy.ts"
import { everythingWritten } from "./everythingWritten.ts"
import { PolicyStage } from "./PolicyStage.ts"

/** What every adapter of the tenant's rules must keep. */
export const creationPolicyContract = (
  name: string,
  layer: Layer.Layer<CreationPolicy | PolicyStage, unknown>
): void => {
  describe(`CreationPolicy: ${name}`, () => {
    const runtime = ManagedRuntime.make(layer)
    afterAll(() => runtime.dispose())
    const test = (title: string, body: Effect.Effect<void, unknown, CreationPolicy | PolicyStage>): void =>
      it(title, () => {
        expect.hasAssertions()
        return runtime.runPromise(body)
      })

    test(
      "without any rules everybody may create groups, called as they like",
      Effect.gen(function* () {
        const stage = yield* PolicyStage
        yield* stage.none
        yield* stage.forget
        expect(yield* (yield* CreationPolicy).read()).toEqual({
          creation: { _tag: "Everyone" },
          naming: noNamingPolicy
        })
      })
    )

    test(
      "the rules are those that were set, once the former ones are forgotten",
      Effect.gen(function* () {
        const stage = yield* PolicyStage
        const policy = yield* CreationPolicy
        const group = GroupId.make("7a1e0000-0000-4000-8000-000000000207")
        yield* stage.set({ allowed: group, pattern: "GRP_[GroupName]", blockedWords: ["payroll", "CEO"] })
        yield* stage.forget
        expect(yield* policy.read()).toEqual({
          creation: { _tag: "MembersOf", group },
          naming: { pattern: "GRP_[GroupName]", blockedWords: ["payroll", "CEO"] }
        })
        yield* stage.set({ pattern: "", blockedWords: [] })
        yield* stage.forget
        expect(yield* policy.read()).toEqual({ creation: { _tag: "Nobody" }, naming: noNamingPolicy })
      })
    )

    test(
      "nothing speaks against any name while there are no rules",
      Effect.gen(function* () {
        const stage = yield* PolicyStage
        yield* stage.none
        expect(yield* (yield* CreationPolicy).validate({ name: "INC-1 Phishing", nickname: "it-incident-1" })).toEqual(
          []
        )
      })
    )

    everythingWritten(Effect.all([CreationPolicy, PolicyStage]), (body) => runtime.runPromise(body))
  })
}
