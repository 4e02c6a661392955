import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bind, quoted, quotedKey, target } from "./GraphRequest.ts"

const text = fc.string({ unit: "grapheme" })

describe("a request's target", () => {
  it("always carries query options unchanged", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("$filter", "$select", "$search", "$top"), text), (query) => {
        const url = new URL(target({ path: "/users", query }), "https://graph.microsoft.com")
        expect(url.pathname).toBe("/users")
        expect(url.hash).toBe("")
        expect(Object.fromEntries(url.searchParams)).toEqual({ ...query })
      })
    )
  })

  it("is the path where there are no options", () => {
    expect(target({ path: "/users" })).toBe("/users")
    expect(target({ path: "/users", query: {} })).toBe("/users")
  })

  it("never lets a key leave its quotes or its path segment", () => {
    fc.assert(
      fc.property(text, (key) => {
        const url = new URL(`/groups(uniqueName=${quotedKey(key)})`, "https://graph.microsoft.com")
        expect(url.search + url.hash).toBe("")
        expect(decodeURIComponent(url.pathname)).toBe(`/groups(uniqueName=${quoted(key)})`)
        expect(url.pathname.split("/")).toHaveLength(2)
      })
    )
  })

  it("doubles quotes in literals", () => {
    expect(quoted("O'Neill")).toBe("'O''Neill'")
    expect(bind("users", "a'b")).toBe("https://graph.microsoft.com/v1.0/users('a''b')")
  })
})
