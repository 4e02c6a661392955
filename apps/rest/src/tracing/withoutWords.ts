import type { OtlpTracer } from "effect/observability"

/** Attributes of an exception that say what happened in words, which may name people and things. */
const words = new Set(["exception.message", "exception.stacktrace"])

/** The spans without what failures say: the kind of a failure stays, its words are for our own log. */
export const withoutWords = ({ resourceSpans }: OtlpTracer.TraceData): OtlpTracer.TraceData => ({
  resourceSpans: resourceSpans.map((ofResource) => ({
    ...ofResource,
    scopeSpans: ofResource.scopeSpans.map((ofScope) => ({
      ...ofScope,
      spans: ofScope.spans.map(({ status, ...span }) => ({
        ...span,
        status: { code: status.code },
        events: span.events.map((event) => ({
          ...event,
          attributes: event.attributes.filter(({ key }) => !words.has(key))
        }))
      }))
    }))
  }))
})
