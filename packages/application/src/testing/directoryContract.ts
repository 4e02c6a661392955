import { GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import { Effect, type Layer, ManagedRuntime, Option } from "effect"
import * as fc from "fast-check"
import { afterAll, describe, expect, it } from "vitest"
import { Directory } from "../ports/Directory.ts"
import { DirectoryStage } from "./DirectoryStage.ts"
import { everythingWritten } from "./everythingWritten.ts"

const nobody = PersonId.make("0badcafe-0000-4000-8000-00000000dead")
const noGroup = GroupId.make("0badcafe-0000-4000-8000-00000000beef")

/** What people type, and what they type to break out of a query. */
const typed = fc.oneof(
  fc.constantFrom(
    "O'Neill",
    "') or startsWith(displayName,'",
    "%27) or true or (",
    'ann" OR "mail:',
    "a&$top=999",
    "#",
    "?",
    "\\",
    "  ",
    "",
    "Łukasz",
    "🙂"
  ),
  fc.string({ unit: "grapheme", maxLength: 40 })
)

/** What every directory adapter must keep. The layer provides the port and what is known of who is in it. */
export const directoryContract = (name: string, layer: Layer.Layer<Directory | DirectoryStage, unknown>): void => {
  describe(`Directory: ${name}`, () => {
    const runtime = ManagedRuntime.make(layer)
    afterAll(() => runtime.dispose())
    const test = (title: string, body: Effect.Effect<void, unknown, Directory | DirectoryStage>): void =>
      it(title, () => {
        expect.hasAssertions()
        return runtime.runPromise(body)
      })

    describe("search", () => {
      test(
        "finds people by the beginning of name and address, in any case",
        Effect.gen(function* () {
          const directory = yield* Directory
          const { person } = yield* DirectoryStage
          for (const text of [
            person.name,
            person.name.slice(0, 4),
            person.name.toUpperCase(),
            `  ${person.name} `,
            person.userPrincipalName,
            person.mail
          ]) {
            const found = yield* directory.searchPeople(text, 50)
            expect(found.map(({ id }) => id)).toContain(person.id)
          }
        })
      )

      test(
        "finds groups by the beginning of their name",
        Effect.gen(function* () {
          const directory = yield* Directory
          const { nested } = yield* DirectoryStage
          const found = yield* directory.searchGroups(nested.name.toLowerCase(), 10)
          expect(found).toContainEqual(expect.objectContaining({ id: nested.id, name: nested.name }))
        })
      )

      test(
        "keeps to the limit",
        Effect.gen(function* () {
          const directory = yield* Directory
          const { person } = yield* DirectoryStage
          expect((yield* directory.searchPeople(person.name.slice(0, 1), 1)).length).toBeLessThanOrEqual(1)
        })
      )

      test(
        "always takes what is typed as text and nothing else",
        Effect.gen(function* () {
          const directory = yield* Directory
          yield* Effect.promise(() =>
            fc.assert(
              fc.asyncProperty(typed, async (text) => {
                const [people, groups] = await runtime.runPromise(
                  Effect.all([directory.searchPeople(text, 50), directory.searchGroups(text, 50)])
                )
                const holds = (...texts: ReadonlyArray<string | undefined>): boolean =>
                  texts.some((whole) => whole?.toLowerCase().includes(text.trim().toLowerCase()))
                expect(people.filter((one) => !holds(one.name, one.mail, one.userPrincipalName))).toEqual([])
                expect(groups.filter((one) => !holds(one.name, one.mail))).toEqual([])
                if (text.trim() === "") expect([...people, ...groups]).toEqual([])
              }),
              { numRuns: 60 }
            )
          )
        })
      )
    })

    describe("people", () => {
      test(
        "are known with what matters before they are put into a team",
        Effect.gen(function* () {
          const directory = yield* Directory
          const { person, guest, disabled, unlicensed } = yield* DirectoryStage
          const ids = [person.id, guest.id, disabled.id, unlicensed.id, nobody, person.id]
          const found = yield* directory.people(ids)
          expect(found.map(({ id }) => id).toSorted()).toEqual(
            [person.id, guest.id, disabled.id, unlicensed.id].toSorted()
          )
          const of = (id: PersonId) => found.find((one) => one.id === id)
          expect(of(person.id)).toMatchObject({ ...person, guest: false, enabled: true, licensed: true })
          expect(of(guest.id)).toMatchObject({ guest: true, enabled: true })
          expect(of(disabled.id)).toMatchObject({ enabled: false })
          expect(of(unlicensed.id)).toMatchObject({ licensed: false, enabled: true })
        })
      )

      test(
        "who don't exist are none",
        Effect.gen(function* () {
          const directory = yield* Directory
          const { person } = yield* DirectoryStage
          expect(yield* directory.person(nobody)).toEqual(Option.none())
          expect(Option.getOrThrow(yield* directory.person(person.id))).toMatchObject({ ...person, licensed: true })
          expect(yield* directory.people([])).toEqual([])
        })
      )

      test(
        "are known by the hundred",
        Effect.gen(function* () {
          const directory = yield* Directory
          const { large } = yield* DirectoryStage
          const { people, refused } = yield* directory.membersOf(large.id)
          const ids = [...people, ...refused].map(({ id }) => id)
          expect((yield* directory.people(ids)).map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
        })
      )
    })

    describe("groups", () => {
      test(
        "are known, those that exist",
        Effect.gen(function* () {
          const directory = yield* Directory
          const { nested, large } = yield* DirectoryStage
          const found = yield* directory.groups([nested.id, noGroup, large.id])
          expect(found.map(({ id }) => id).toSorted()).toEqual([nested.id, large.id].toSorted())
        })
      )

      test(
        "hold everybody in groups within them, each once",
        Effect.gen(function* () {
          const directory = yield* Directory
          const { nested } = yield* DirectoryStage
          const { people, refused } = yield* directory.membersOf(nested.id)
          expect([...people, ...refused].map(({ id }) => id).toSorted()).toEqual([...nested.people].toSorted())
          expect(yield* directory.memberCount(nested.id)).toBe(nested.people.length)
        })
      )

      test(
        "refuse disabled accounts with the reason, and nobody for want of a license",
        Effect.gen(function* () {
          const directory = yield* Directory
          const { large, disabled, unlicensed, person } = yield* DirectoryStage
          const { people, refused } = yield* directory.membersOf(large.id)
          expect(people.length + refused.length).toBe(large.count)
          expect(yield* directory.memberCount(large.id)).toBe(large.count)
          expect(refused).toMatchObject([{ id: disabled.id, name: disabled.name }])
          expect(refused[0]?.reason).toMatch(/disabled/)
          expect(people.map(({ id }) => id)).toContain(unlicensed.id)
          expect(people.map(({ id }) => id)).not.toContain(person.id)
        })
      )

      test(
        "that don't exist are said not to",
        Effect.gen(function* () {
          const directory = yield* Directory
          for (const asked of [directory.membersOf(noGroup), directory.memberCount(noGroup)]) {
            expect(yield* Effect.flip<unknown, { readonly _tag: string }, never>(asked)).toMatchObject({
              _tag: "GroupNotFound",
              id: noGroup
            })
          }
        })
      )

      test(
        "say whether a person is in them, groups within included",
        Effect.gen(function* () {
          const directory = yield* Directory
          const { nested, large, person } = yield* DirectoryStage
          const found = yield* directory.memberOf(person.id, [nested.id, nested.inner, large.id, noGroup])
          expect(found.toSorted()).toEqual([nested.id, nested.inner].toSorted())
          expect(yield* directory.memberOf(person.id, [])).toEqual([])
          expect(yield* directory.memberOf(nobody, [nested.id])).toEqual([])
        })
      )
    })

    everythingWritten(Effect.all([Directory, DirectoryStage]), (body) => runtime.runPromise(body))
  })
}
