import { Data } from "effect"

/** A program that we ran in our place ended with this exit code, and has said what there was to say. */
export class EndedWith extends Data.TaggedError("EndedWith")<{ readonly code: number }> {}
