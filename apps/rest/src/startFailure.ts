import { Cause, Config, Effect, Option, Schema, SchemaIssue } from "effect"

const format = SchemaIssue.makeFormatterStandardSchemaV1()

/** Each invalid setting by its name, with the expected value. The actual value isn't shown: it may be a secret. */
const settingsIn = (issue: SchemaIssue.Issue): string =>
  format(issue)
    .issues.map(({ path = [], message }) => {
      // A number is a place within one setting's value.
      const name = path
        .map((part) => (typeof part === "object" ? part.key : part))
        .filter((part) => typeof part === "string")
        .join("_")
      return `${name === "" ? "A setting" : name} is invalid: ${message}.`
    })
    .join(" ")

/** Why the server, or another command, can't start, in words for an operator. */
export const wordsFor = (failure: { readonly message: string }): string => {
  if (failure instanceof Config.ConfigError) {
    return failure.cause instanceof Schema.SchemaError ? settingsIn(failure.cause.issue) : failure.cause.message
  }
  return failure instanceof Schema.SchemaError ? settingsIn(failure.issue) : failure.message
}

/** Logs why the server can't start, or why it ended. A stack trace is for faults of ours only; a stop is neither. */
export const tellFailure = (cause: Cause.Cause<{ readonly message: string }>): Effect.Effect<void> =>
  Cause.hasInterruptsOnly(cause)
    ? Effect.void
    : Effect.logFatal(
        Option.match(Cause.findErrorOption(cause), {
          onNone: () => cause,
          onSome: (failure) => `Incident Teams can't start. ${wordsFor(failure)}`
        })
      )
