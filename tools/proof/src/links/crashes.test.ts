import { expect, it } from "vitest"
import { occasions, unlikeUndisturbed } from "./MortalLife.ts"

/** The exhaustive test has all of them. */
const every = 9

it.each(occasions)("a %s ends as if nothing had happened where a process dies or gets no answer", async (occasion) => {
  expect(await unlikeUndisturbed(occasion, every)).toEqual([])
})
