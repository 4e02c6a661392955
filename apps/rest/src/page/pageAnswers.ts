import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Effect, Match } from "effect"
import { problemOf } from "../problems/problemOf.ts"
import { Seals } from "../sealing/Seals.ts"
import { remedies } from "./forms/refusalOf.ts"
import { type Html, html, verbatim } from "./html/Html.ts"
import { message } from "./html/messagePage.ts"
import { page as inShell, type Shell } from "./html/shell.ts"
import type { PageFailure, SignInAgain } from "./PageFailure.ts"
import { PageFiles } from "./PageFiles.ts"
import { incidentsPage, type PagePath, pageAsked, pageOf, signedInPage } from "./pagePath.ts"
import { isFramed, isWindow } from "./pageRequest.ts"
import type { Asked } from "./PageRunner.ts"
import { PageSettings } from "./PageSettings.ts"

/**
 * Only our own files run, and only this server is asked and sent forms. Teams, or the configured sites, may frame
 * it. `x-frame-options` is left out: it knows no list, and browsers that know `frame-ancestors` pass it over.
 */
const pageHeaders = ({ frameAncestors }: PageSettings["Service"]): Readonly<Record<string, string>> => ({
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${frameAncestors.join(" ")}`
  ].join("; "),
  "cross-origin-resource-policy": "same-site",
  // With less, browsers say of a form of ours that it comes from nowhere (Fetch, "append a request `Origin` header").
  "referrer-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()"
})

/** A page as a response. */
export const shown = Effect.fnUntraced(function* (
  status: number,
  shell: Omit<Shell, "files" | "settings">
): Effect.fn.Return<Response, never, PageFiles | PageSettings> {
  const [settings, files] = [yield* PageSettings, yield* PageFiles]
  const text = yield* Effect.promise(async () => String(await inShell({ ...shell, files, settings })))
  return new Response(text, { status, headers: pageHeaders(settings) })
})

/** What a page within our own Teams app loads, to look as Teams does. */
export const teamsScripts = (request: Request) =>
  Effect.map(PageSettings, ({ withApp }) =>
    withApp && isFramed(request) ? (["MicrosoftTeams.min.js", "inTeams.js"] as const) : []
  )

/** The path of an Incident page on this server. */
export const pathOf = ({ base }: PageSettings["Service"], id: IncidentId): string => `${base}${pageOf(id)}`

export const signInPath = (
  { base }: PageSettings["Service"],
  to: PagePath,
  more: Readonly<Record<string, string>> = {}
): string => `${base}/sign-in?${new URLSearchParams({ to, ...more }).toString()}`

/** What the sign-in is asked for. */
interface SignInAsked {
  /** Where it leads back to. */
  readonly page: PagePath
  /** Why it is needed, where someone was signed in already. */
  readonly detail?: string
  /** What a policy demands of it, as JSON. */
  readonly claims?: string
}

/** Seconds in which a person follows the link to the sign-in. */
const claimsSeconds = 3_600

/**
 * Asks the reader to sign in. Entra ID can't be shown in a frame, so there it opens in a window of its own; so it does where
 * a form was sent, which this page keeps and leads back to.
 */
const askToSignIn = Effect.fnUntraced(function* (
  { request, body }: Pick<Asked, "request" | "body">,
  { page, detail, claims }: SignInAsked
): Effect.fn.Return<Response, never, PageFiles | PageSettings | Seals> {
  const settings = yield* PageSettings
  const wasSent = request.method === "POST"
  const sent = wasSent ? keptForm(request, body) : undefined
  // A form is sent from a page that is framed itself, and browsers say the same of its response.
  const framed = isFramed(request)
  const more = claims === undefined ? {} : { claims: yield* (yield* Seals).seal("claims", { claims }, claimsSeconds) }
  const address = signInPath(settings, wasSent ? signedInPage : page, more)
  const opensWindow = framed || wasSent
  return yield* shown(401, {
    title: "Sign in",
    scripts: framed ? [...(settings.withApp ? (["MicrosoftTeams.min.js"] as const) : []), "signIn.js"] : [],
    data: framed ? { to: page, signin: address, ...(settings.withApp ? { app: "teams" } : {}) } : {},
    main: message(
      wasSent ? "Sign in to continue" : "Sign in to Incident Teams",
      [
        ...(detail === undefined ? [] : [detail]),
        wasSent
          ? "Nothing was changed. What you entered is kept on this page: sign in, return here, and continue."
          : "An incident is visible to people who may read the incidents of its workspace in Microsoft Sentinel, and to the members of its team.",
        html`<span id="sign-in-state" role="status"></span>`
      ],
      [
        html`<a
          id="sign-in"
          class="button primary"
          href="${address}"
          ${opensWindow ? html`target="_blank" rel="${framed ? "opener" : "noopener"}"` : ""}
        >
          Sign in with Microsoft Entra ID${opensWindow ? " (opens a window)" : ""}
        </a>`,
        ...(sent === undefined ? [] : [sent])
      ]
    )
  })
})

/** Fields that belong to one sending of a form. */
const ofOneSending = new Set(["mark", "key", "again"])

/** The form as it was sent, to be shown again; it isn't carried out by that. */
const keptForm = (request: Request, body: string): Html =>
  html`<form id="continue" method="post" action="${new URL(request.url).pathname}">
    ${[...new URLSearchParams(body)]
      .filter(([name]) => !ofOneSending.has(name))
      .map(([name, value]) => html`<input type="hidden" name="${name}" value="${verbatim(value)}" />`)}
    <button class="button" name="again" value="1">Continue after signing in</button>
  </form>`

interface Message {
  readonly status: number
  readonly title: string
  readonly paragraphs: ReadonlyArray<Html | string>
}

const messageOf = (failed: Exclude<PageFailure, SignInAgain>, reads: boolean) =>
  Match.value(failed).pipe(
    Match.withReturnType<Message>(),
    Match.tags({
      NoSuchPage: () => ({
        status: 404,
        title: "Page not found",
        paragraphs: [
          "There is no page at this address.",
          "Open an incident's page from the list of incidents, from the tab in its team, or from its link."
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
      UnreadForm: ({ status, detail, remedy }) => ({
        status,
        title: "The form was not accepted",
        paragraphs: [detail, remedy]
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
      const { status, title, detail, remedy } = problemOf(failure, reads)
      return { status, title, paragraphs: [detail, remedies[failure._tag] ?? remedy] }
    })
  )

/** A window is redirected to Entra ID where that may succeed without a word. A frame and a script can't be redirected. */
const signInAgain = Effect.fnUntraced(function* (asked: Asked, { silently, detail, claims }: SignInAgain) {
  const settings = yield* PageSettings
  const { request } = asked
  const page = pageAsked(request, settings.base)
  return request.method === "GET" && silently && isWindow(request)
    ? new Response(null, { status: 302, headers: { location: signInPath(settings, page) } })
    : yield* askToSignIn(asked, { page, detail, ...(claims === undefined ? {} : { claims }) })
})

/** What went wrong and the remedy; where access was denied, also who is signed in. */
export const failurePage = Effect.fnUntraced(function* (
  failure: PageFailure,
  asked: Asked
): Effect.fn.Return<Response, never, PageFiles | PageSettings | Seals> {
  const settings = yield* PageSettings
  if (failure._tag === "SignInAgain") return yield* signInAgain(asked, failure)
  const { status, title, paragraphs } = messageOf(failure, asked.request.method === "GET")
  const { page, session } = asked
  const refused = failure._tag === "NotAllowed" && asked.request.method === "GET"
  const seen = page === undefined || page === incidentsPage ? "these incidents" : "this incident"
  const heading = refused ? `You don't have access to ${seen}` : title
  return yield* shown(status, {
    title: heading,
    main: message(
      heading,
      [
        ...(session === undefined || failure._tag !== "NotAllowed"
          ? []
          : [html`You are signed in as <strong>${session.caller.name}</strong>.`]),
        ...paragraphs
      ],
      page === undefined
        ? [html`<a class="button" href="${settings.base}/">Go to the start page</a>`]
        : [
            html`<a class="button primary" href="${settings.base}${page}">Try again</a>`,
            html`<a class="button" href="${signInPath(settings, page, { choose: "1" })}">Sign in as someone else</a>`
          ]
    )
  })
})
