import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { referenceFile, renderReference } from "../testing/setupReference.ts"

it("docs/reference/setup.md is what setup does: npm run reference writes it", async () => {
  expect(readFileSync(referenceFile, "utf8")).toBe(await renderReference())
})
