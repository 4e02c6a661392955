import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { Schema } from "effect"
import { beforeAll, describe, expect, it } from "vitest"
import { lawHunts } from "./lawHunts.ts"

const Found = Schema.fromJsonString(
  Schema.Record(Schema.String, Schema.Struct({ passed: Schema.Int, complaints: Schema.Array(Schema.String) }))
)

let found: typeof Found.Type
beforeAll(async () => {
  const hunt = fileURLToPath(new URL("huntLaws.ts", import.meta.url))
  // Without what the run that this test is in tells its own workers.
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")))
  const { stdout } = await promisify(execFile)(process.execPath, [hunt], { env: environment, maxBuffer: 2 ** 26 })
  found = Schema.decodeSync(Found)(stdout.trim().split("\n").at(-1) ?? "")
}, 1_200_000)

describe("the laws, on sources with a planted defect", () => {
  it("hold as long as nothing is planted", () => {
    expect(found["nothing"]).toEqual({ passed: 5, complaints: [] })
  })

  it.each(Object.entries(lawHunts))("find %s", (name, { complaint }) => {
    expect(found[name]?.complaints.join("\n")).toMatch(complaint)
  })
})
