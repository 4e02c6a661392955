import type { NotAuthorized } from "@incident-teams/application/ports/IncidentSource"
import { defined } from "@incident-teams/domain/defined"
import { Effect } from "effect"
import { RateLimit } from "../rate/RateLimit.ts"
import { formMark } from "./formMark.ts"
import { SignInAgain } from "./PageFailure.ts"
import type { PagePath } from "./pagePath.ts"
import type { Asked } from "./PageRunner.ts"
import type { PageSession } from "./sign-in/PageSession.ts"

const nobody = new SignInAgain({ silently: true, detail: "You aren't signed in." })

/** Who is signed in, and counts the request as theirs. */
export const readerOf = Effect.fnUntraced(function* ({ session }: Pick<Asked, "session">) {
  if (session === undefined) return yield* nobody
  yield* (yield* RateLimit).take(session.caller.id)
  return session
})

/** The reader at the top of a page, with the form to sign out, which leads back to `page`. */
export const readerShown = (session: PageSession, page: PagePath) =>
  Effect.map(formMark(session, "sign-out"), (mark) => ({ name: session.caller.name, mark, back: page }))

/** Azure, or Entra ID for it, demands another sign-in of the person; anything else that it denies stays denied. */
export const signInDemanded = (failure: NotAuthorized): Effect.Effect<never, NotAuthorized | SignInAgain> => {
  const { signIn = false, claims, reason: detail } = failure
  if (!signIn && claims === undefined) return Effect.fail(failure)
  return Effect.fail(new SignInAgain({ silently: false, detail, ...defined({ claims }) }))
}
