import { EndedSessions } from "@incident-teams/application/ports/EndedSessions"
import type { Visitor } from "@incident-teams/application/ports/Session"
import { PersonId, TenantId, personIdOf } from "@incident-teams/domain/ids/directoryIds"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { Clock, Effect, Option, Schema } from "effect"
import { Seals } from "../../sealing/Seals.ts"
import { PageSettings } from "../PageSettings.ts"

/** A person who signed in to the page, until the session expires. No token is stored, on the server or in the browser. */
export interface PageSession extends Visitor {
  /** Of this sign-in; ties forms to it. */
  readonly id: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** What is sealed into the cookie. */
const Kept = Schema.Struct({
  id: Schema.String,
  person: PersonId,
  name: Schema.String,
  tenant: TenantId,
  expiresAt: Schema.Finite
})

/** A new session of a person who just signed in. */
export const begun = Effect.fnUntraced(function* ({ caller, tenant }: Visitor, id: string) {
  const { sessionMinutes } = yield* PageSettings
  const session: PageSession = {
    caller,
    tenant,
    id,
    expiresAt: (yield* Clock.currentTimeMillis) + sessionMinutes * 60_000
  }
  return session
})

export const sealed = Effect.fnUntraced(function* ({ caller, tenant, id, expiresAt }: PageSession) {
  const seconds = Math.ceil((expiresAt - (yield* Clock.currentTimeMillis)) / 1_000)
  return yield* (yield* Seals).seal("session", { id, person: caller.id, name: caller.name, tenant, expiresAt }, seconds)
})

/** Ends a session for good, in every process: a copy of its cookie is worth nothing from now on. */
export const end = ({ id, expiresAt }: PageSession) =>
  Effect.flatMap(EndedSessions, (sessions) => sessions.end(id, timestampOf(expiresAt)))

/** Whether a session was signed out. Asked at each use of it, and not remembered. */
export const hasEnded = ({ id }: PageSession) => Effect.flatMap(EndedSessions, (sessions) => sessions.isEnded(id))

/** The session behind a cookie's value, which may have ended (`hasEnded`); none where there is no good one. */
export const opened = Effect.fnUntraced(function* (value: string | undefined) {
  if (value === undefined) return Option.none<PageSession>()
  const kept = yield* (yield* Seals).open("session", Kept, value)
  return Option.flatMap(kept, ({ id, person, name, tenant, expiresAt }) =>
    Option.map(personIdOf(person), (known): PageSession => ({
      caller: { _tag: "User", id: known, name },
      tenant,
      id,
      expiresAt
    }))
  )
})
