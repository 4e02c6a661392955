import { it } from "vitest"
import { neverServedTwice } from "./races.ts"

// Takes more than 20 seconds: twenty times as many orders as in npm test.
it("an incident is never served by two live teams, in many more orders", { timeout: 1_200_000 }, async () => {
  await neverServedTwice(300)
})
