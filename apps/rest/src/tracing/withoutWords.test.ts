import type { OtlpTracer } from "effect/observability"
import { expect, it } from "vitest"
import { withoutWords } from "./withoutWords.ts"

it("leaves of a failure its kind, and nothing of what it says", () => {
  const text = (key: string, stringValue: string) => ({ key, value: { stringValue } })
  const span = {
    traceId: "a".repeat(32),
    spanId: "b".repeat(16),
    parentSpanId: undefined,
    name: "Graph: read a person",
    kind: 3,
    startTimeUnixNano: "1",
    endTimeUnixNano: "2",
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    attributes: [text("url.path", "/users/1")],
    status: { code: 2 as const, message: "Ana Example isn't there" },
    events: [
      {
        name: "exception",
        timeUnixNano: "2",
        droppedAttributesCount: 0,
        attributes: [
          text("exception.type", "Missing"),
          text("exception.message", "Ana Example isn't there"),
          text("exception.stacktrace", "Missing: Ana Example isn't there at read")
        ]
      }
    ]
  }
  const data: OtlpTracer.TraceData = {
    resourceSpans: [
      {
        resource: { attributes: [], droppedAttributesCount: 0 },
        scopeSpans: [{ scope: { name: "effect" }, spans: [span] }]
      }
    ]
  }
  const [kept] = withoutWords(data).resourceSpans[0]?.scopeSpans[0]?.spans ?? []
  expect(kept).toEqual({
    ...span,
    status: { code: 2 },
    events: [{ ...span.events[0], attributes: [text("exception.type", "Missing")] }]
  })
})
