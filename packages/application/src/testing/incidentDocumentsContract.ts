import { type IncidentId, incidentIdOf, partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import { IncidentName } from "@incident-teams/domain/ids/IncidentName"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Effect, type Layer, ManagedRuntime, Schema } from "effect"
import { afterAll, describe, expect, it } from "vitest"
import { BelongingName, type DocumentQuery, IncidentDocuments } from "../ports/IncidentDocuments.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import { asCaller, asSystem, type OnBehalf } from "../ports/Session.ts"
import { everythingWritten } from "./everythingWritten.ts"
import { IncidentStage } from "./IncidentStage.ts"

const neverAdded = IncidentName.make("0d0d0d0d-0000-4000-8000-00000000dead")
const nowhere = incidentIdOf(WorkspaceAlias.make("nowhere"), neverAdded)
const note = BelongingName.make("note")

const Properties = Schema.Record(Schema.String, Schema.Json)
const Incident = Schema.Struct({ name: Schema.String, etag: Schema.String, properties: Properties })
const decode = Schema.decodeUnknownSync(Incident)

/** What every `IncidentDocuments` does, on the stage of `IncidentSource`, of which it is the other half. */
export const incidentDocumentsContract = <E>(
  name: string,
  layer: Layer.Layer<IncidentDocuments | IncidentSource | IncidentStage, E>
): void => {
  describe(`IncidentDocuments: ${name}`, () => {
    const runtime = ManagedRuntime.make(layer)
    afterAll(() => runtime.dispose())
    const run = <A, F>(effect: Effect.Effect<A, F, IncidentDocuments | IncidentSource | IncidentStage>): Promise<A> =>
      runtime.runPromise(effect)

    const added = Effect.fnUntraced(function* (title: string) {
      const stage = yield* IncidentStage
      return yield* stage.add(stage.workspace, { title, description: "As reported.", labels: ["drill"] })
    })
    const read = Effect.fnUntraced(function* (incident: IncidentId, on: OnBehalf = asSystem) {
      return decode(yield* (yield* IncidentDocuments).get({ incident }, on))
    })
    const tagOf = <A, F extends { readonly _tag: string }, R>(effect: Effect.Effect<A, F, R>) =>
      Effect.map(Effect.flip(effect), ({ _tag }) => _tag)

    describe("an incident", () => {
      it("is the one that the other half knows", () =>
        run(
          Effect.gen(function* () {
            const incident = yield* added("One and the same")
            const known = yield* (yield* IncidentSource).get(incident, asSystem)
            expect(yield* read(incident)).toMatchObject({
              name: partsOfIncidentId(incident).name,
              etag: known.etag,
              properties: { title: "One and the same", incidentNumber: known.number, status: "New" }
            })
          })
        ))

      it("is written back whole, under its etag, and tells its new state", () =>
        run(
          Effect.gen(function* () {
            const documents = yield* IncidentDocuments
            const incident = yield* added("Written back")
            const before = yield* read(incident)
            const closed = {
              etag: before.etag,
              properties: { ...before.properties, status: "Closed", classification: "Undetermined" }
            }
            const written = yield* documents.put({ incident }, closed, asSystem)
            expect(written).toMatchObject({ created: false, incident: { status: "Closed", title: "Written back" } })
            const after = yield* read(incident)
            expect(after.properties).toMatchObject({
              status: "Closed",
              classification: "Undetermined",
              description: "As reported.",
              labels: [{ labelName: "drill" }]
            })
            expect(after.etag).not.toBe(before.etag)
            expect(written.incident?.etag).toBe(after.etag)
            expect(yield* (yield* IncidentSource).observe(incident)).toMatchObject({
              incident: { status: "Closed", etag: after.etag }
            })
          })
        ))

      it("is refused under a stale etag, and stays as it is", () =>
        run(
          Effect.gen(function* () {
            const [documents, stage] = [yield* IncidentDocuments, yield* IncidentStage]
            const incident = yield* added("Contended")
            const before = yield* read(incident)
            yield* stage.change(incident, { title: "Changed by somebody else" })
            const after = yield* read(incident)
            expect(yield* tagOf(documents.put({ incident }, before, asSystem))).toBe("DocumentConflict")
            expect(yield* read(incident)).toEqual(after)
            const { etag: _, ...lastWriter } = before
            expect(yield* documents.put({ incident }, lastWriter, asSystem)).toMatchObject({
              document: { properties: { title: "Contended" } }
            })
          })
        ))

      it("is created under the name that the caller chose, and deleted once", () =>
        run(
          Effect.gen(function* () {
            const [documents, { workspace }] = [yield* IncidentDocuments, yield* IncidentStage]
            const incident = incidentIdOf(workspace, IncidentName.make("made-by-hand-1"))
            const properties = { title: "By hand", severity: "Low", status: "New" }
            expect(yield* documents.put({ incident }, { properties }, asSystem)).toMatchObject({ created: true })
            expect(yield* read(incident)).toMatchObject({ name: "made-by-hand-1", properties })
            expect(yield* documents.delete({ incident }, asSystem)).toBe(true)
            expect(yield* documents.delete({ incident }, asSystem)).toBe(false)
            expect(yield* tagOf(documents.get({ incident }, asSystem))).toBe("DocumentNotFound")
          })
        ))

      it("is refused without what an incident needs", () =>
        run(
          Effect.gen(function* () {
            const incident = yield* added("Complete")
            const put = (yield* IncidentDocuments).put({ incident }, { properties: { title: "Half" } }, asSystem)
            expect(yield* tagOf(put)).toBe("IncidentRefused")
            expect((yield* read(incident)).properties).toMatchObject({ title: "Complete" })
          })
        ))
    })

    describe("a list", () => {
      it("goes on page by page, each incident once", () =>
        run(
          Effect.gen(function* () {
            const [documents, { workspace }] = [yield* IncidentDocuments, yield* IncidentStage]
            const names: Array<string> = []
            for (const title of ["p1", "p2", "p3"]) names.push(partsOfIncidentId(yield* added(`Paged ${title}`)).name)
            const query: DocumentQuery = {
              filter: "contains(properties/title, 'Paged p')",
              orderby: "properties/incidentNumber asc",
              top: "2"
            }
            const first = yield* documents.list({ workspace }, query, asSystem)
            expect(first.items).toHaveLength(2)
            const next = first.next ?? ""
            const second = yield* documents.list({ workspace }, { ...query, next }, asSystem)
            expect([...first.items, ...second.items].map((item) => decode(item).name)).toEqual(names)
            expect(second).not.toHaveProperty("next")
            for (const other of [
              { ...query, orderby: "properties/incidentNumber desc", next },
              { ...query, next: "made-up" }
            ]) {
              expect(yield* tagOf(documents.list({ workspace }, other, asSystem))).toBe("UnknownIncidentContinuation")
            }
          })
        ))

      it.each<[string, DocumentQuery]>([
        ["a filter", { filter: "nonsense" }],
        ["an order", { orderby: "properties/nonsense" }],
        ["a size", { top: "-1" }]
      ])("is refused with %s that makes no sense", (_, query) =>
        run(
          Effect.gen(function* () {
            const [documents, { workspace }] = [yield* IncidentDocuments, yield* IncidentStage]
            expect(yield* tagOf(documents.list({ workspace }, query, asSystem))).toBe("IncidentRefused")
          })
        )
      )
    })

    it("keeps one comment of a name", () =>
      run(
        Effect.gen(function* () {
          const documents = yield* IncidentDocuments
          const incident = yield* added("Commented")
          const place = { incident, below: { kind: "comments" as const, name: note } }
          expect(yield* tagOf(documents.get(place, asSystem))).toBe("DocumentNotFound")
          for (const message of ["first", "second"]) {
            const put = yield* documents.put(place, { properties: { message } }, asSystem)
            expect(put.created).toBe(message === "first")
            expect(put).not.toHaveProperty("incident")
          }
          const { items } = yield* documents.list({ incident, kind: "comments" }, {}, asSystem)
          expect(items).toMatchObject([{ name: "note", properties: { message: "second" } }])
          const stale = { etag: '"never"', properties: { message: "third" } }
          expect(yield* tagOf(documents.put(place, stale, asSystem))).toBe("DocumentConflict")
          expect(yield* documents.get(place, asSystem)).toMatchObject({ properties: { message: "second" } })
        })
      ))

    it("tells the evidence", () =>
      run(
        Effect.gen(function* () {
          const [documents, stage] = [yield* IncidentDocuments, yield* IncidentStage]
          const incident = yield* stage.investigated
          expect(yield* documents.evidence(incident, "alerts", asSystem)).toMatchObject({
            value: expect.arrayContaining([expect.objectContaining({ kind: "SecurityAlert" })])
          })
          expect(yield* documents.evidence(incident, "entities", asSystem)).toMatchObject({
            entities: expect.arrayContaining([expect.objectContaining({ kind: "Account" })]),
            metaData: expect.arrayContaining([expect.objectContaining({ entityKind: "Account" })])
          })
          expect(yield* documents.evidence(incident, "bookmarks", asSystem)).toHaveProperty("value")
        })
      ))

    it("lets people do what they may, applications what we may", () =>
      run(
        Effect.gen(function* () {
          const [documents, stage] = [yield* IncidentDocuments, yield* IncidentStage]
          const incident = yield* added("Guarded")
          const before = yield* read(incident, asCaller(stage.reader))
          for (const kind of [undefined, "comments"] as const) {
            const place = kind === undefined ? { incident } : { incident, below: { kind, name: note } }
            const document = kind === undefined ? before : { properties: { message: "seen" } }
            expect(yield* tagOf(documents.put(place, document, asCaller(stage.reader)))).toBe("NotAuthorized")
            expect(yield* documents.put(place, document, asCaller(stage.responder))).toHaveProperty("document")
          }
          const comment = { incident, below: { kind: "comments" as const, name: note } }
          for (const asked of [
            // Microsoft Sentinel Responder has every action on incidents but those that delete what belongs to them.
            documents.delete(comment, asCaller(stage.responder)),
            documents.get({ incident }, asCaller(stage.stranger)),
            documents.list({ workspace: stage.workspace }, {}, asCaller(stage.stranger)),
            documents.evidence(incident, "alerts", asCaller(stage.stranger)),
            documents.delete({ incident }, asCaller(stage.reader))
          ]) {
            expect(yield* tagOf<unknown, { readonly _tag: string }, never>(asked)).toBe("NotAuthorized")
          }
          expect(yield* documents.delete({ incident }, asCaller(stage.application))).toBe(true)
        })
      ))

    it("says what isn't there", () =>
      run(
        Effect.gen(function* () {
          const [documents, { workspace }] = [yield* IncidentDocuments, yield* IncidentStage]
          const incident = incidentIdOf(workspace, neverAdded)
          expect(yield* tagOf(documents.get({ incident }, asSystem))).toBe("DocumentNotFound")
          expect(yield* tagOf(documents.evidence(incident, "alerts", asSystem))).toBe("DocumentNotFound")
          expect(yield* tagOf(documents.list({ incident, kind: "comments" }, {}, asSystem))).toBe("DocumentNotFound")
          expect(yield* tagOf(documents.get({ incident: nowhere }, asSystem))).toBe("UnknownWorkspace")
        })
      ))

    everythingWritten(Effect.all([IncidentDocuments, IncidentSource, IncidentStage]), (body) =>
      runtime.runPromise(body)
    )
  })
}
