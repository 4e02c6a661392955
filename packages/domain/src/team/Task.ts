import { Schema } from "effect"

/** Something that is done once and may be refused without stopping the rest. */
export const Task = Schema.TaggedUnion({
  NotRequested: {},
  Pending: {},
  Done: {},
  Refused: { reason: Schema.String }
})
export type Task = typeof Task.Type

export const done: Task = { _tag: "Done" }
export const pending: Task = { _tag: "Pending" }
export const notRequested: Task = { _tag: "NotRequested" }
export const refused = (reason: string): Task => ({ _tag: "Refused", reason })
