/** Why a request failed, in words for the person who sent it. */
export interface Failure {
  readonly kind:
    | "refused" // the server understood the request and refuses it
    | "changed" // someone else changed it first (412)
    | "signedOut" // the token is no longer valid, or there is none
    | "busy" // transient: too many requests, or a service behind the server doesn't respond
    | "unreachable" // the server doesn't respond
    | "fault" // a server error, or a response that can't be read
  /** What is wrong, in a few words. */
  readonly title: string
  /** This time, in a sentence. */
  readonly detail: string
  /** What to do. */
  readonly remedy: string
  /** The field of the request that is at fault. */
  readonly field?: string
  /** Everything that is wrong, where more than one thing is. */
  readonly errors?: ReadonlyArray<{ readonly field: string; readonly problem: string }>
  /** What the next sign-in must have, where a policy demands more than the last one gave: a claims request (JSON). */
  readonly claims?: string
  /** Milliseconds until a retry is worthwhile, if the server says so. */
  readonly retryAfter?: number
}

/** What is wrong; a detail that only repeats the title is said once. */
export const wrongOf = ({ title, detail }: Failure): string => (detail === `${title}.` ? detail : `${title}: ${detail}`)

/** Transient: a retry may succeed. */
export const isTransient = ({ kind }: Failure): boolean => kind === "busy" || kind === "unreachable"
