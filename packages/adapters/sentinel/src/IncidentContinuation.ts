import { createHash } from "node:crypto"
import { UnknownIncidentContinuation } from "@incident-teams/application/ports/IncidentSource"
import { Option, Result, Schema } from "effect"
import { ArmUnreachable } from "./arm/ArmFailure.ts"

/** Longer ones aren't ours: Azure's skip tokens have some hundred characters. */
const longest = 8_192

const Continuation = Schema.fromJsonString(
  Schema.Struct({
    /** Of the question that the page answers: workspace, filter, order, size. */
    asked: Schema.String,
    /** The query of Azure's nextLink, as it came. */
    query: Schema.String.check(Schema.isPattern(/^\?[\x21\x22\x24-\x7e]+$/u))
  })
)
const decode = Schema.decodeOption(Continuation)
const encode = Schema.encodeSync(Continuation)

const fingerprint = (asked: string): string => createHash("sha256").update(asked).digest("base64url").slice(0, 22)

/**
 * The address of a next page as Azure gives it, if it leads where this page came from. The bearer token goes with the
 * next request, so that a link to anywhere else isn't followed.
 */
export const nextPage = (page: URL, nextLink: string): Result.Result<URL, ArmUnreachable> => {
  const refused = (why: string) =>
    Result.fail(new ArmUnreachable({ reason: `Azure's nextLink ${why}.`, connection: false, cause: undefined }))
  if (!URL.canParse(nextLink)) return refused("isn't an address")
  const next = new URL(nextLink)
  if (next.origin !== page.origin) return refused("leads to another host, and isn't followed")
  if (next.pathname.toLowerCase() !== page.pathname.toLowerCase()) {
    return refused("leads to another resource, and isn't followed")
  }
  if (next.search === page.search) return refused("leads to the very same page")
  return Result.succeed(next)
}

/** Opaque for its reader. */
export const continuationOf = (asked: string, next: URL): string =>
  Buffer.from(encode({ asked: fingerprint(asked), query: next.search })).toString("base64url")

/**
 * The page that a continuation leads to, or the first without one. Fails if it isn't one of this question's. A forged one can
 * change only the query: host, path and so the workspace are `first`'s.
 */
export const pageOf = (
  asked: string,
  first: URL,
  next: string | undefined
): Result.Result<URL, UnknownIncidentContinuation> => {
  if (next === undefined) return Result.succeed(first)
  const continuation = next.length > longest ? Option.none() : decode(Buffer.from(next, "base64url").toString())
  if (Option.isNone(continuation) || continuation.value.asked !== fingerprint(asked)) {
    return Result.fail(new UnknownIncidentContinuation({ next }))
  }
  const url = new URL(first)
  url.search = continuation.value.query
  return Result.succeed(url)
}
