import { createHash } from "node:crypto"
import { Option, Result, Schema } from "effect"

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
export const nextPage = (page: URL, nextLink: string): Result.Result<URL, string> => {
  if (!URL.canParse(nextLink)) return Result.fail("Azure's nextLink isn't an address.")
  const next = new URL(nextLink)
  if (next.origin !== page.origin) return Result.fail("Azure's nextLink leads to another host, and isn't followed.")
  if (next.pathname.toLowerCase() !== page.pathname.toLowerCase()) {
    return Result.fail("Azure's nextLink leads to another resource, and isn't followed.")
  }
  if (next.search === page.search) return Result.fail("Azure's nextLink leads to the very same page.")
  return Result.succeed(next)
}

/** Opaque for its reader. */
export const continuationOf = (asked: string, next: URL): string =>
  Buffer.from(encode({ asked: fingerprint(asked), query: next.search })).toString("base64url")

/**
 * The page that a continuation leads to; none when it isn't one of this question's. A forged one can change only the query:
 * host, path and so the workspace are `first`'s.
 */
export const continued = (asked: string, first: URL, next: string): Option.Option<URL> =>
  next.length > longest
    ? Option.none()
    : decode(Buffer.from(next, "base64url").toString()).pipe(
        Option.filter((continuation) => continuation.asked === fingerprint(asked)),
        Option.map(({ query }) => {
          const url = new URL(first)
          url.search = query
          return url
        })
      )
