import { Schema } from "effect"

/** Why a command wasn't done that no answer of the server says. */
export class CommandFailure extends Schema.TaggedError<CommandFailure>()("CommandFailure", {
  ending: Schema.Literals(["refused", "usage", "notPermitted", "conflict", "unavailable"]),
  /** What kind of failure it is: stable, for scripts. */
  type: Schema.Literals([
    "ambiguous-name",
    "nothing-named",
    "operation-failed",
    "operation-superseded",
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
