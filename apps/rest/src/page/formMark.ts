import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Effect } from "effect"
import { Seals } from "../sealing/Seals.ts"
import { ForeignRequest } from "./PageFailure.ts"
import { fromOurPage, isSame } from "./pageRequest.ts"
import type { Asked } from "./PageRunner.ts"
import { PageSettings } from "./PageSettings.ts"
import type { PageSession } from "./sign-in/PageSession.ts"

/** What a form on an incident's page does. */
export type FormUse = "access" | "join" | "decide"

/** What a form of ours carries: only a page that was shown in this session has it, and it is good for one use only. */
export const formMark = (
  session: PageSession,
  use: FormUse | "sign-out",
  incident?: IncidentId
): Effect.Effect<string, never, Seals> =>
  Effect.map(Seals, (seals) => seals.mark([session.id, use, ...(incident === undefined ? [] : [incident])].join(" ")))

/** Refuses a form that didn't come from a page of ours, or lacks its mark. */
export const markedForm = Effect.fnUntraced(function* (
  { request, body }: Pick<Asked, "request" | "body">,
  session: PageSession,
  use: FormUse,
  incident: IncidentId
) {
  yield* fromOurPage(request, yield* PageSettings)
  const form = new URLSearchParams(body)
  yield* checkMark(form.get("mark"), session, use, incident)
  return form
})

export const checkMark = Effect.fnUntraced(function* (given: unknown, ...of: Parameters<typeof formMark>) {
  if (!isSame(given, yield* formMark(...of))) return yield* new ForeignRequest()
})
