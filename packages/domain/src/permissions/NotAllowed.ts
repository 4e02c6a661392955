import { Schema } from "effect"

/** Refused for want of a right. All four in words for the person who reads it. */
export class NotAllowed extends Schema.TaggedError<NotAllowed>()("NotAllowed", {
  /** The caller's name. */
  who: Schema.String,
  /** What was to be done: "create a team for an incident in workspace soc". */
  what: Schema.String,
  /** The rights that are missing; only those. */
  needs: Schema.String,
  /** Who can give them, and how. */
  remedy: Schema.String
}) {
  override get message(): string {
    return `${this.who} may not ${this.what}. Missing: ${this.needs}. ${this.remedy}`
  }
}
