import { existsSync, readFileSync } from "node:fs"
import { Option, Schema } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { SentinelHookBody } from "./SentinelHookBody.ts"

const decode = Schema.decodeUnknownOption(SentinelHookBody)
const id =
  "/subscriptions/d0cfe6b2-9ac0-4464-9919-dccaee2e48c0/resourceGroups/myRg/providers/Microsoft.OperationalInsights" +
  "/workspaces/myWorkspace/providers/Microsoft.SecurityInsights/Incidents/73e01a99-5cd7-4139-a149-9f2736ff2ab5"
const named = Option.some({ object: { id } })

const samples = new URL("../../../../../shared/sentinel/examples/unofficial/", import.meta.url)

describe("the body of an incident trigger", () => {
  it.skipIf(!existsSync(samples)).each(["incident-trigger-create.json", "incident-trigger-update.json"])(
    "names its incident (%s)",
    (file) => expect(decode(JSON.parse(readFileSync(new URL(file, samples), "utf8")))).toEqual(named)
  )

  it("names its incident however its keys are written, and whatever else there is", () =>
    fc.assert(
      fc.property(
        fc.mixedCase(fc.constant("object")),
        fc.mixedCase(fc.constant("id")),
        fc.dictionary(
          fc.string().filter((key) => key.toLowerCase() !== "object"),
          fc.jsonValue()
        ),
        (object, key, more) => {
          expect(decode({ ...more, [object]: { properties: more, [key]: `${id} ` } })).toEqual(named)
        }
      )
    ))

  it.each([
    [{}],
    [[]],
    [null],
    ["incident"],
    [{ object: null }],
    [{ object: { id: 7 } }],
    [{ object: { id: "73e01a99-5cd7-4139-a149-9f2736ff2ab5" } }],
    [{ object: { id: id.replace("/Incidents/", "/alertRules/") } }],
    [{ object: { id: `${id}/comments/1` } }]
  ])("that names none is refused: %j", (body) => expect(decode(body)).toEqual(Option.none()))

  it("is written as a playbook writes it", () => {
    const body = Option.getOrThrow(decode({ Object: { ID: id } }))
    expect(Schema.encodeSync(SentinelHookBody)(body)).toEqual({ object: { id } })
  })
})
