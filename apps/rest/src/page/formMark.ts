import { Effect } from "effect"
import { ForeignRequest } from "./PageFailure.ts"
import { isSame } from "./pageRequest.ts"
import type { PageSession } from "./sign-in/PageSession.ts"
import { Seals } from "./sign-in/Seals.ts"

/** What a form of ours carries: only a page that was shown in this session has it, and it is good for one use only. */
export const formMark = (session: PageSession, use: string): Effect.Effect<string, never, Seals> =>
  Effect.map(Seals, (seals) => seals.mark(`${session.id} ${use}`))

/** Refuses a form without its mark. */
export const checkMark = Effect.fnUntraced(function* (session: PageSession, use: string, given: unknown) {
  if (!isSame(given, yield* formMark(session, use))) return yield* new ForeignRequest()
})
