/** Why a request wasn't answered as it was meant, in words for whoever sent it. */
export interface Failure {
  readonly kind:
    | "refused" // the server understood, and says no
    | "changed" // somebody else was faster (412)
    | "signedOut" // the token isn't good any more, or there is none
    | "busy" // too many requests, or something behind the server can't be asked: it passes
    | "unreachable" // nobody answers
    | "fault" // the server's, or an answer that can't be read
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
  /** Milliseconds until it is worth another try, where the server says so. */
  readonly retryAfter?: number
}

/** It may pass by itself: asking again is worth it. */
export const mayPass = ({ kind }: Failure): boolean => kind === "busy" || kind === "unreachable"
