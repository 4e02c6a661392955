import { Effect, Random } from "effect"

/** Unique, without meaning: 128 random bits in hexadecimal. Not a secret. */
export const freshId: Effect.Effect<string> = Effect.map(
  Effect.all(Array.from({ length: 4 }, () => Random.nextIntBetween(0, 2 ** 32))),
  (words) => words.map((word) => word.toString(16).padStart(8, "0")).join("")
)
