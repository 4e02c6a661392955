import { isChange } from "../requests/endpointOf.ts"
import { type Failure, isTransient } from "../requests/Failure.ts"
import type { Request } from "../requests/Request.ts"

/** What a request is about: two of one topic would tell the same. */
export type Topic = string

export const topicOf = (request: Request): Topic => {
  const parts = Object.entries(request).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return parts.toSorted().join("&")
}

export interface Failed {
  readonly request: Request
  readonly failure: Failure
  readonly at: number
  /** How often it was asked in vain, one after another. */
  readonly tries: number
}

export interface UnderWay {
  readonly request: Request
  /** Asked for again since it was sent: what is on its way may be old. */
  readonly again: boolean
}

/** What was asked and isn't answered yet, and what was asked in vain. */
export interface Exchange {
  readonly underWay: ReadonlyMap<Topic, UnderWay>
  readonly failed: ReadonlyMap<Topic, Failed>
}

export const quiet: Exchange = { underWay: new Map(), failed: new Map() }

const without = <V>(map: ReadonlyMap<Topic, V>, topic: Topic): ReadonlyMap<Topic, V> => {
  if (!map.has(topic)) return map
  const rest = new Map(map)
  rest.delete(topic)
  return rest
}

export const sent = (exchange: Exchange, request: Request): Exchange => ({
  ...exchange,
  underWay: new Map(exchange.underWay).set(topicOf(request), { request, again: isUnderWay(exchange, request) })
})

export const answered = (exchange: Exchange, request: Request): Exchange => {
  const topic = topicOf(request)
  return { underWay: without(exchange.underWay, topic), failed: without(exchange.failed, topic) }
}

/** What was to change something is told where it was asked for, and isn't kept here. */
export const failed = (exchange: Exchange, request: Request, failure: Failure, at: number): Exchange => {
  const topic = topicOf(request)
  if (isChange(request)) return { ...exchange, underWay: without(exchange.underWay, topic) }
  const tries = (exchange.failed.get(topic)?.tries ?? 0) + 1
  return {
    underWay: without(exchange.underWay, topic),
    failed: new Map(exchange.failed).set(topic, { request, failure, at, tries })
  }
}

export const isUnderWay = (exchange: Exchange, request: Request): boolean => exchange.underWay.has(topicOf(request))

/** Whether the list of incidents is being read. */
export const isListing = ({ underWay }: Exchange): boolean =>
  [...underWay.values()].some(({ request }) => request._tag === "ListIncidents")

export const isAskedAgain = (exchange: Exchange, request: Request): boolean =>
  exchange.underWay.get(topicOf(request))?.again === true

export const failureOf = (exchange: Exchange, request: Request): Failure | undefined =>
  exchange.failed.get(topicOf(request))?.failure

const longestPause = 30_000

/** Milliseconds: 1 s, 2 s, 4 s … 30 s, and never sooner than the server asks for. */
const pause = ({ failure, tries }: Failed): number =>
  Math.max(failure.retryAfter ?? 0, Math.min(longestPause, 1_000 * 2 ** Math.min(tries - 1, 10)))

/** When it is asked again by itself; undefined if that is a person's to decide. */
export const askedAgainAt = (one: Failed): number | undefined =>
  isTransient(one.failure) ? one.at + pause(one) : undefined

const idle = (exchange: Exchange): ReadonlyArray<Failed> =>
  [...exchange.failed.values()].filter(({ request }) => !isUnderWay(exchange, request))

export const dueAgain = (exchange: Exchange, now: number): ReadonlyArray<Request> =>
  idle(exchange).flatMap((one) => {
    const at = askedAgainAt(one)
    return at !== undefined && at <= now ? [one.request] : []
  })

/** What is worth asking at once when the server responds; where it said how long to wait, that stands. */
export const cutOff = (exchange: Exchange): ReadonlyArray<Request> =>
  idle(exchange).flatMap(({ request, failure }) =>
    isTransient(failure) && failure.retryAfter === undefined ? [request] : []
  )
