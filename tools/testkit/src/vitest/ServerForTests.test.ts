import { afterEach, describe, expect, it, vi } from "vitest"
import { serverAt } from "./ServerForTests.ts"

describe("a server for tests", () => {
  afterEach(() => vi.unstubAllEnvs())

  it("is the one that the environment names", () => {
    vi.stubEnv("MARIADB_TEST_URL", "mariadb://localhost/tests")
    expect(serverAt("MARIADB_TEST_URL")).toEqual({ url: "mariadb://localhost/tests" })
  })

  it.each([undefined, ""])("is missing for a reason that says what to set, which fails in CI: %j", (value) => {
    vi.stubEnv("MARIADB_TEST_URL", value)
    vi.stubEnv("CI", "")
    expect(serverAt("MARIADB_TEST_URL")).toEqual({ missing: expect.stringContaining("Set it to the address") })
    vi.stubEnv("CI", "true")
    expect(() => serverAt("MARIADB_TEST_URL")).toThrow("MARIADB_TEST_URL isn't set")
  })
})
