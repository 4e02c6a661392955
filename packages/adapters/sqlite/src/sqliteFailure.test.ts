import { describe, expect, it } from "vitest"
import { isBusy, sqliteFailure } from "./sqliteFailure.ts"

/** As node:sqlite throws it. */
const sqliteError = (errcode: number) => Object.assign(new Error("SQLite"), { code: "ERR_SQLITE_ERROR", errcode })

describe("an error of SQLite", () => {
  it.each([
    ["busy", 5, true],
    ["busy with a snapshot", 5 | (2 << 8), true],
    ["locked", 6, true],
    ["full", 13, false],
    ["failed to read", 10 | (1 << 8), false]
  ])(
    "is the store's trouble, with its cause, and tried again only while somebody holds the lock: %s",
    (_, code, busy) => {
      const cause = sqliteError(code)
      const failure = sqliteFailure(cause, "/data/teams.sqlite")
      expect(failure).toMatchObject({ reason: expect.stringMatching(/^\/data\/teams\.sqlite: .+\.$/u), cause })
      expect(failure !== undefined && isBusy(failure)).toBe(busy)
    }
  )

  it.each([
    ["a statement that is wrong", sqliteError(1)],
    ["a constraint that doesn't hold", sqliteError(19)],
    ["any other error", new Error("other")],
    ["what isn't an error", { errcode: 5 }],
    ["a text", "busy"]
  ])("that nobody but us can resolve is none of the store's: %s", (_, error) => {
    expect(sqliteFailure(error, "/data/teams.sqlite")).toBeUndefined()
  })
})
