import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { operationOf } from "./operationOf.ts"

const team = "13b0ce4c-0000-4000-8000-000000000001"

describe("operationOf", () => {
  it("always finds the operation, in any form of the Location", () => {
    const bases = ["", "https://graph.microsoft.com/v1.0", "https://localhost:8443/v1.0"]
    const forms = [
      (id: string) => `/teams('${team}')/operations('${id}')`,
      (id: string) => `/teams/${team}/operations/${id}`,
      (id: string) => `/teams(${team})/operations(${id})`,
      (id: string) => `/teams%28%27${team}%27%29/operations%28%27${id}%27%29`,
      (id: string) => `/teams('${team}')/operations('${id}')/`,
      (id: string) => `/teams/${team}/operations/${id}?api-version=1`
    ]
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom(...bases), fc.constantFrom(...forms), (id, base, form) => {
        fc.pre(!id.startsWith("00000000"))
        expect(operationOf(`${base}${form(id)}`)).toBe(id)
      })
    )
  })

  it.each([
    null,
    "",
    `/teams('${team}')`,
    `/teams('${team}')/operations('00000000-0000-0000-0000-000000000000')`,
    `/teams/${team}/operations`,
    "nowhere"
  ])("finds none in %s", (location) => {
    expect(operationOf(location)).toBeUndefined()
  })
})
