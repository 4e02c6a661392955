import { Flag } from "effect/cli"

/** Every command that sets something going takes them. */
export const waitFlags = {
  wait: Flag.Boolean("wait").pipe(
    Flag.withDescription("Wait until it is done, and tell on stderr how far it has come."),
    Flag.withoutNegation,
    Flag.withDefault(false)
  ),
  timeout: Flag.Int("timeout").pipe(
    Flag.withMetavar("<seconds>"),
    Flag.withDescription("With --wait: give up waiting after so long, 600 unless told. The work goes on."),
    Flag.filter(
      (seconds) => seconds > 0,
      (seconds) => `Expected a number of seconds above 0, got ${seconds}`
    ),
    Flag.withDefault(600)
  )
}

export interface Waiting {
  readonly wait: boolean
  /** Seconds. */
  readonly timeout: number
}
