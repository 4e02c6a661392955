import { Data } from "effect"

/** A program that we ran in our place ended with this exit code; whatever there was to say, it has said. */
export class EndedWith extends Data.TaggedError("EndedWith")<{ readonly code: number }> {}
