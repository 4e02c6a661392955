import { createHash } from "node:crypto"
import type { IncidentPage } from "@incident-teams/application/use-cases/incidentPage"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Effect } from "effect"
import { formMark } from "./formMark.ts"
import { incidentMain } from "./html/incidentPage.ts"
import { pathOf } from "./pageAnswers.ts"
import { PageSettings } from "./PageSettings.ts"
import type { PageSession } from "./sign-in/PageSession.ts"

/** What is live of an incident's page. */
export interface IncidentBody {
  readonly text: string
  /** Of what is in it: the same as long as nothing that is shown changes. */
  readonly version: string
}

/** The page's main part as `session` is shown it. */
export const incidentBody = Effect.fnUntraced(function* (session: PageSession, id: IncidentId, page: IncidentPage) {
  const forms = {
    path: pathOf(yield* PageSettings, id),
    marks: {
      access: yield* formMark(session, "access", id),
      join: yield* formMark(session, "join", id),
      decide: yield* formMark(session, "decide", id)
    }
  }
  const text = yield* Effect.promise(async () => String(await incidentMain(id, page, forms)))
  const version = createHash("sha256").update(text).digest("base64url").slice(0, 22)
  return { text, version } satisfies IncidentBody
})
