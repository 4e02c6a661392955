import { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import { asSystem } from "@incident-teams/application/ports/Session"
import { incidentDocumentsContract } from "@incident-teams/application/testing/incidentDocumentsContract"
import { incidentSourceContract } from "@incident-teams/application/testing/incidentSourceContract"
import { IncidentStage } from "@incident-teams/application/testing/IncidentStage"
import { Effect, Layer, Schema } from "effect"
import { expect, it } from "vitest"
import { lab, prod, SimulatedSentinel } from "./testing/SimulatedSentinel.ts"

const staged = () =>
  Layer.unwrap(
    Effect.promise(async () => {
      const sentinel = await SimulatedSentinel.make()
      const [reader, responder, stranger, application] = await Promise.all([
        sentinel.person("dev"),
        sentinel.person("ben"),
        sentinel.person("elif"),
        sentinel.application("playbook")
      ])
      const stage = Layer.succeed(IncidentStage, {
        workspace: prod,
        otherWorkspace: lab,
        reader,
        responder,
        stranger,
        application,
        add: (workspace, { labels = [], ...given }) =>
          sentinel.add(workspace, { ...given, labels: labels.map((labelName) => ({ labelName })) }),
        change: (id, change) => sentinel.change(id, change),
        delete: (id) => sentinel.delete(id),
        investigated: sentinel.investigated
      })
      return Layer.merge(stage, sentinel.ports)
    })
  )

incidentSourceContract("Sentinel over the simulator", staged())
incidentDocumentsContract("Sentinel over the simulator", staged())

const Kept = Schema.Struct({
  value: Schema.Array(
    Schema.Struct({
      incidentNumber: Schema.Int,
      alerts: Schema.Array(Schema.Unknown),
      entities: Schema.Array(Schema.Unknown),
      bookmarks: Schema.Array(Schema.Unknown),
      comments: Schema.Array(Schema.Unknown),
      tasks: Schema.Array(Schema.Unknown),
      relations: Schema.Array(Schema.Unknown)
    })
  )
})

it("leaves nothing out of the sample incidents", async () => {
  const sentinel = await SimulatedSentinel.make()
  const numbers = await Effect.runPromise(
    Effect.gen(function* () {
      const source = yield* IncidentSource
      const order = { by: "number" as const, descending: false }
      const { items } = yield* source.list(prod, { filter: {}, order, top: 200 }, asSystem)
      return yield* Effect.forEach(items, ({ id, number }) =>
        Effect.all([
          source.alerts(id, asSystem),
          Effect.map(source.entities(id, asSystem), ({ entities }) => entities),
          source.bookmarks(id, asSystem),
          source.comments(id, asSystem),
          source.tasks(id, asSystem),
          source.relations(id, asSystem)
        ]).pipe(Effect.map((lists) => [number, ...lists.map((list) => list.length)]))
      )
    }).pipe(Effect.provide(sentinel.ports))
  )
  const kept = await Effect.runPromise(sentinel.control("GET", "/arm/workspaces/soc-prod/incidents"))
  const { value } = Schema.decodeUnknownSync(Kept)(kept)
  expect(value.length).toBeGreaterThan(5)
  expect(numbers).toEqual(
    value
      .map(({ incidentNumber, ...lists }) => [
        incidentNumber,
        lists.alerts.length,
        lists.entities.length,
        lists.bookmarks.length,
        lists.comments.length,
        lists.tasks.length,
        lists.relations.length
      ])
      .toSorted(([a = 0], [b = 0]) => a - b)
  )
})
