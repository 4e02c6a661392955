import { Flag } from "effect/cli"
import { switchFlag } from "../switchFlag.ts"

/** For every command that starts work. */
export const waitFlags = {
  wait: switchFlag("wait", "Wait until the work is done, and report its progress on stderr."),
  timeout: Flag.Int("timeout").pipe(
    Flag.withMetavar("<seconds>"),
    Flag.withDescription("With --wait: the maximum time to wait. The work continues afterward. Default: 600."),
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
