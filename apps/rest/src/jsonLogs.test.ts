import { setImmediate as turnEnds } from "node:timers/promises"
import { Effect, Logger, Redacted } from "effect"
import * as fc from "fast-check"
import { expect, it, vi } from "vitest"
import { jsonDocument, jsonLines } from "./jsonLogs.ts"

/** What one log call is written as. */
const documentOf = (log: Effect.Effect<void>): unknown => {
  const lines: Array<string> = []
  Effect.runSync(Effect.provide(log, Logger.layer([Logger.map(jsonDocument, (line) => void lines.push(line))])))
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toContain("\n")
  return JSON.parse(lines[0]!)
}

const plain = fc.oneof(fc.string(), fc.double(), fc.integer())
const anything = fc.oneof(plain, fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }))

it("always writes what effect's own JSON does", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.tuple(fc.string()), fc.array(anything, { maxLength: 3 })),
      fc.dictionary(fc.string({ maxLength: 8 }), fc.oneof({ weight: 4, arbitrary: plain }, anything)),
      fc.boolean(),
      (messages, annotations, timed) => {
        const lines: Array<string> = []
        const both = Logger.layer(
          [jsonDocument, Logger.formatJson].map((one) => Logger.map(one, (line) => void lines.push(line)))
        )
        const log = Effect.annotateLogs(Effect.logInfo(...messages), annotations)
        Effect.runSync(Effect.provide(timed ? Effect.withLogSpan(log, "span") : log, both))
        expect(lines[0]).toBe(lines[1])
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

it("writes the lines of one turn of the event loop together, in their order", async () => {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true)
  try {
    for (const turn of [["first", "second"], ["third"]]) {
      for (const message of turn) Effect.runSync(Effect.provide(Effect.logInfo(message), jsonLines))
      await turnEnds()
    }
    const written = write.mock.calls.map(([lines]) =>
      String(lines)
        .trimEnd()
        .split("\n")
        .map((line): unknown => JSON.parse(line))
    )
    expect(written).toMatchObject([[{ message: "first" }, { message: "second" }], [{ message: "third" }]])
  } finally {
    write.mockRestore()
  }
})
