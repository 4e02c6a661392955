import { Schema } from "effect"

/** What a person at the terminal has to know, in one line that says what to do. */
export class SandboxFailure extends Schema.TaggedError<SandboxFailure>()("SandboxFailure", {
  message: Schema.String,
  cause: Schema.optionalKey(Schema.Defect())
}) {}
