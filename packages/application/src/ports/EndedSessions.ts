import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { Context, type Effect } from "effect"
import type { StoreUnavailable } from "./TeamStore.ts"

/**
 * Sign-ins at the Incident page that a person ended before their time. A session itself is kept by the browser alone, so
 * that its end has to be kept here, for every process, until the session would have ended by itself.
 */
export class EndedSessions extends Context.Service<
  EndedSessions,
  {
    /** Ends the session `id`: 1 to 100 letters, digits, `-` and `_`. May be forgotten once `expiresAt` has passed. */
    end(id: string, expiresAt: Timestamp): Effect.Effect<void, StoreUnavailable>
    /** Whether it was ended, in any process, at the latest when this is asked. Nothing is cached. */
    isEnded(id: string): Effect.Effect<boolean, StoreUnavailable>
  }
>()("@incident-teams/application/ports/EndedSessions") {}
