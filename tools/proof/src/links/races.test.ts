import { it } from "vitest"
import { neverServedTwice } from "./races.ts"

it("an incident is never served by two live teams, however creations, links, merges and recreations race (L18)", async () => {
  await neverServedTwice(15)
})
