import { Effect, Logger, Redacted } from "effect"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { jsonDocument } from "./jsonLogs.ts"

/** What one log call is written as. */
const documentOf = (log: Effect.Effect<void>): unknown => {
  const lines: Array<string> = []
  Effect.runSync(Effect.provide(log, Logger.layer([Logger.map(jsonDocument, (line) => void lines.push(line))])))
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toContain("\n")
  return JSON.parse(lines[0]!)
}

it("always tells texts and numbers as they are, in one line", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/u), fc.oneof(fc.string(), fc.integer())),
      (message, annotations) => {
        expect(documentOf(Effect.annotateLogs(Effect.logInfo(message), annotations))).toMatchObject({
          message,
          level: "INFO",
          annotations
        })
      }
    )
  )
})

it.each([
  ["a message", Effect.logWarning(Redacted.make("hush"))],
  ["a part of one", Effect.logWarning("a call failed", { token: Redacted.make("hush") })],
  ["an annotation", Effect.annotateLogs(Effect.logInfo("x"), "token", Redacted.make("hush"))],
  ["a part of one", Effect.annotateLogs(Effect.logInfo("x"), "session", { token: Redacted.make("hush") })]
])("never tells a secret that is %s", (_, log) => {
  expect(JSON.stringify(documentOf(log))).not.toContain("hush")
})

it("tells a fault with its words", () => {
  expect(documentOf(Effect.logError("It broke", new Error("boom")))).toMatchObject({
    message: ["It broke", expect.objectContaining({ message: "boom" })]
  })
})
