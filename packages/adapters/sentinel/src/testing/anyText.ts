import * as fc from "fast-check"

/** Any text that JavaScript can hold: control characters and halves of surrogate pairs included. */
export const anyText = (maxLength = 60): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ maxLength }),
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength }).map((units) => String.fromCharCode(...units))
  )
