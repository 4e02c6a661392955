import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { labelOf } from "./entityFacts.ts"
import { entityCounts, entityDecoder } from "./WireEntity.ts"

const decoded = (...answer: ReadonlyArray<unknown>) =>
  answer.map((wire) => Result.getOrThrow(entityDecoder(answer)(wire)))
const told = (wire: unknown) => decoded(wire)[0]?.facts.map(({ label, value }) => `${label}: ${value}`)

describe("an entity on the wire", () => {
  it.each([
    [
      "Account",
      {
        accountName: "ana",
        displayName: "Ana Sample",
        upnSuffix: "woodgrove.example",
        isDomainJoined: true,
        sid: null
      },
      ["Display name: Ana Sample", "Account name: ana", "UPN suffix: woodgrove.example", "Is domain joined: yes"]
    ],
    ["Host", { osFamily: "Linux", hostName: "wg-web-03" }, ["Host name: wg-web-03", "OS family: Linux"]],
    [
      "Ip",
      { location: { countryName: "Portugal", city: "Lisbon", asn: 3243 }, address: "198.51.100.24" },
      ["Address: 198.51.100.24", "Location, country name: Portugal", "Location, city: Lisbon", "Location, ASN: 3243"]
    ],
    ["Url", { url: "javascript:alert(1)" }, ["URL: javascript:alert(1)"]],
    ["FileHash", { hashValue: "ab", algorithm: "SHA256" }, ["Algorithm: SHA256", "Hash value: ab"]],
    [
      "MailMessage",
      { p1Sender: "a@b.example", subject: "Hi", urls: ["x", "y"] },
      ["Subject: Hi", "Sender (envelope): a@b.example", "Urls: x, y"]
    ],
    ["Process", { processId: "4712", commandLine: "cmd /c" }, ["Command line: cmd /c", "Process ID: 4712"]],
    [
      "Ip",
      { threatIntelligence: [{ providerName: "A" }, { providerName: "B" }] },
      ["Threat intelligence 1, provider name: A", "Threat intelligence 2, provider name: B"]
    ],
    [
      "Quantum",
      {
        spin: { up: true },
        odd_name: [1, 2],
        additionalData: { Country: "PT", empty: "", IsValid: "True", Old: "false" }
      },
      ["Spin, up: yes", "Odd name: 1, 2", "Country: PT", "Is valid: yes", "Old: no"]
    ],
    ["Process", { commandLine: "true" }, ["Command line: true"]]
  ])("of the kind %s tells what it is", (kind, properties, facts) => {
    expect(told({ name: "e", kind, properties })).toEqual(facts)
  })

  it("calls other entities of the same answer by their names", () => {
    const [process] = decoded(
      {
        name: "p",
        kind: "Process",
        properties: {
          hostEntityId: "/subscriptions/s/providers/Microsoft.SecurityInsights/Entities/H",
          imageFileEntityId: "f",
          parentProcessEntityId: "elsewhere"
        }
      },
      { name: "h", kind: "Host", properties: { hostName: "wg-fs-02" } },
      { name: "f", kind: "File", properties: { fileName: "mimi.exe" } }
    )
    expect(process?.facts).toEqual([
      { key: "imageFileEntityId", label: "Image file", value: "mimi.exe" },
      { key: "parentProcessEntityId", label: "Parent process", value: "elsewhere" },
      { key: "hostEntityId", label: "Host", value: "wg-fs-02" }
    ])
  })

  it("says where it was cut short", () => {
    const many = Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`k${index}`, "v"]))
    expect(told({ name: "e", kind: "Odd", properties: many })?.at(-1)).toBe("More: 20 more values aren't shown here.")
    const [fact] = told({ name: "e", kind: "Process", properties: { commandLine: "x".repeat(30_000) } }) ?? []
    expect(fact).toMatch(/x…$/u)
    expect(fact?.length).toBeLessThan(2_100)
  })

  it("always decodes, whatever its properties are, and says nothing that isn't text", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("Account", "Ip", "Process", "constructor", "Odd"),
        fc.dictionary(
          fc.oneof(fc.string(), fc.constantFrom("address", "hostEntityId", "additionalData")),
          fc.jsonValue()
        ),
        (kind, properties) => {
          const [entity] = decoded({ name: "e", kind, properties })
          for (const { label, value } of entity?.facts ?? []) {
            expect(typeof value).toBe("string")
            expect(label).not.toMatch(/undefined/u)
          }
        }
      )
    )
  })
})

it.each([
  ["upnSuffix", "UPN suffix"],
  ["azureID", "Azure ID"],
  ["hostEntityId", "Host"],
  ["fileHashEntityIds", "File hash"],
  ["URLCategory", "URL category"],
  ["constructor", "Constructor"]
])("%s reads as %s", (key, label) => {
  expect(labelOf(key)).toBe(label)
})

it("counts that aren't counts are left out", () => {
  expect(entityCounts([{ entityKind: "Ip", count: 3 }, { entityKind: "Url", count: -1 }, null])).toEqual([
    { kind: "Ip", count: 3 }
  ])
})
