import { describe, expect, it } from "vitest"
import { CosmosFailure } from "../CosmosFailure.ts"
import { parseQuery } from "./parse.ts"

describe("a text that is no query", () => {
  it.each([
    ["", "", 0],
    ["SELECT", "", 6],
    ["SELECT *", "", 8],
    ["SELECT * FROM", "", 13],
    ["SELECT * FROM c WHERE", "", 21],
    ["SELECT * FROM c WHERE c.n = ", "", 28],
    ["SELECT * FROM c WHERE c.n == 1", "=", 27],
    ["SELECT * FROM c ORDER c.n", "c", 22],
    ["SELECT * FROM c OFFSET 1", "", 24],
    ["SELECT * FROM c WHERE c.n IN ()", ")", 30],
    ["SELECT * FROM c WHERE c.n NOT = 1", "=", 30],
    ["SELECT * FROM c; DROP", ";", 15],
    ["UPDATE c", "UPDATE", 0],
    ["SELECT c.n AS order FROM c", "order", 14],
    ["SELECT * FROM c WHERE c.n = 'open", "'", 28]
  ])("%s: refused where it goes wrong", (text, near, start) => {
    let failure: unknown
    try {
      parseQuery(text)
    } catch (error) {
      failure = error
    }
    expect(failure).toBeInstanceOf(CosmosFailure)
    const { status, message } = failure as CosmosFailure
    expect(status).toBe(400)
    const [error] = JSON.parse(message.replace(/^Message: /, "")).errors
    expect(error).toMatchObject({
      code: "SC1001",
      message: `Syntax error, incorrect syntax near '${near}'.`,
      location: { start }
    })
  })
})

describe("the parts of a query", () => {
  it("have the text that they were written in, for a plan to use", () => {
    const query = parseQuery(
      "select distinct top @n c.a AS first, c.b second, LOWER( c.x ) from items AS c where  c.a = 1 -- why\n AND c.b>2 ORDER BY c.a desc, c.b"
    )
    expect(query.select).toMatchObject({
      items: [
        { name: "first", text: "c.a" },
        { name: "second", text: "c.b" },
        { name: "$1", text: "LOWER( c.x )" }
      ]
    })
    expect(query.from).toMatchObject({ alias: "c", text: "items AS c" })
    expect(query.where?.text).toBe("c.a = 1 -- why\n AND c.b>2")
    expect(query.orderBy.map(({ text, descending }) => [text, descending])).toEqual([
      ["c.a", true],
      ["c.b", false]
    ])
    expect([query.distinct, query.top]).toEqual([true, { kind: "parameter", name: "@n" }])
  })
})
