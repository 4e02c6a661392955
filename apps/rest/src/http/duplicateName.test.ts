import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { duplicateName } from "./duplicateName.ts"

describe("a name that is given twice", () => {
  it.each([
    ['{"a":1,"a":2}', ["a"]],
    ['{"a":{"b":1},"c":[{"d":1},{"e":1,"d":2,"e":3}]}', ["c", "1", "e"]],
    // The same name in another spelling.
    ['{"a":1,"\\u0061":2}', ["a"]],
    ['{"__proto__":1,"__proto__":2}', ["__proto__"]],
    ['[[{"":1,"":2}]]', ["0", "0", ""]]
  ])("is found in %s", (json, path) => {
    expect(duplicateName(json)).toEqual(path)
  })

  it("is never found where every object has each name once", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (json) => {
        expect(duplicateName(JSON.stringify(JSON.parse(json)))).toBeUndefined()
      })
    )
  })

  it("is always found, with any text around it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), fc.jsonValue(), (before, name, value) => {
        const [key, part] = [JSON.stringify(name), JSON.stringify(value)]
        expect(duplicateName(`[${JSON.stringify(before)},{${key}:${part},${key}:1}]`)).toEqual(["1", name])
      })
    )
  })
})
