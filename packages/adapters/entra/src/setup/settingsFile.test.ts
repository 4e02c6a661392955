import { parseEnv } from "node:util"
import { Redacted } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { changeSettings, readSettings, withoutOurs } from "./settingsFile.ts"

const names = fc.constantFrom("AZURE_TENANT_ID", "PUBLIC_URL", "STANDBY_OWNERS", "CONSOLE_CLIENT_ID")
/** As in values of Choices: no single quote and no line break. */
const text = fc.string({ unit: "grapheme-ascii" }).map((some) => some.replaceAll("'", ""))
const values = fc.dictionary(names, text)
const secret = { text: Redacted.make("abc8Q~def.-_"), keyId: "key-1" }

describe("the settings file", () => {
  it("always reads what was written, as Node.js does, with a reason above each line", () => {
    fc.assert(
      fc.property(values, values, (first, second) => {
        const file = changeSettings(changeSettings(undefined, { values: first }), { values: second })
        const expected = { ...first, ...second }
        expect(readSettings(file)).toEqual({ values: expected, hasSecret: false, hasPageSecret: false, isOurs: true })
        expect({ ...parseEnv(file) }).toEqual(expected)
        expect(file.split("\n").filter((line) => line.startsWith("# ")).length).toBe(1 + Object.keys(expected).length)
      })
    )
  })

  it("has the secret, which reading it doesn't return, and forgets that one is being added", () => {
    const before = changeSettings(undefined, { values: { PUBLIC_URL: "https://x.example" }, pending: ["a", "b"] })
    expect(readSettings(before)).toMatchObject({ hasSecret: false, pending: ["a", "b"] })
    const file = changeSettings(before, { secret })
    expect(parseEnv(file)).toMatchObject({ AZURE_CLIENT_SECRET: "abc8Q~def.-_" })
    const read = readSettings(file)
    expect(read).toEqual({
      values: { PUBLIC_URL: "https://x.example" },
      hasSecret: true,
      hasPageSecret: false,
      secretKeyId: "key-1",
      isOurs: true
    })
    const renewed = changeSettings(file, { secret: { text: Redacted.make("new"), keyId: "key-2" } })
    expect([parseEnv(renewed)["AZURE_CLIENT_SECRET"], readSettings(renewed).secretKeyId]).toEqual(["new", "key-2"])
    expect(renewed.split("\n").length).toBe(file.split("\n").length)
  })

  it("has the page secret, which reading it doesn't return", () => {
    const file = changeSettings(undefined, { values: {}, pageSecret: Redacted.make("c2VhbA==") })
    expect(parseEnv(file)).toEqual({ PAGE_SECRET: "c2VhbA==" })
    expect(readSettings(file)).toEqual({ values: {}, hasSecret: false, hasPageSecret: true, isOurs: true })
    expect(withoutOurs(file)).toBeUndefined()
  })

  it("keeps the lines of somebody else, and is theirs", () => {
    const theirs = "# My own\nLOG_LEVEL='Debug'\n"
    const file = changeSettings(theirs, { values: { PUBLIC_URL: "https://x.example" } })
    expect(file.startsWith(theirs)).toBe(true)
    expect(readSettings(file)).toMatchObject({ values: { LOG_LEVEL: "Debug" }, isOurs: false })
  })

  it("has nothing left when what this program wrote is removed, unless somebody added to it", () => {
    const ours = changeSettings(undefined, { values: { PUBLIC_URL: "https://x.example" }, secret })
    expect(withoutOurs(ours)).toBeUndefined()
    expect(withoutOurs(`${ours}# My own\nLOG_LEVEL='Debug'\n`)).toBe("# My own\nLOG_LEVEL='Debug'\n")
  })
})
