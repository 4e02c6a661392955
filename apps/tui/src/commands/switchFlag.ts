import { Flag } from "effect/cli"

/** A flag without a value, such as `--wait`. Default: off. */
export const switchFlag = (name: string, description: string) =>
  Flag.Boolean(name).pipe(Flag.withDescription(description), Flag.withoutNegation, Flag.withDefault(false))
