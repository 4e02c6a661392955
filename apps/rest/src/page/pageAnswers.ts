import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Effect, Match } from "effect"
import { problemOf } from "../problems/problemOf.ts"
import { type Html, html } from "./html/Html.ts"
import { message } from "./html/messagePage.ts"
import { page, type Shell } from "./html/shell.ts"
import type { PageFailure } from "./PageFailure.ts"
import { PageFiles } from "./PageFiles.ts"
import { pageHeaders } from "./pageHeaders.ts"
import { isFramed } from "./pageRequest.ts"
import { PageSettings } from "./PageSettings.ts"
import type { PageSession } from "./sign-in/PageSession.ts"

/** A page as a response. */
export const shown = Effect.fnUntraced(function* (
  status: number,
  shell: Omit<Shell, "files" | "settings">
): Effect.fn.Return<Response, never, PageFiles | PageSettings> {
  const [settings, files] = [yield* PageSettings, yield* PageFiles]
  const text = yield* Effect.promise(async () => String(await page({ ...shell, files, settings })))
  return new Response(text, { status, headers: pageHeaders(settings) })
})

/** The path of an Incident page on this server. */
export const pathOf = ({ base }: PageSettings["Service"], id: IncidentId): string =>
  `${base}/incidents/${encodeURIComponent(id)}`

export const signInPath = (
  { base }: PageSettings["Service"],
  id: IncidentId,
  more: Readonly<Record<string, string>> = {}
): string => `${base}/sign-in?${new URLSearchParams({ incident: id, ...more }).toString()}`

/** Asks the reader to sign in. Entra ID can't be shown in a frame, so there it opens in a window of its own. */
export const askToSignIn = Effect.fnUntraced(function* (
  request: Request,
  id: IncidentId
): Effect.fn.Return<Response, never, PageFiles | PageSettings> {
  const settings = yield* PageSettings
  const framed = isFramed(request)
  const address = signInPath(settings, id)
  return yield* shown(401, {
    title: "Sign in",
    scripts: framed ? [...(settings.withApp ? (["MicrosoftTeams.min.js"] as const) : []), "signIn.js"] : [],
    data: framed ? { incident: id, ...(settings.withApp ? { app: "teams" } : {}) } : {},
    main: message(
      "Sign in to see this incident",
      [
        "It is visible to people who may read the incidents of its workspace in Microsoft Sentinel, and to the members of its team.",
        html`<span id="sign-in-state" role="status"></span>`
      ],
      [
        html`<a
          id="sign-in"
          class="button primary"
          href="${address}"
          ${framed ? html`target="_blank" rel="opener"` : ""}
        >
          Sign in with Microsoft Entra ID${framed ? " (opens a window)" : ""}
        </a>`
      ]
    )
  })
})

interface Message {
  readonly status: number
  readonly title: string
  readonly paragraphs: ReadonlyArray<Html | string>
}

const messageOf = Match.type<PageFailure>().pipe(
  Match.withReturnType<Message>(),
  Match.tags({
    NoSuchPage: () => ({
      status: 404,
      title: "Page not found",
      paragraphs: [
        "There is no page at this address.",
        "Open an incident's page from the tab in its team, or from its link."
      ]
    }),
    ForeignRequest: () => ({
      status: 403,
      title: "The request was not accepted",
      paragraphs: [
        "It didn't come from the Incident page, so nothing was changed.",
        "Open the Incident page and try again there."
      ]
    }),
    InvalidReason: () => ({
      status: 400,
      title: "A reason is required",
      paragraphs: [
        "The team's owners read it before they decide on your request.",
        "Enter a reason of at most 1,000 characters."
      ]
    }),
    UnknownSignIn: () => ({
      status: 400,
      title: "The sign-in has expired",
      paragraphs: [
        "It took too long, was already used, or was started in another browser; or your browser doesn't keep this site's cookies.",
        "Sign in again. If that fails too, allow cookies for this site."
      ]
    }),
    SignInRefused: ({ detail, remedy }) => ({
      status: 403,
      title: "Sign-in failed",
      paragraphs: [detail, remedy]
    }),
    SignInUnavailable: ({ detail, remedy }) => ({
      status: 503,
      title: "Sign-in is unavailable right now",
      paragraphs: [detail, remedy]
    })
  }),
  Match.orElse((failure) => {
    const { status, title, detail, remedy } = problemOf(failure)
    return { status, title, paragraphs: [detail, remedy] }
  })
)

/** What went wrong and the remedy; where access was denied, also who is signed in. */
export const failurePage = Effect.fnUntraced(function* (
  failure: PageFailure,
  about: { readonly incident: IncidentId | undefined; readonly session: PageSession | undefined }
): Effect.fn.Return<Response, never, PageFiles | PageSettings> {
  const settings = yield* PageSettings
  const { status, title, paragraphs } = messageOf(failure)
  const { incident, session } = about
  const refused = failure._tag === "NotAllowed"
  return yield* shown(status, {
    title: refused ? "You don't have access to this incident" : title,
    main: message(
      refused ? "You don't have access to this incident" : title,
      [
        ...(session === undefined || !refused
          ? []
          : [html`You are signed in as <strong>${session.caller.name}</strong>.`]),
        ...paragraphs
      ],
      incident === undefined
        ? [html`<a class="button" href="${settings.base}/">Go to the start page</a>`]
        : [
            html`<a class="button primary" href="${pathOf(settings, incident)}">Try again</a>`,
            html`<a class="button" href="${signInPath(settings, incident, { choose: "1" })}"
              >Sign in as someone else</a
            >`
          ]
    )
  })
})
