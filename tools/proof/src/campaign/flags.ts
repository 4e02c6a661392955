import { Flag } from "effect/cli"

/** `--json`, of every campaign. */
export const asJson = Flag.Boolean("json").pipe(
  Flag.withDefault(false),
  Flag.withDescription("One JSON document on stdout, and nothing else.")
)
