import { LiveChanges } from "@incident-teams/application/live/LiveChanges"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { incidentsOf } from "@incident-teams/domain/team/served"
import { Data, type Duration, Effect, Option, Stream } from "effect"
import { expiry } from "../http/untilExpiry.ts"
import type { Services } from "../Services.ts"
import type { PageFailure } from "./PageFailure.ts"
import type { Asked } from "./PageRunner.ts"
import { hasEnded, type PageSession } from "./sign-in/PageSession.ts"

/** Commits come in bursts. */
const pause = "200 millis"

/** The reader signed out, here or in another window. */
class SignedOut extends Data.TaggedError("SignedOut") {}

const event = (name: string, content: object, id?: string): string =>
  `event: ${name}\n${id === undefined ? "" : `id: ${id}\n`}data: ${JSON.stringify(content)}\n\n`

/**
 * The reader may no longer see it, or is no longer signed in: reload the page. After a stream that ends without this
 * event, as when the server stops, reconnect.
 */
const over = event("over", {})

/** What is live of a page at a moment. */
export interface Looked {
  readonly title: string
  /** Read aloud when it changes; empty for a page without one state. */
  readonly state: string
  /** The page's main part. */
  readonly text: string
  /** Of the text: the same as long as nothing that is shown changes. */
  readonly version: string
}

/** A page that is followed. */
export interface Followed {
  readonly session: PageSession
  /** When the right to read ends, in milliseconds since 1970. */
  readonly expiresAt: number
  /** Whether a change of an incident, or of the team that serves it, is shown on the page. */
  readonly concerns: (incident: IncidentId, changed: "incident" | "team") => boolean
  /** How soon what nobody tells of appears. */
  readonly every: Duration.Input
  readonly look: Effect.Effect<Looked, PageFailure, Services>
}

/**
 * The page's main part, each time that it changed, for as long as its reader may see it. The request says which version
 * they have, so that what changed before they followed isn't missed.
 */
export const pageLive = Effect.fnUntraced(function* (
  { request }: Pick<Asked, "request">,
  { session, expiresAt, concerns, every, ...page }: Followed
) {
  const have = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("have") ?? undefined
  const live = yield* LiveChanges
  yield* live.room(session.caller.id)
  const services = yield* Effect.context<Services>()

  const look = Effect.gen(function* () {
    if (yield* hasEnded(session)) return yield* new SignedOut()
    const { title, state, text, version } = yield* page.look
    return { version, news: event("page", { title, state, main: text }, version) }
  }).pipe(
    Effect.map(Option.some),
    // What may pass is passed over: the next look is soon.
    Effect.catchTags({
      IncidentSourceUnavailable: () => Effect.succeedNone,
      RightsUnavailable: () => Effect.succeedNone,
      StoreUnavailable: () => Effect.succeedNone
    })
  )

  let known: string | undefined = have
  return live.follow(session.caller.id, Option.none()).pipe(
    Stream.filter((change) =>
      change._tag === "IncidentChanged"
        ? concerns(change.incident.id, "incident")
        : change._tag !== "Changed" || incidentsOf(change.stored.team).some(({ id }) => concerns(id, "team"))
    ),
    Stream.debounce(pause),
    Stream.merge(Stream.tick(every), { haltStrategy: "left" }),
    Stream.mapEffect(() => look),
    Stream.flatMap((looked) => {
      if (Option.isNone(looked) || looked.value.version === known) return Stream.empty
      known = looked.value.version
      return Stream.make(looked.value.news)
    }),
    Stream.catchTag("StoreUnavailable", () => Stream.empty),
    Stream.catch(() => Stream.make(over)),
    Stream.merge(Stream.as(Stream.fromEffect(expiry({ expiresAt })), over), { haltStrategy: "either" }),
    Stream.provideContext(services)
  )
})
