import { createHash } from "node:crypto"
import { Health } from "@incident-teams/application/monitoring/Health"
import type { IncidentPage } from "@incident-teams/application/use-cases/incidentPage"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Effect } from "effect"
import { Seals } from "../sealing/Seals.ts"
import { keyWith, markWith } from "./formMark.ts"
import { incidentMain } from "./html/incidentPage.ts"
import type { PageForms } from "./html/pageForms.ts"
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
  const settings = yield* PageSettings
  const path = pathOf(settings, id)
  const seals = yield* Seals
  const forms: PageForms = {
    path,
    pathOf: (other) => pathOf(settings, other),
    reader: session.caller.id,
    tie: (use, at, state) => ({
      action: `${path}${at}`,
      mark: markWith(seals, session, use, id),
      key: keyWith(seals, session, use, id, state)
    })
  }
  const trouble = yield* (yield* Health).installation
  const text = yield* Effect.promise(async () => String(await incidentMain(id, page, forms, trouble)))
  const version = createHash("sha256").update(text).digest("base64url").slice(0, 22)
  return { text, version } satisfies IncidentBody
})
