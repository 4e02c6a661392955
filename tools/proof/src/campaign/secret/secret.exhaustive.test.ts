import { expect, it } from "vitest"
import { withSimulator } from "../../kill/SimulatedTenant.ts"
import { scale } from "../lasting/runLasting.ts"
import { brokenClaims, runSecret } from "./runSecret.ts"

it("a secret that expires over a weekend is reported once, and everything ends right once it is renewed", async () => {
  const report = await withSimulator(scale, (simulator) => runSecret(simulator, () => undefined))
  expect(brokenClaims(report)).toEqual([])
  expect(report).toMatchObject({ requested: 300, added: 300, closed: 5, archived: 5 })
})
