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
    "workspace-not-named",
    "wrong-reason"
  ]),
  title: Schema.String,
  detail: Schema.String,
  /** What the reader can do about it. */
  remedy: Schema.String
}) {}

/** A command did only a part of what it should, and has reported that: what is left is its exit code. */
export class PartlyFailed extends Schema.TaggedError<PartlyFailed>()("PartlyFailed", { exitCode: Schema.Int }) {}
