import { timingSafeEqual } from "node:crypto"
import { usualBodyLimit } from "@incident-teams/api/BodyLimit"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Effect, Option, Schema } from "effect"
import type { Admission, Busy } from "../admission/Admission.ts"
import { readText } from "../http/readJson.ts"
import { ForeignRequest, NoSuchPage, UnreadForm } from "./PageFailure.ts"
import type { PageSettings } from "./PageSettings.ts"

const decodeId = Schema.decodeUnknownOption(IncidentId)

/** The incident that an address or a form names. */
export const incidentNamed = (text: unknown): Effect.Effect<IncidentId, NoSuchPage> =>
  Option.match(decodeId(text), { onNone: () => Effect.fail(new NoSuchPage()), onSome: Effect.succeed })

/** Whether the response will be shown in a frame of another page. */
export const isFramed = (request: Request): boolean =>
  ["iframe", "frame", "embed", "object"].includes(request.headers.get("sec-fetch-dest") ?? "")

/** Whether the response will be shown in a window of its own; assumed of browsers that don't say. */
export const isWindow = (request: Request): boolean =>
  ["document", undefined].includes(request.headers.get("sec-fetch-dest") ?? undefined)

/** Refuses what wasn't sent by a page of ours. Every browser says where a POST comes from. */
export const fromOurPage = (
  request: Request,
  { origin }: PageSettings["Service"]
): Effect.Effect<void, ForeignRequest> =>
  request.headers.get("origin") === origin ? Effect.void : Effect.fail(new ForeignRequest())

const tooLarge = new UnreadForm({
  status: 413,
  detail: `What you entered is larger than ${usualBodyLimit / 1_024} KB, so nothing was changed.`,
  remedy: "Go back in your browser, shorten the text, and send the form again."
})

const tooSlow = new UnreadForm({
  status: 408,
  detail: "The form didn't arrive in time, so nothing was changed.",
  remedy: "Go back in your browser, and send the form again."
})

/** The body of a request. Our pages send none that isn't text. */
export const bodyOf = (
  request: Request,
  caller: string
): Effect.Effect<string, Busy | ForeignRequest | UnreadForm, Admission> =>
  Effect.mapError(readText(request, caller, usualBodyLimit), (failure) => {
    if (failure._tag === "CallerBusy" || failure._tag === "ServerBusy") return failure
    if (failure._tag === "BodyTooLargeProblem") return tooLarge
    return failure._tag === "RequestTooSlowProblem" ? tooSlow : new ForeignRequest()
  })

/** Compares without telling by its time how much was right. */
export const isSame = (given: unknown, expected: string): boolean => {
  const [one, other] = [Buffer.from(String(given)), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}
