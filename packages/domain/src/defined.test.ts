import * as fc from "fast-check"
import { describe, expect, expectTypeOf, it } from "vitest"
import { defined } from "./defined.ts"

describe("the members that are defined", () => {
  it("are all there, and no others", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.option(fc.anything(), { nil: undefined })), (members) => {
        const present = Object.entries(members).filter(([, value]) => value !== undefined)
        expect(Object.entries(defined(members))).toEqual(present)
      })
    )
  })

  it("keep a name that means something to JavaScript", () => {
    const members: unknown = JSON.parse('{"__proto__":{"a":1},"b":2}')
    expect(Object.entries(defined(Object(members)))).toEqual([
      ["__proto__", { a: 1 }],
      ["b", 2]
    ])
  })

  it("keep null, false, zero and the empty text", () => {
    expect(defined({ a: null, b: false, c: 0, d: "", e: undefined })).toStrictEqual({ a: null, b: false, c: 0, d: "" })
  })

  it("leave what they were taken from as it is", () => {
    const members = { a: 1, b: undefined }
    defined(members)
    expect(members).toStrictEqual({ a: 1, b: undefined })
  })

  it("may be absent exactly where they may be undefined", () => {
    const of = (id: number, reason: string | undefined) => defined({ id, reason })
    expectTypeOf<ReturnType<typeof of>>().toEqualTypeOf<{ readonly id: number; readonly reason?: string }>()
    expect(of(1, undefined)).toStrictEqual({ id: 1 })
  })
})
