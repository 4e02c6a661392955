import { expect, it } from "vitest"
import { requestIdOf } from "./requestId.ts"

it("is the caller's own where it is a UUID, and a new one otherwise", () => {
  expect(requestIdOf("0D2F6B9E-7A53-4F0C-9A6C-9E5F1B2C3D4E")).toBe("0d2f6b9e-7a53-4f0c-9a6c-9e5f1b2c3d4e")
  for (const header of [undefined, "", "x", '{"level":"FATAL"}', "0d2f6b9e-7a53-4f0c-9a6c-9e5f1b2c3d4e\n"]) {
    const made = requestIdOf(header)
    expect(made).toMatch(/^[0-9a-f-]{36}$/u)
    expect(made).not.toBe(header)
    expect(requestIdOf(header)).not.toBe(made)
  }
})
