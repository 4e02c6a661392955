import { expect, it } from "vitest"
import { occasions, unlikeUndisturbed } from "./MortalLife.ts"

it.each(occasions)(
  "a %s ends as if nothing had happened, whichever access or call a process dies at or gets no answer to",
  { timeout: 600_000 },
  async (occasion) => {
    expect(await unlikeUndisturbed(occasion)).toEqual([])
  }
)
