import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { incidentsRead, incidentsWrite, isGranted } from "@incident-teams/domain/permissions/AzureActions"
import { Effect, type Layer, ManagedRuntime } from "effect"
import { afterAll, describe, expect, it } from "vitest"
import { AzureRightsSource } from "../ports/AzureRightsSource.ts"
import type { Visitor } from "../ports/Session.ts"
import { everythingWritten } from "./everythingWritten.ts"
import { RightsStage } from "./RightsStage.ts"

const nowhere = WorkspaceAlias.make("nowhere")

const mayDo = Effect.fnUntraced(function* (visitor: Visitor) {
  const [source, { workspace }] = [yield* AzureRightsSource, yield* RightsStage]
  const rights = yield* source.rightsOf(visitor, workspace)
  return { read: isGranted(rights, incidentsRead), write: isGranted(rights, incidentsWrite) }
})

/** What every `AzureRightsSource` does. `layer` brings a world of its own. */
export const azureRightsSourceContract = <E>(
  name: string,
  layer: Layer.Layer<AzureRightsSource | RightsStage, E>
): void => {
  describe(`AzureRightsSource: ${name}`, () => {
    const runtime = ManagedRuntime.make(layer)
    afterAll(() => runtime.dispose())
    const run = <A, F>(effect: Effect.Effect<A, F, AzureRightsSource | RightsStage>): Promise<A> =>
      runtime.runPromise(effect)

    it("tells what a person may do", () =>
      run(
        Effect.gen(function* () {
          const { reader, responder, stranger } = yield* RightsStage
          expect(yield* mayDo(reader)).toEqual({ read: true, write: false })
          expect(yield* mayDo(responder)).toEqual({ read: true, write: true })
          expect(yield* mayDo(stranger)).toEqual({ read: false, write: false })
        })
      ))

    it("tells what an application may do", () =>
      run(
        Effect.gen(function* () {
          const { application, strangeApplication } = yield* RightsStage
          expect(yield* mayDo(application)).toEqual({ read: true, write: true })
          expect(yield* mayDo(strangeApplication)).toEqual({ read: false, write: false })
        })
      ))

    it("tells what a person may do who came without a token", () =>
      run(
        Effect.gen(function* () {
          const { reader, responder, stranger } = yield* RightsStage
          const withoutToken = ({ caller, tenant }: Visitor): Visitor => ({ caller, tenant })
          expect(yield* mayDo(withoutToken(reader))).toEqual({ read: true, write: false })
          expect(yield* mayDo(withoutToken(responder))).toEqual({ read: true, write: true })
          expect(yield* mayDo(withoutToken(stranger))).toEqual({ read: false, write: false })
        })
      ))

    it("says the same when it is asked again, also at once", () =>
      run(
        Effect.gen(function* () {
          const { reader, responder } = yield* RightsStage
          const asked = [reader, responder, reader, responder, reader, responder]
          const answers = yield* Effect.forEach(asked, mayDo, { concurrency: "unbounded" })
          expect(answers.map(({ write }) => write)).toEqual([false, true, false, true, false, true])
          expect(answers.every(({ read }) => read)).toBe(true)
        })
      ))

    it("knows no workspace that isn't configured", () =>
      run(
        Effect.gen(function* () {
          const [source, { responder }] = [yield* AzureRightsSource, yield* RightsStage]
          expect(yield* Effect.flip(source.rightsOf(responder, nowhere))).toMatchObject({
            _tag: "UnknownWorkspace",
            workspace: nowhere
          })
        })
      ))

    it("doesn't remember a refusal", () =>
      run(
        Effect.gen(function* () {
          const { stranger, strangeApplication, makeReader } = yield* RightsStage
          for (const refused of [stranger, strangeApplication]) {
            expect(yield* mayDo(refused)).toEqual({ read: false, write: false })
            yield* makeReader(refused)
            expect(yield* mayDo(refused)).toEqual({ read: true, write: false })
          }
        })
      ))

    it("takes away from an application what is denied to it", () =>
      run(
        Effect.gen(function* () {
          const { deniedApplication } = yield* RightsStage
          expect(yield* mayDo(deniedApplication)).toEqual({ read: true, write: false })
        })
      ))

    everythingWritten(Effect.all([AzureRightsSource, RightsStage]), (body) => runtime.runPromise(body))
  })
}
