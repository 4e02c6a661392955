import { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { personId } from "@incident-teams/domain/testing/ArbitraryIds"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { peopleResult, type PersonResult } from "./peopleResult.ts"

const code = fc.constantFrom("NotFound", "Forbidden", "BadRequest")

/** People, what the platform decided about each, and who of them its answer names. */
const decided = fc
  .uniqueArray(personId, { minLength: 1, maxLength: 8 })
  .chain((ids) =>
    fc.tuple(
      ...ids.map((id) =>
        fc.record({ person: fc.constant({ id, name: `Name of ${id}` }), code: fc.option(code), named: fc.boolean() })
      )
    )
  )

const wire = ({
  person,
  code: reason,
  named
}: {
  person: { id: string }
  code: string | null
  named: boolean
}): PersonResult => ({
  userId: named ? person.id.toUpperCase() : null,
  error: reason === null ? null : { code: reason }
})

describe("peopleResult", () => {
  it("always answers for everybody once, and never with another one's result", () => {
    fc.assert(
      fc.property(
        decided.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length }))),
        ([all, answered]) => {
          const verdicts = peopleResult(
            all.map(({ person }) => person),
            answered.map(wire)
          )
          expect(verdicts.map(({ person }) => person)).toEqual(all.map(({ person }) => person))
          const wrong = verdicts.filter((verdict, at) => {
            const { code: reason, named } = all[at]!
            if (verdict._tag === "Unknown") return named
            return verdict._tag === "Done" ? reason !== null : verdict.code !== reason
          })
          expect(wrong).toEqual([])
        }
      )
    )
  })

  it("always understands an answer that names everybody", () => {
    fc.assert(
      fc.property(decided, (all) => {
        const named = all.map((one) => ({ ...one, named: true }))
        const people = named.map(({ person }) => person)
        expect(peopleResult(people, named.map(wire)).some(({ _tag }) => _tag === "Unknown")).toBe(false)
      })
    )
  })

  it("understands an answer that names nobody but says the same of all", () => {
    const people = [1, 2].map((number) => ({
      id: PersonId.make(`7a1e0000-0000-4000-8000-00000000000${number}`),
      name: "Somebody"
    }))
    expect(peopleResult(people, [{ error: null }, { error: null }]).map(({ _tag }) => _tag)).toEqual(["Done", "Done"])
    expect(peopleResult(people, [{ error: null }, { error: { code: "NotFound" } }]).map(({ _tag }) => _tag)).toEqual([
      "Unknown",
      "Unknown"
    ])
    expect(peopleResult(people, [{ error: null }]).map(({ _tag }) => _tag)).toEqual(["Unknown", "Unknown"])
  })
})
