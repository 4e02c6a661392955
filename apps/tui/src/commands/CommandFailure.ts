import { Schema } from "effect"

/** A command failed for a reason that isn't a response of the server. */
export class CommandFailure extends Schema.TaggedError<CommandFailure>()("CommandFailure", {
  ending: Schema.Literals(["refused", "usage", "notPermitted", "conflict", "unavailable"]),
  /** The kind of failure. Stable, for scripts. */
  type: Schema.Literals([
    "ambiguous-name",
    "nothing-named",
    "operation-failed",
    "operation-canceled",
    "server-not-named",
    "timed-out",
    "unknown-name",
    "workspace-not-named"
  ]),
  title: Schema.String,
  detail: Schema.String,
  /** What the reader can do about it. */
  remedy: Schema.String
}) {}
