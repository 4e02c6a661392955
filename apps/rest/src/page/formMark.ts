import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Effect } from "effect"
import { Seals } from "../sealing/Seals.ts"
import { isSame } from "./pageRequest.ts"
import type { PageSession } from "./sign-in/PageSession.ts"

/** What a form about an incident does. */
export type FormUse =
  | "access"
  | "archive-now"
  | "change"
  | "close"
  | "create"
  | "decide"
  | "incidents"
  | "join"
  | "keep-open"
  | "merge"
  | "own"
  | "people"
  | "recreate"
  | "rename"
  | "reopen"
  | "restore"
  | "retry"

/** What a form of ours carries: only a page that was shown in this session has it, and it is good for one use only. */
export const markWith = (
  seals: Seals["Service"],
  session: PageSession,
  use: FormUse | "sign-out",
  incident?: IncidentId
): string => seals.mark([session.id, use, ...(incident === undefined ? [] : [incident])].join(" "))

type Marked = Parameters<typeof markWith> extends [unknown, ...infer Rest] ? Rest : never

export const formMark = (...of: Marked) => Effect.map(Seals, (seals) => markWith(seals, ...of))

/** Whether a form came with its mark. */
export const isMarked = (given: unknown, ...of: Marked) => Effect.map(formMark(...of), (mark) => isSame(given, mark))

/**
 * The Idempotency-Key of a form on the incident's page itself, which is shown again and again: the same as long as what it
 * acts on is in this `state`.
 */
export const keyWith = (
  seals: Seals["Service"],
  session: PageSession,
  use: FormUse,
  incident: IncidentId,
  state: string
): string => seals.mark(["key", session.id, use, incident, state].join(" "))
