import { Flag } from "effect/cli"

/** `--json`, of every campaign. */
export const asJson = Flag.Boolean("json").pipe(
  Flag.withDefault(false),
  Flag.withDescription("One JSON document on stdout, and nothing else.")
)

/** A whole number that must not be smaller. */
export const atLeast = (name: string, least: number, byDefault: number, what: string) =>
  Flag.Int(name).pipe(
    Flag.filter(
      (count) => count >= least,
      (count) => `${count} is too few: at least ${least}`
    ),
    Flag.withDefault(byDefault),
    Flag.withDescription(what)
  )
