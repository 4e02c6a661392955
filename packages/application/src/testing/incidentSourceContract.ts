import { defined } from "@incident-teams/domain/defined"
import { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { canonicalIncidentId } from "@incident-teams/domain/ids/FullIncidentId"
import { type IncidentId, incidentIdOf, partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import { IncidentName } from "@incident-teams/domain/ids/IncidentName"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { defenderIdOf } from "@incident-teams/domain/incident/defenderIdOf"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import type { IncidentPatch } from "@incident-teams/domain/incident/IncidentChange"
import { maximumCommentCharacters } from "@incident-teams/domain/incident/IncidentComment"
import { snapshotOf } from "@incident-teams/domain/incident/IncidentObservation"
import { Effect, type Layer, ManagedRuntime, Option, Stream } from "effect"
import { afterAll, describe, expect, it } from "vitest"
import { type IncidentFilter, type IncidentKey, type IncidentOrder, IncidentSource } from "../ports/IncidentSource.ts"
import { asCaller, asSystem, type OnBehalf } from "../ports/Session.ts"
import { everythingWritten } from "./everythingWritten.ts"
import { IncidentStage } from "./IncidentStage.ts"

const byNumber: IncidentOrder = { by: "number", descending: false }
const closing: IncidentPatch = {
  status: "Closed",
  classification: "FalsePositive",
  classificationReason: "InaccurateData",
  classificationComment: "A drill"
}
const neverAdded = IncidentName.make("0d0d0d0d-0000-4000-8000-00000000dead")
const nowhere = WorkspaceAlias.make("nowhere")
const somebody = PersonId.make("2046feea-040d-4a46-9e2b-91c2941bfa70")

/** Every page of a question, `top` at a time. */
const everyPage = Effect.fnUntraced(function* (
  workspace: WorkspaceAlias,
  filter: IncidentFilter,
  order: IncidentOrder,
  top: number,
  on: OnBehalf = asSystem
) {
  const source = yield* IncidentSource
  const pages: Array<ReadonlyArray<Incident>> = []
  let next: string | undefined
  do {
    const page = yield* source.list(workspace, { filter, order, top, ...defined({ next }) }, on)
    pages.push(page.items)
    next = page.next
  } while (next !== undefined)
  return pages
})

const titlesOf = (incidents: ReadonlyArray<Incident>): ReadonlyArray<string> => incidents.map(({ title }) => title)

/** What every `IncidentSource` does. The layer brings an empty or a populated world; each test adds its own incidents. */
export const incidentSourceContract = <E>(
  name: string,
  layer: Layer.Layer<IncidentSource | IncidentStage, E>
): void => {
  describe(`IncidentSource: ${name}`, () => {
    const runtime = ManagedRuntime.make(layer)
    afterAll(() => runtime.dispose())
    const run = <A, F>(effect: Effect.Effect<A, F, IncidentSource | IncidentStage>): Promise<A> =>
      runtime.runPromise(effect)

    describe("get and observe", () => {
      it("tell the incident as it is", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const id = yield* stage.add(stage.workspace, {
              title: 'Mailbox rule "hide", it\'s odd',
              description: "Two lines\nof text",
              severity: "High",
              labels: ["vip", "mail"]
            })
            const incident = yield* source.get(id, asSystem)
            expect(incident).toMatchObject({
              id,
              title: 'Mailbox rule "hide", it\'s odd',
              description: "Two lines\nof text",
              severity: "High",
              status: "New"
            })
            expect(incident.labels.map((label) => label.name)).toEqual(["vip", "mail"])
            expect(incident.number).toBeGreaterThan(0)
            expect(incident.owner).toBeUndefined()
            expect(incident.classification).toBeUndefined()
            const workspace = source.workspaces.find(({ alias }) => alias === stage.workspace)
            expect(canonicalIncidentId(incident.armId)).toBe(
              canonicalIncidentId(workspace!.fullIdOf(partsOfIncidentId(id).name))
            )
            expect(yield* source.observe(id)).toEqual({ _tag: "Found", incident: snapshotOf(incident) })
            expect(yield* source.get(id, asCaller(stage.reader))).toEqual(incident)
          })
        ))

      it("tell an incident that isn't there, and a workspace that isn't configured, apart", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const missing = incidentIdOf(stage.workspace, neverAdded)
            expect(yield* Effect.flip(source.get(missing, asSystem))).toMatchObject({
              _tag: "IncidentNotFound",
              id: missing
            })
            expect(yield* source.observe(missing)).toEqual({ _tag: "Gone", id: missing })
            const elsewhere = incidentIdOf(nowhere, neverAdded)
            for (const refused of [
              yield* Effect.flip(source.get(elsewhere, asSystem)),
              yield* Effect.flip(source.observe(elsewhere)),
              yield* Effect.flip(source.find(nowhere, { number: 1 })),
              yield* Effect.flip(source.list(nowhere, { filter: {}, order: byNumber, top: 1 }, asSystem)),
              yield* Effect.flip(Stream.runDrain(source.changedSince(nowhere, timestampOf(0)))),
              yield* Effect.flip(source.update(elsewhere, () => closing, asSystem)),
              yield* Effect.flip(source.putComment(elsewhere, "c", "text"))
            ]) {
              expect(refused).toMatchObject({ _tag: "UnknownWorkspace", workspace: nowhere })
            }
          })
        ))

      it("see what was changed and deleted behind their back", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const id = yield* stage.add(stage.workspace, { title: "Soon closed" })
            const before = yield* source.get(id, asSystem)
            yield* stage.change(id, { status: "Closed", title: "Now closed" })
            const after = yield* source.get(id, asSystem)
            expect(after).toMatchObject({ status: "Closed", title: "Now closed", classification: "TruePositive" })
            expect(after.etag).not.toBe(before.etag)
            expect(after.lastModified).toBeGreaterThanOrEqual(before.lastModified)
            yield* stage.delete(id)
            expect(yield* source.observe(id)).toEqual({ _tag: "Gone", id })
          })
        ))

      it("need incidents/read of a person, and nothing of ourselves or an application", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const id = yield* stage.add(stage.workspace, { title: "Confidential" })
            expect(yield* Effect.flip(source.get(id, asCaller(stage.stranger)))).toMatchObject({
              _tag: "NotAuthorized",
              action: "Microsoft.SecurityInsights/incidents/read"
            })
            expect((yield* source.get(id, asCaller(stage.application))).title).toBe("Confidential")
          })
        ))
    })

    describe("find", () => {
      it("finds an incident by its number, and by its id in Defender if it comes from there", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const own = yield* source.get(yield* stage.add(stage.workspace, { title: "Sentinel's" }), asSystem)
            const id = yield* stage.add(stage.workspace, { title: "Defender's", fromDefender: true })
            const provided = yield* source.get(id, asSystem)
            const defenderId = defenderIdOf(provided)
            const find = (key: IncidentKey) => source.find(stage.workspace, key)
            expect(yield* find({ number: own.number })).toEqual(Option.some(snapshotOf(own)))
            expect(yield* find({ number: provided.number })).toEqual(Option.some(snapshotOf(provided)))
            if (defenderId !== undefined) {
              expect(yield* find({ defenderId })).toEqual(Option.some(snapshotOf(provided)))
              expect(yield* source.find(stage.otherWorkspace, { defenderId })).toEqual(Option.none())
            }
            for (const key of [
              { number: 999_999_999 },
              { defenderId: "999999999" },
              { defenderId: "a' or 'b' eq 'b" },
              // What Sentinel calls the provider's id of an incident of its own is the incident's number.
              { defenderId: String(own.number) }
            ]) {
              expect(yield* find(key)).toEqual(Option.none())
            }
          })
        ))
    })

    describe("list", () => {
      it("finds by status, severity, part of the title in its usual spellings, and number", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const mark = "Filter-mark"
            const high = yield* stage.add(stage.workspace, { title: `${mark} one`, severity: "High" })
            const low = yield* stage.add(stage.workspace, { title: `two ${mark}`, severity: "Low" })
            yield* stage.change(low, { status: "Closed" })
            const find = (filter: IncidentFilter) =>
              Effect.map(source.list(stage.workspace, { filter, order: byNumber, top: 50 }, asSystem), ({ items }) =>
                items.map(({ id }) => id)
              )
            const title = mark.toUpperCase()
            expect(yield* find({ title })).toEqual([high, low])
            expect(yield* find({ title, status: ["New", "Active"] })).toEqual([high])
            expect(yield* find({ title, status: ["Closed"] })).toEqual([low])
            expect(yield* find({ title, severity: ["Low", "Medium"] })).toEqual([low])
            expect(yield* find({ title, severity: ["High", "Low"], status: ["New", "Closed"] })).toEqual([high, low])
            expect(yield* find({ title, severity: [], status: [] })).toEqual([high, low])
            const { number } = yield* source.get(low, asSystem)
            expect(yield* find({ number })).toEqual([low])
          })
        ))

      it("takes a title for a text, whatever is in it", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            for (const title of [
              "O'Neil's account, 100% sure",
              "a' or properties/incidentNumber ge 0 or 'b' eq '",
              "x&$top=1&$filter=true #frag ?q=1 +plus"
            ]) {
              const id = yield* stage.add(stage.workspace, { title })
              const found = yield* source.list(
                stage.workspace,
                { filter: { title }, order: byNumber, top: 50 },
                asSystem
              )
              expect(found.items.map((one) => one.id)).toEqual([id])
            }
          })
        ))

      it("lists each incident once over pages, in the order asked for", () =>
        run(
          Effect.gen(function* () {
            const stage = yield* IncidentStage
            const title = "Paged-mark"
            const titles = [1, 2, 3, 4, 5].map((number) => `${title} ${number}`)
            for (const one of titles) yield* stage.add(stage.workspace, { title: one })
            yield* stage.add(stage.otherWorkspace, { title: `${title} elsewhere` })
            const up = yield* everyPage(stage.workspace, { title }, byNumber, 2, asCaller(stage.reader))
            expect(up.map((page) => page.length)).toEqual([2, 2, 1])
            expect(titlesOf(up.flat())).toEqual(titles)
            const down = yield* everyPage(stage.workspace, { title }, { by: "number", descending: true }, 3)
            expect(titlesOf(down.flat())).toEqual(titles.toReversed())
            for (const by of ["created", "lastModified"] as const) {
              const ordered = yield* everyPage(stage.workspace, { title }, { by, descending: true }, 2)
              const keys = ordered.flat().map((incident) => incident[by])
              expect(keys).toEqual(keys.toSorted((a, b) => b - a))
              expect(titlesOf(ordered.flat()).toSorted()).toEqual(titles)
            }
          })
        ))

      it("refuses a continuation that isn't of this question", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const title = "Continued-mark"
            for (const number of [1, 2, 3]) yield* stage.add(stage.workspace, { title: `${title} ${number}` })
            const question = { filter: { title }, order: byNumber, top: 1 }
            const { next } = yield* source.list(stage.workspace, question, asSystem)
            const ask = (workspace: WorkspaceAlias, changed: object) =>
              Effect.flip(source.list(workspace, { ...question, next: next!, ...changed }, asSystem))
            const address = Buffer.from("https://attacker.example/incidents?$skipToken=1").toString("base64url")
            for (const refused of [
              yield* ask(stage.otherWorkspace, {}),
              yield* ask(stage.workspace, { filter: { title: "another" } }),
              yield* ask(stage.workspace, { order: { by: "created", descending: false } }),
              yield* ask(stage.workspace, { next: "not-ours" }),
              yield* ask(stage.workspace, { next: "" }),
              yield* ask(stage.workspace, { next: address })
            ]) {
              expect(refused._tag).toBe("UnknownIncidentContinuation")
            }
          })
        ))

      it("needs incidents/read of a person", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const question = { filter: {}, order: byNumber, top: 1 }
            const refused = yield* Effect.flip(source.list(stage.workspace, question, asCaller(stage.stranger)))
            expect(refused._tag).toBe("NotAuthorized")
          })
        ))
    })

    describe("changedSince", () => {
      it("tells what changed at or after a moment, oldest change first, and nothing else", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const ids: Array<IncidentId> = []
            for (const number of [1, 2, 3, 4]) {
              ids.push(yield* stage.add(stage.workspace, { title: `Changed ${number}` }))
              yield* Effect.sleep("3 millis")
            }
            const [first, second, third, fourth] = ids
            yield* stage.change(second!, { severity: "Low" })
            const { lastModified: since } = yield* source.get(second!, asSystem)
            yield* Effect.sleep("3 millis")
            yield* stage.change(fourth!, { title: "Changed 4 again" })
            yield* Effect.sleep("3 millis")
            yield* stage.change(third!, { status: "Closed" })

            const changed = yield* Stream.runCollect(source.changedSince(stage.workspace, since))
            expect(changed.map(({ id }) => id)).toEqual([second, fourth, third])
            expect(changed[2]?.status).toBe("Closed")
            const all = yield* Stream.runCollect(source.changedSince(stage.workspace, timestampOf(0)))
            expect(all.map(({ id }) => id)).toContain(first)
            const moments = all.map(({ lastModified }) => lastModified)
            expect(moments).toEqual(moments.toSorted((a, b) => a - b))
          })
        ))
    })

    describe("update", () => {
      it("writes what is asked and leaves everything else", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const id = yield* stage.add(stage.workspace, {
              title: "To be closed",
              description: "Kept",
              severity: "High",
              labels: ["kept"]
            })
            const owner = { id: somebody, kind: "User" as const, name: "Ana Sample" }
            yield* source.update(id, () => ({ owner }), asSystem)
            const before = yield* source.get(id, asSystem)
            expect(before.owner).toMatchObject({ id: somebody })

            const on = asCaller(stage.responder)
            const closed = yield* source.update(id, () => closing, on)
            expect(closed).toEqual(yield* source.get(id, asSystem))
            expect(closed).toEqual({ ...before, ...closing, etag: closed.etag, lastModified: closed.lastModified })
            expect(closed.etag).not.toBe(before.etag)

            const reopened = yield* source.update(
              id,
              () => ({ status: "Active", classification: "Undetermined", classificationReason: null }),
              on
            )
            expect(reopened.status).toBe("Active")
            expect(reopened.classificationReason).toBeUndefined()
            const unassigned = yield* source.update(id, () => ({ owner: null, severity: "Low" }), on)
            expect(unassigned.owner).toBeUndefined()
            expect(unassigned).toMatchObject({ severity: "Low", description: "Kept", status: "Active" })
            expect(unassigned.labels.map((label) => label.name)).toEqual(["kept"])
          })
        ))

      it("writes nothing when nothing is to be changed", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const id = yield* stage.add(stage.workspace, { title: "Left alone" })
            const before = yield* source.get(id, asSystem)
            expect(yield* source.update(id, () => ({}), asSystem)).toEqual(before)
            expect(yield* source.get(id, asSystem)).toEqual(before)
          })
        ))

      it("under an etag changes only the incident that was read", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const id = yield* stage.add(stage.workspace, { title: "Contended" })
            const read = yield* source.get(id, asSystem)
            yield* stage.change(id, { title: "Contended, by somebody else" })
            const stale = source.update(id, () => ({ severity: "High" }), asSystem, read.etag)
            expect(yield* Effect.flip(stale)).toMatchObject({ _tag: "IncidentConflict", id })
            const current = yield* source.get(id, asSystem)
            expect(current).toMatchObject({ title: "Contended, by somebody else", severity: "Medium" })
            const written = yield* source.update(id, () => ({ severity: "High" }), asSystem, current.etag)
            expect(written).toMatchObject({ title: "Contended, by somebody else", severity: "High" })
          })
        ))

      it("loses none of several changes at once", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const id = yield* stage.add(stage.workspace, { title: "DesiredState by many" })
            const patches: ReadonlyArray<IncidentPatch> = [
              { severity: "Informational" },
              { status: "Active" },
              { owner: { id: somebody, kind: "User" } }
            ]
            yield* Effect.forEach(patches, (patch) => source.update(id, () => patch, asSystem), {
              concurrency: "unbounded"
            })
            expect(yield* source.get(id, asSystem)).toMatchObject({
              severity: "Informational",
              status: "Active",
              owner: { id: somebody }
            })
          })
        ))

      it("needs incidents/write of a person, and changes nothing without", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const id = yield* stage.add(stage.workspace, { title: "Not theirs" })
            const before = yield* source.get(id, asSystem)
            const refused = source.update(id, () => closing, asCaller(stage.reader))
            expect(yield* Effect.flip(refused)).toMatchObject({
              _tag: "NotAuthorized",
              action: "Microsoft.SecurityInsights/incidents/write"
            })
            const strange = yield* Effect.flip(source.update(id, () => closing, asCaller(stage.stranger)))
            expect(strange._tag).toBe("NotAuthorized")
            expect(yield* source.get(id, asSystem)).toEqual(before)
          })
        ))

      it("creates nothing where nothing is", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const id = yield* stage.add(stage.workspace, { title: "Deleted meanwhile" })
            yield* stage.delete(id)
            expect((yield* Effect.flip(source.update(id, () => closing, asSystem)))._tag).toBe("IncidentNotFound")
            expect(yield* source.observe(id)).toEqual({ _tag: "Gone", id })
          })
        ))
    })

    describe("what belongs to an incident", () => {
      it("is read, each kind of it", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const id = yield* stage.investigated
            const on = asCaller(stage.reader)
            const alerts = yield* source.alerts(id, on)
            expect(alerts.length).toBeGreaterThan(0)
            expect(alerts.every((alert) => alert.id !== "" && alert.name !== "")).toBe(true)
            expect((yield* source.get(id, on)).alertsCount).toBe(alerts.length)
            const { entities, counts } = yield* source.entities(id, on)
            expect(entities.map(({ kind }) => kind)).toContain("Account")
            expect(entities.every((entity) => entity.id !== "" && entity.name !== "")).toBe(true)
            expect(entities.find(({ kind }) => kind === "Account")?.facts).not.toEqual([])
            expect(counts).toContainEqual({
              kind: "Account",
              count: entities.filter(({ kind }) => kind === "Account").length
            })
            const bookmarks = yield* source.bookmarks(id, on)
            expect(bookmarks.length).toBeGreaterThan(0)
            expect(bookmarks.every((bookmark) => bookmark.id !== "" && bookmark.name !== "")).toBe(true)
            expect((yield* source.get(id, on)).bookmarksCount).toBe(bookmarks.length)
            const tasks = yield* source.tasks(id, on)
            expect(tasks.map(({ status }) => status)).toEqual(expect.arrayContaining(["New", "Completed"]))
            const moments = tasks.map(({ created = 0 }) => created)
            expect(moments).toEqual(moments.toSorted((a, b) => a - b))
            expect((yield* source.relations(id, on)).map(({ relatedId }) => relatedId)).toContainEqual(
              expect.stringMatching(/^\/subscriptions\//u)
            )
          })
        ))

      it("is empty for an incident without, and missing for none", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const id = yield* stage.add(stage.workspace, { title: "Bare" })
            expect(yield* source.alerts(id, asSystem)).toEqual([])
            expect(yield* source.entities(id, asSystem)).toEqual({ entities: [], counts: [] })
            expect(yield* source.bookmarks(id, asSystem)).toEqual([])
            expect(yield* source.comments(id, asSystem)).toEqual([])
            expect(yield* source.tasks(id, asSystem)).toEqual([])
            expect(yield* source.relations(id, asSystem)).toEqual([])
            const missing = incidentIdOf(stage.workspace, neverAdded)
            for (const refused of [
              yield* Effect.flip(source.alerts(missing, asSystem)),
              yield* Effect.flip(source.entities(missing, asSystem)),
              yield* Effect.flip(source.bookmarks(missing, asSystem)),
              yield* Effect.flip(source.comments(missing, asSystem)),
              yield* Effect.flip(source.tasks(missing, asSystem)),
              yield* Effect.flip(source.relations(missing, asSystem)),
              yield* Effect.flip(source.putComment(missing, "c", "text"))
            ]) {
              expect(refused._tag).toBe("IncidentNotFound")
            }
          })
        ))

      it("needs incidents/read of a person", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const id = yield* stage.investigated
            const on = asCaller(stage.stranger)
            for (const refused of [
              yield* Effect.flip(source.alerts(id, on)),
              yield* Effect.flip(source.entities(id, on)),
              yield* Effect.flip(source.bookmarks(id, on)),
              yield* Effect.flip(source.comments(id, on)),
              yield* Effect.flip(source.tasks(id, on)),
              yield* Effect.flip(source.relations(id, on))
            ]) {
              expect(refused._tag).toBe("NotAuthorized")
            }
          })
        ))
    })

    describe("putComment", () => {
      it("puts one comment under one id, however often it is called; newest last", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const id = yield* stage.add(stage.workspace, { title: "Announced" })
            const text = 'Its team: <a href="https://teams.example/?a=1&b=2">open</a>'
            yield* source.putComment(id, "announcement", text)
            yield* Effect.sleep("3 millis")
            yield* source.putComment(id, "later", "Second")
            yield* source.putComment(id, "announcement", text)
            const comments = yield* source.comments(id, asCaller(stage.reader))
            expect(comments.map(({ message }) => message)).toEqual([text, "Second"])
            expect(new Set(comments.map((comment) => comment.id)).size).toBe(2)
            expect((yield* source.get(id, asSystem)).commentsCount).toBe(2)
          })
        ))

      it("tells more than a page of comments", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const id = yield* stage.add(stage.workspace, { title: "Much discussed" })
            const messages = Array.from({ length: 60 }, (_, number) => `Comment ${number}`)
            for (const message of messages) {
              yield* source.putComment(id, message.replace(" ", "-"), message)
            }
            const comments = yield* source.comments(id, asSystem)
            expect(comments.map(({ message }) => message).toSorted()).toEqual(messages.toSorted())
          })
        ))

      it("refuses what Sentinel doesn't take", () =>
        run(
          Effect.gen(function* () {
            const [source, stage] = [yield* IncidentSource, yield* IncidentStage]
            const id = yield* stage.add(stage.workspace, { title: "Told too much" })
            const long = source.putComment(id, "long", "x".repeat(maximumCommentCharacters + 1))
            expect(yield* Effect.flip(long)).toMatchObject({ _tag: "IncidentRefused" })
            expect(yield* source.comments(id, asSystem)).toEqual([])
          })
        ))
    })

    everythingWritten(Effect.all([IncidentSource, IncidentStage]), (body) => runtime.runPromise(body))
  })
}
