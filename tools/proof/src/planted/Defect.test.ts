import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { defects, plant } from "./Defect.ts"

const read = (file: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../../${file}`, import.meta.url)), "utf8")

describe("the defects that the proofs must find", () => {
  it.each(Object.entries(defects))("%s can be planted in the source as it is", (_, defect) => {
    const source = read(defect.file)
    expect(plant(source, defect)).not.toBe(source)
  })

  it("can't be planted where the piece is gone, or there twice", () => {
    const defect = { file: "a.ts", sound: "1", broken: "2" }
    expect(() => plant("one", defect)).toThrow("0 times")
    expect(() => plant("1 + 1", defect)).toThrow("2 times")
  })
})
