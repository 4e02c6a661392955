import { expect, it } from "vitest"
import { findingsOf } from "./lookAtSetup.ts"

const step = { about: "Client secret", why: "how the server proves who it is", right: "Application Administrator" }

it.each([
  ["make", "problem", /^Client secret is missing: how/u, /^Run setup with this right: Application Administrator\.$/u],
  ["change", "problem", /^Client secret isn't as setup makes it/u, /^Run setup/u],
  ["other", "problem", /^Client secret is missing/u, /This administrator can't\. Ask\.$/u]
] as const)("doctor finds a step to %s, and names the command", (state, kind, found, remedy) => {
  expect(findingsOf([{ ...step, state, remedy: "Ask." }], "setup")).toEqual([
    { about: "Setup", state: kind, found: expect.stringMatching(found), remedy: expect.stringMatching(remedy) }
  ])
})

it("doctor finds nothing where everything is there", () => {
  expect(findingsOf([{ ...step, state: "there" }], "setup")).toMatchObject([{ state: "ok" }])
})
