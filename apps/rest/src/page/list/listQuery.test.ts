import { describe, expect, it } from "vitest"
import { type ListQuery, listQueryOf, nextPage, previousPage, searchOf } from "./listQuery.ts"

/** Page by page from the first one, by continuations of so many characters. */
const walked = (pages: number, characters: number): ListQuery => {
  let query = listQueryOf(new URLSearchParams())
  for (let page = 0; page < pages; page++) {
    query = nextPage(listQueryOf(new URLSearchParams(searchOf(query))), `${page}-`.padEnd(characters, "x"))
  }
  return query
}

describe("the address of a page", () => {
  // With the cookies of a session, Node takes 16,384 bytes; nginx takes 8,192 for the address alone.
  it.each([20, 570, 1_900])("stays short however far it leads, with continuations of %i characters", (characters) => {
    for (const pages of [1, 7, 20, 200]) expect(searchOf(walked(pages, characters)).length).toBeLessThan(8_000)
  })

  it("names its own page however long that continuation is", () => {
    const query = walked(3, 5_000)
    expect(query.pages).toEqual(["", "2-".padEnd(5_000, "x")])
    expect(previousPage(query)).toBeUndefined()
  })

  it("leads back to the page before, as long as it knows that one", () => {
    const query = walked(50, 570)
    expect(previousPage(query)).toEqual({ ...query, pages: query.pages.slice(0, -1) })
    expect(previousPage(walked(1, 570))?.pages).toEqual([])
  })
})
