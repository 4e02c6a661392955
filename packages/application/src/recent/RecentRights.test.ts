import { ApplicationId, PersonId, TenantId } from "@incident-teams/domain/ids/directoryIds"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import {
  type AzureRights,
  incidentsWrite,
  isGranted,
  noAzureRights
} from "@incident-teams/domain/permissions/AzureActions"
import { Effect, Layer, Redacted } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { AzureRightsSource, RightsUnavailable } from "../ports/AzureRightsSource.ts"
import type { Session, Visitor } from "../ports/Session.ts"
import * as RecentRights from "./RecentRights.ts"

const soc = WorkspaceAlias.make("soc")
const lab = WorkspaceAlias.make("lab")
const guid = (number: number) => `00000000-0000-4000-8000-00000000000${number}`
const session = (caller: Session["caller"], token = "token"): Session => ({
  caller,
  tenant: TenantId.make(guid(9)),
  token: Redacted.make(token)
})
const person = (number: number, token?: string) =>
  session({ _tag: "User", id: PersonId.make(guid(number)), name: `p${number}` }, token)
const playbook = session({ _tag: "Application", id: ApplicationId.make(guid(1)), name: "playbook", roles: [] })

const permission = (action: string): AzureRights => ({ granted: [{ actions: [action], notActions: [] }], denied: [] })
const reader = permission("Microsoft.SecurityInsights/*/read")
const responder = permission("Microsoft.SecurityInsights/incidents/*")

/** Asks a source that remembers about `rights()`, which answers a turn later; counts the answers. */
const asking = async <A>(
  rights: () => Effect.Effect<AzureRights, RightsUnavailable>,
  body: (rightsOf: AzureRightsSource["Service"]["rightsOf"]) => Effect.Effect<A, unknown>
) => {
  let answers = 0
  const source = Layer.succeed(AzureRightsSource, {
    rightsOf: () =>
      Effect.andThen(
        Effect.yieldNow,
        Effect.suspend(() => {
          answers += 1
          return rights()
        })
      )
  })
  const result = await Effect.flatMap(AzureRightsSource, ({ rightsOf }) => body(rightsOf)).pipe(
    Effect.provide(RecentRights.layer(source)),
    Effect.provide(TestClock.layer()),
    Effect.runPromise
  )
  return { result, answers }
}

describe("rights that were asked for recently", () => {
  it.each([
    ["20 seconds", "the right to write", responder, 20],
    ["ten seconds", "less", reader, 10],
    ["one second", "none", noAzureRights, 1]
  ])("are remembered for %s with %s, and asked for once by many at once", async (_, __, rights, seconds) => {
    const { answers } = await asking(
      () => Effect.succeed(rights),
      (rightsOf) =>
        Effect.gen(function* () {
          const many = Array.from({ length: 10 }, (__unused, index) => person(1, `token ${index}`))
          yield* Effect.forEach(many, (one) => rightsOf(one, soc), { concurrency: "unbounded" })
          yield* TestClock.adjust(`${seconds - 1} seconds`)
          yield* rightsOf(person(1), soc)
          yield* rightsOf(person(2), soc)
          yield* TestClock.adjust("2 seconds")
          yield* rightsOf(person(1), soc)
        })
    )
    expect(answers).toBe(3)
  })

  it("aren't those of another caller, of another workspace, or of a person without a token", async () => {
    const { caller, tenant } = person(1)
    const others: ReadonlyArray<readonly [Visitor, WorkspaceAlias]> = [
      [person(1), soc],
      [person(2), soc],
      [person(1), lab],
      [{ caller, tenant }, soc],
      [playbook, soc]
    ]
    const { answers } = await asking(
      () => Effect.succeed(responder),
      (rightsOf) => Effect.forEach([...others, ...others], ([visitor, workspace]) => rightsOf(visitor, workspace))
    )
    // An application asks by its assignments, as does the person without a token, who has the same id here.
    expect(answers).toBe(4)
  })

  it("aren't remembered when Azure can't be asked", async () => {
    let away = true
    const { result } = await asking(
      () => (away ? Effect.fail(new RightsUnavailable({ reason: "Away.", cause: undefined })) : Effect.succeed(reader)),
      (rightsOf) =>
        Effect.gen(function* () {
          const failure = yield* Effect.flip(rightsOf(person(1), soc))
          away = false
          return [failure, yield* rightsOf(person(1), soc)] as const
        })
    )
    expect(result).toMatchObject([{ _tag: "RightsUnavailable" }, reader])
  })

  it("never count for longer than 20 seconds after they were taken away", () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 45 }),
        fc.array(fc.boolean(), { minLength: 19, maxLength: 19 }),
        async (before, asks) => {
          let granted = true
          const { result } = await asking(
            () => Effect.succeed(granted ? responder : reader),
            (rightsOf) =>
              Effect.gen(function* () {
                const mayWrite = Effect.map(rightsOf(person(1), soc), (rights) => isGranted(rights, incidentsWrite))
                expect(yield* mayWrite).toBe(true)
                yield* TestClock.adjust(`${before} seconds`)
                granted = false
                for (const ask of asks) {
                  yield* TestClock.adjust("1 second")
                  if (ask) yield* mayWrite
                }
                yield* TestClock.adjust("1 second")
                return yield* mayWrite
              })
          )
          expect(result).toBe(false)
        }
      )
    ))
})
