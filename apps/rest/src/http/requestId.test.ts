import { describe, expect, it } from "vitest"
import { requestIdOf } from "./requestId.ts"

const [one, other] = ["0d2f6b9e-7a53-4f0c-9a6c-9e5f1b2c3d4e", "6f9619ff-8b86-4011-b42d-00c04fc964ff"]
const of = (headers: Readonly<Record<string, string>>) => requestIdOf((name) => headers[name] ?? null)

describe("a request's id", () => {
  it.each(["x-request-id", "x-ms-client-request-id", "client-request-id"])(
    "is the caller's own where %s is a UUID",
    (name) => {
      expect(of({ [name]: one.toUpperCase() })).toBe(one)
    }
  )

  it("is what the caller chose before what their client adds by itself", () => {
    expect(of({ "x-ms-client-request-id": other, "x-request-id": one })).toBe(one)
    expect(of({ "x-ms-client-request-id": other, "x-request-id": "1" })).toBe(other)
  })

  it.each(["", "x", '{"level":"FATAL"}', `${one}\n`, `{${one}}`, `${one}, ${other}`])(
    "is a new one each time where the header is %j",
    (id) => {
      const made = of({ "x-request-id": id })
      expect(made).toMatch(/^[0-9a-f-]{36}$/u)
      expect([id, one, other, of({ "x-request-id": id })]).not.toContain(made)
    }
  )

  it("is a new one where there is no header", () => {
    expect(of({})).toMatch(/^[0-9a-f-]{36}$/u)
  })
})
