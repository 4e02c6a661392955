import { expect, it } from "vitest"
import { massClose } from "./massClose.ts"

it("counts what became of teams that are all closed at once, with two processes at work on them", async () => {
  const figures = await massClose(2, 6, 50)
  expect(figures).toMatchObject({ teams: 6, lost: 0 })
  // An archive, a look at its operation, and a look at the team and its members for each.
  expect(figures.calls).toBeGreaterThanOrEqual(6 * 3)
  expect(figures.share429).toBeLessThan(1)
  expect(figures.vsIdeal).toBeGreaterThan(0)
}, 120_000)
