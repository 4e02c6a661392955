import * as fc from "fast-check"

/** Which of the two incidents: mostly the first, so that much happens to one. */
export const which: fc.Arbitrary<0 | 1> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0 as const) },
  { weight: 1, arbitrary: fc.constant(1 as const) }
)
