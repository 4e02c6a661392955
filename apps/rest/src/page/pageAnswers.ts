import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Effect, Match } from "effect"
import { html } from "hono/html"
import { problemOf } from "../problems/problemOf.ts"
import type { Html } from "./html/Html.ts"
import { message } from "./html/messagePage.ts"
import { page, type Shell } from "./html/shell.ts"
import type { PageFailure } from "./PageFailure.ts"
import { PageFiles } from "./PageFiles.ts"
import { pageHeaders } from "./pageHeaders.ts"
import { isFramed } from "./pageRequest.ts"
import { PageSettings } from "./PageSettings.ts"
import type { PageSession } from "./sign-in/PageSession.ts"

/** A page of ours as an answer. */
export const shown = Effect.fnUntraced(function* (
  status: number,
  shell: Omit<Shell, "files" | "settings">
): Effect.fn.Return<Response, never, PageFiles | PageSettings> {
  const [settings, files] = [yield* PageSettings, yield* PageFiles]
  const text = yield* Effect.promise(async () => String(await page({ ...shell, files, settings })))
  return new Response(text, { status, headers: pageHeaders(settings) })
})

/** Where an incident's page is, as a path of ours. */
export const pathOf = ({ base }: PageSettings["Service"], id: IncidentId): string =>
  `${base}/incidents/${encodeURIComponent(id)}`

export const signInPath = (
  { base }: PageSettings["Service"],
  id: IncidentId,
  more: Readonly<Record<string, string>> = {}
): string => `${base}/sign-in?${new URLSearchParams({ incident: id, ...more }).toString()}`

/** Says that one has to sign in. In a frame Entra's own pages can't be shown: there a window of its own is opened. */
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
        "It is shown to whoever may read incidents of its workspace in Microsoft Sentinel, and to the members of its team.",
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

interface Told {
  readonly status: number
  readonly title: string
  readonly paragraphs: ReadonlyArray<Html | string>
}

const told = Match.type<PageFailure>().pipe(
  Match.withReturnType<Told>(),
  Match.tags({
    NoSuchPage: () => ({
      status: 404,
      title: "There is no such page",
      paragraphs: [
        "The address isn't that of an incident.",
        "Open the page from its team, or from the incident's link."
      ]
    }),
    ForeignRequest: () => ({
      status: 403,
      title: "That didn't come from this page",
      paragraphs: ["Nothing was done.", "Open the incident's page, and do there what you wanted to do."]
    }),
    InvalidReason: () => ({
      status: 400,
      title: "Say why",
      paragraphs: ["Whoever decides reads why you want to be let in.", "Give a reason of at most 1,000 characters."]
    }),
    UnknownSignIn: () => ({
      status: 400,
      title: "This sign-in isn't known here",
      paragraphs: ["It took too long, was used already, or was begun in another browser.", "Begin again."]
    }),
    SignInRefused: ({ detail, remedy }) => ({
      status: 403,
      title: "You aren't signed in",
      paragraphs: [detail, remedy]
    }),
    SignInUnavailable: ({ detail, remedy }) => ({
      status: 503,
      title: "Nobody can sign in right now",
      paragraphs: [detail, remedy]
    })
  }),
  Match.orElse((failure) => {
    const { status, title, detail, remedy } = problemOf(failure)
    return { status, title, paragraphs: [detail, remedy] }
  })
)

/** What went wrong, and what to do; for who was refused also as whom they are signed in. */
export const failurePage = Effect.fnUntraced(function* (
  failure: PageFailure,
  about: { readonly incident: IncidentId | undefined; readonly session: PageSession | undefined }
): Effect.fn.Return<Response, never, PageFiles | PageSettings> {
  const settings = yield* PageSettings
  const { status, title, paragraphs } = told(failure)
  const { incident, session } = about
  const refused = failure._tag === "NotAllowed"
  return yield* shown(status, {
    title: refused ? "You may not see this incident" : title,
    main: message(
      refused ? "You may not see this incident" : title,
      [
        ...(session === undefined || !refused
          ? []
          : [html`You are signed in as <strong>${session.caller.name}</strong>.`]),
        ...paragraphs
      ],
      incident === undefined
        ? []
        : [
            html`<a class="button primary" href="${pathOf(settings, incident)}">Try again</a>`,
            html`<a class="button" href="${signInPath(settings, incident, { choose: "1" })}"
              >Sign in as somebody else</a
            >`
          ]
    )
  })
})
