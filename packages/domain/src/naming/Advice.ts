import { Schema } from "effect"

/** Something worth changing that is no reason to refuse. */
export const Advice = Schema.Struct({ problem: Schema.String, remedy: Schema.String })
export type Advice = typeof Advice.Type
