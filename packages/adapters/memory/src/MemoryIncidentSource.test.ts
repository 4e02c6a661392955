import type { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import type { Session } from "@incident-teams/application/ports/Session"
import { incidentSourceContract } from "@incident-teams/application/testing/incidentSourceContract"
import { IncidentStage } from "@incident-teams/application/testing/IncidentStage"
import { defined } from "@incident-teams/domain/defined"
import { ApplicationId, PersonId, TenantId } from "@incident-teams/domain/ids/directoryIds"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { incident } from "@incident-teams/domain/testing/ArbitraryIncident"
import { Effect, Layer, Redacted, Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { sentinelReader, sentinelResponder } from "./BuiltInRoles.ts"
import { IncidentHand } from "./IncidentHand.ts"
import { incidentPage } from "./incidentPage.ts"
import * as MemoryAzureRights from "./MemoryAzureRights.ts"
import * as MemoryIncidentSource from "./MemoryIncidentSource.ts"
import * as MemorySourcesSideBySide from "./MemorySourcesSideBySide.ts"

const soc = WorkspaceAlias.make("soc")
const lab = WorkspaceAlias.make("lab")
const guid = (number: number) => `00000000-0000-4000-8000-00000000000${number}`
const sessionOf = (caller: Session["caller"]): Session => ({
  caller,
  tenant: TenantId.make(guid(9)),
  token: Redacted.make("not a token")
})
const person = (number: number, name: string) => sessionOf({ _tag: "User", id: PersonId.make(guid(number)), name })

const memory = MemoryIncidentSource.layer([{ alias: soc }, { alias: lab }]).pipe(
  Layer.provideMerge(MemoryAzureRights.layer([soc, lab]))
)

const stage = Layer.effect(
  IncidentStage,
  Effect.gen(function* () {
    let made = 0
    const [hand, rights] = [yield* IncidentHand, yield* MemoryAzureRights.RightsHand]
    const [reader, responder, stranger] = [person(1, "Reader"), person(2, "Responder"), person(3, "Stranger")]
    for (const workspace of [soc, lab]) {
      rights.assign(reader.caller.id, workspace, sentinelReader)
      rights.assign(responder.caller.id, workspace, sentinelResponder)
    }
    const { id: investigated } = yield* hand.add(soc, { title: "Investigated" })
    yield* hand.put(investigated, {
      alerts: [{ id: "a", name: "Sign-in from afar", tactics: [], remediationSteps: [] }],
      entities: [
        { id: "e", kind: "Account", name: "ana", facts: [{ key: "accountName", label: "Account name", value: "ana" }] }
      ],
      bookmarks: [{ id: "b", name: "SigninLogs", labels: [] }],
      tasks: [
        { id: "t1", title: "Call Ana", status: "Completed" },
        { id: "t2", title: "Reset the password", status: "New" }
      ],
      relations: [{ id: "r", relatedId: "/subscriptions/1/providers/Microsoft.SecurityInsights/bookmarks/b" }]
    })
    return {
      workspace: soc,
      otherWorkspace: lab,
      reader,
      responder,
      stranger,
      application: sessionOf({ _tag: "Application", id: ApplicationId.make(guid(4)), name: "Playbook", roles: [] }),
      add: (workspace, { labels = [], fromDefender = false, ...given }) =>
        Effect.map(
          hand.add(workspace, {
            ...given,
            labels: labels.map((name) => ({ name })),
            ...(fromDefender && { providerName: "Microsoft XDR", providerIncidentId: `defender-${++made}` })
          }),
          ({ id }) => id
        ),
      change: (id, change) =>
        Effect.andThen(change.status === "Closed" ? hand.close(id) : Effect.void, hand.change(id, change)),
      delete: hand.delete,
      investigated: Effect.succeed(investigated)
    }
  })
)

incidentSourceContract("memory", Layer.provideMerge(stage, memory))
incidentSourceContract("two side by side", Layer.provideMerge(stage, MemorySourcesSideBySide.layer([soc, lab])))
incidentSourceContract(
  "two side by side, the other way round",
  Layer.provideMerge(stage, MemorySourcesSideBySide.layer([lab, soc]))
)

describe("the hand", () => {
  const run = <A, E>(effect: Effect.Effect<A, E, IncidentSource | IncidentHand>) =>
    Effect.runPromise(Effect.provide(effect, memory))

  it("closes with a classification, and reopens without", () =>
    run(
      Effect.gen(function* () {
        const hand = yield* IncidentHand
        const { id } = yield* hand.add(soc)
        expect(yield* hand.close(id)).toMatchObject({ status: "Closed", classification: "TruePositive" })
        const reopened = yield* hand.reopen(id)
        expect(reopened.status).toBe("Active")
        expect(Object.keys(reopened).filter((key) => key.startsWith("classification"))).toEqual([])
      })
    ))
})

it("pages never list an incident twice, nor miss one", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(incident, { selector: ({ id }) => id, maxLength: 20 }),
      fc.constantFrom("lastModified" as const, "created" as const, "number" as const),
      fc.boolean(),
      fc.integer({ min: 1, max: 7 }),
      (incidents, by, descending, top) => {
        const seen: Array<string> = []
        let next: string | undefined
        do {
          const query = { filter: {}, order: { by, descending }, top, ...defined({ next }) }
          const page = Result.getOrThrow(incidentPage(soc, incidents, query))
          expect(page.items.length).toBeLessThanOrEqual(top)
          seen.push(...page.items.map(({ id }) => id))
          next = page.next
        } while (next !== undefined)
        expect(seen.toSorted()).toEqual(incidents.map(({ id }) => id as string).toSorted())
      }
    )
  )
})
