import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Effect, Option, Schema } from "effect"
import { NoSuchPage } from "./PageFailure.ts"

/** The longest address that a sign-in leads back to, in characters. */
const longest = 1_500

/** Nothing but ASCII that an address contains as it is, and no segment that leads elsewhere. */
const shape = /^\/(?:signed-in|incidents(?:\/(?!\.{1,2}(?:[/?]|$))[\w.~%-]+){0,4}(?:\?[\w.~%&=+*-]*)?)$/u

/** A page of ours that a sign-in leads back to: its path after the server's base, with its query. */
export const PagePath = Schema.String.check(Schema.isMaxLength(longest), Schema.isPattern(shape)).pipe(
  Schema.brand("PagePath")
)
export type PagePath = typeof PagePath.Type

const decode = Schema.decodeUnknownOption(PagePath)

/** The page that an address or a form names. */
export const pageNamed = (text: unknown): Effect.Effect<PagePath, NoSuchPage> =>
  Option.match(decode(text), { onNone: () => Effect.fail(new NoSuchPage()), onSome: Effect.succeed })

/** The list of incidents. */
export const incidentsPage = PagePath.make("/incidents")

/** Where a window ends that was opened to sign in. */
export const signedInPage = PagePath.make("/signed-in")

export const pageOf = (id: IncidentId): PagePath => PagePath.make(`/incidents/${encodeURIComponent(id)}`)

/** The page of a request, with its query where that can be kept; the list of incidents where it has no such address. */
export const pageAsked = ({ url }: Request, base: string): PagePath => {
  const asked = new URL(url)
  // Of the script that signs in within a frame.
  asked.searchParams.delete("signed-in")
  const { pathname, search } = asked
  const path = pathname.startsWith(base) ? pathname.slice(base.length) : pathname
  return Option.getOrElse(
    Option.orElse(decode(`${path}${search}`), () => decode(path)),
    () => incidentsPage
  )
}
