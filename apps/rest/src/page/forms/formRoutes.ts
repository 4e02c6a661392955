import { createHash } from "node:crypto"
import { freshId } from "@incident-teams/application/tracing/freshId"
import { Effect, Option } from "effect"
import { Hono } from "hono"
import type { Env } from "../../restApp.ts"
import { keptAnswer } from "../../routes/accepted.ts"
import { underCallersKey } from "../../routes/underCallersKey.ts"
import type { Services } from "../../Services.ts"
import { formMark, isMarked } from "../formMark.ts"
import { formPage, formTag } from "../html/form.ts"
import { html } from "../html/Html.ts"
import { pathOf, shown, teamsScripts } from "../pageAnswers.ts"
import { ForeignRequest, type PageFailure } from "../PageFailure.ts"
import { pageAsked, pageOf } from "../pagePath.ts"
import { fromOurPage, incidentNamed } from "../pageRequest.ts"
import type { Asked, PageRunner } from "../PageRunner.ts"
import { PageSettings } from "../PageSettings.ts"
import { readerOf, readerShown, signInDemanded } from "../reader.ts"
import type { PageSession } from "../sign-in/PageSession.ts"
import { personSession } from "../sign-in/personSession.ts"
import { personForms, readerForms } from "./forms.ts"
import type { Entered, PageForm, Refusal } from "./PageForm.ts"
import { refusalOf } from "./refusalOf.ts"

/** Every form of an incident: GET opens it, POST carries it out and leads back to the incident's page. */
export const formRoutes = (run: PageRunner): Hono<Env> => {
  const app = new Hono<Env>()
  for (const form of personForms) serve(app, run, form, ({ c }, reader) => personSession(c, reader))
  for (const form of readerForms) serve(app, run, form, (_, reader) => Effect.succeed(reader))
  return app
}

/** Who sends the form, for the reader who is signed in. */
type SenderOf<Sender> = (asked: Asked, reader: PageSession) => Effect.Effect<Sender, PageFailure, Services>

const serve = <Sender extends Pick<PageSession, "caller">>(
  app: Hono<Env>,
  run: PageRunner,
  form: PageForm<Sender>,
  senderOf: SenderOf<Sender>
): void => {
  const path = `/incidents/:incidentId${form.path}`

  const opened = Effect.fnUntraced(
    function* (asked: Asked) {
      const id = yield* incidentOf(asked)
      const reader = yield* readerOf(asked)
      const given = new URLSearchParams()
      const entered = { sender: yield* senderOf(asked, reader), id, given, params: asked.params }
      return yield* page(form, asked, reader, entered, 200)
    },
    Effect.catchTag("NotAuthorized", signInDemanded)
  )

  const sent = Effect.fnUntraced(
    function* (asked: Asked) {
      const { base } = yield* PageSettings
      const id = yield* incidentOf(asked)
      yield* fromOurPage(asked.request, yield* PageSettings)
      const reader = yield* readerOf(asked)
      const given = new URLSearchParams(asked.body)
      const entered = { sender: yield* senderOf(asked, reader), id, given, params: asked.params }
      // After another sign-in; nothing is carried out by it.
      if (given.has("again")) return yield* page(form, asked, reader, entered, 200)
      if (!(yield* isMarked(given.get("mark"), reader, form.use, id))) return yield* new ForeignRequest()
      if (form.found !== undefined && given.get("do") === "search" && given.has("alone")) {
        return yield* shown(200, { title: "Found", main: html`<main>${yield* form.found(entered)}</main>` })
      }
      const result = yield* Effect.result(underKey(asked, entered, form.sent(entered)))
      if (result._tag === "Success") {
        if (result.success._tag === "Done") {
          return new Response(null, { status: 303, headers: { location: `${base}${pageOf(id)}#team` } })
        }
        const { given: next, refusal } = result.success
        return yield* page(form, asked, reader, { ...entered, given: next }, refusal?.status ?? 200, refusal)
      }
      const failure = result.failure
      const refusal = refusalOf(failure)
      if (Option.isNone(refusal)) return yield* failure
      // Someone who may no longer send it is told what happened without the form.
      return yield* Effect.catch(page(form, asked, reader, entered, refusal.value.status, refusal.value), () =>
        Effect.fail(failure)
      )
    },
    Effect.catchTag("NotAuthorized", signInDemanded)
  )

  app.get(path, run(opened))
  app.post(path, run(sent))
}

const incidentOf = Effect.fnUntraced(function* (asked: Asked) {
  const id = yield* incidentNamed(asked.params["incidentId"])
  asked.page = pageOf(id)
  return id
})

/** Carried out once under the form's key. */
const underKey = <Sender extends Pick<PageSession, "caller">, A>(
  { request, body }: Asked,
  { sender, given }: Entered<Sender>,
  carriedOut: Effect.Effect<A, PageFailure, Services>
): Effect.Effect<A, PageFailure, Services> => {
  const key = given.get("key") ?? ""
  const bodyHash = () =>
    createHash("sha256")
      .update(`${request.method} ${new URL(request.url).pathname}\n${body}`)
      .digest("base64url")
  return carriedOut.pipe(
    underCallersKey(
      { session: sender, headers: /^[\x21-\x7e]{1,128}$/u.test(key) ? { "idempotency-key": key } : {}, bodyHash },
      keptAnswer
    )
  )
}

const page = Effect.fnUntraced(function* <Sender>(
  form: PageForm<Sender>,
  asked: Asked,
  reader: PageSession,
  entered: Entered<Sender>,
  status: number,
  refusal?: Refusal
) {
  const settings = yield* PageSettings
  const { id } = entered
  const { title, ...inside } = yield* form.shown(entered, refusal)
  const applies = "content" in inside
  const action = `${settings.base}${pageAsked(asked.request, settings.base)}`
  const tie = { action, mark: yield* formMark(reader, form.use, id), key: yield* freshId }
  const main = applies
    ? formTag(tie, "form", inside.content)
    : html`${refusal === undefined ? html`<p class="note" role="status">${inside.whyNot}</p>` : ""}`
  return yield* shown(applies || refusal !== undefined ? status : 409, {
    title,
    scripts: [...(yield* teamsScripts(asked.request)), "pick.js"],
    reader: yield* readerShown(reader, pageOf(id)),
    main: formPage(title, pathOf(settings, id), main, refusal)
  })
})
