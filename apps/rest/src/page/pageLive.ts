import { LiveChanges } from "@incident-teams/application/live/LiveChanges"
import { readIncidentPage } from "@incident-teams/application/use-cases/incidentPage"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Data, Effect, Option, Stream } from "effect"
import { expiry } from "../http/untilExpiry.ts"
import type { Services } from "../Services.ts"
import { stateInWords, titleOf } from "./html/incidentPage.ts"
import { incidentBody } from "./incidentBody.ts"
import { hasEnded, type PageSession } from "./sign-in/PageSession.ts"

/** How soon changes outside of Incident Teams, such as a comment in Sentinel, appear. Parts are cached for as long. */
const every = "15 seconds"
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

/**
 * The page's main part, each time that it changed, for as long as its reader may see it. `have`: the version that they
 * have, so that what changed before they followed isn't missed.
 */
export const pageLive = Effect.fnUntraced(function* (session: PageSession, id: IncidentId, have: string | undefined) {
  const live = yield* LiveChanges
  yield* readIncidentPage(session, id, false)
  yield* live.room(session.caller.id)
  const services = yield* Effect.context<Services>()

  const look = Effect.gen(function* () {
    if (yield* hasEnded(session)) return yield* new SignedOut()
    const page = yield* readIncidentPage(session, id, false)
    const { text, version } = yield* incidentBody(session, id, page)
    return { version, news: event("page", { title: titleOf(page), state: stateInWords(page), main: text }, version) }
  }).pipe(
    Effect.map(Option.some),
    // What may pass is passed over: the next look is soon.
    Effect.catchTags({
      IncidentSourceUnavailable: () => Effect.succeedNone,
      RightsUnavailable: () => Effect.succeedNone,
      StoreUnavailable: () => Effect.succeedNone
    })
  )

  let known = have
  return live.follow(session.caller.id, Option.none()).pipe(
    Stream.filter((change) => change._tag !== "Changed" || change.stored.team.incident.id === id),
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
    Stream.merge(Stream.as(Stream.fromEffect(expiry(session)), over), { haltStrategy: "either" }),
    Stream.provideContext(services)
  )
})
