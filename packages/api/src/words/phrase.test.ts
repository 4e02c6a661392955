import { anyText, outsideIsolates, rightToLeft, unsafe } from "@incident-teams/domain/testing/ArbitraryText"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { counted, countedPeople, namesOf, readable, sentence } from "./phrase.ts"

it("counts things and people", () => {
  expect([counted(0, "alert"), counted(1, "alert"), counted(2, "mailbox", "mailboxes")]).toEqual([
    "0 alerts",
    "1 alert",
    "2 mailboxes"
  ])
  expect([countedPeople(1), countedPeople(3)]).toEqual(["1 person", "3 people"])
})

it("ends a sentence once", () => {
  expect(["Busy", "Busy.", "Busy?", " Busy! ", "Reading …", ""].map(sentence)).toEqual([
    "Busy.",
    "Busy.",
    "Busy?",
    "Busy!",
    "Reading …",
    ""
  ])
})

it("names the first few, and counts more than one that is left", () => {
  expect(namesOf(["Ana"])).toBe("Ana")
  expect(namesOf(["Ana", "Ben"])).toBe("Ana and Ben")
  expect(namesOf(["Ana", "Ben", "Chloe", "Dev"])).toBe("Ana, Ben, Chloe, and Dev")
  expect(namesOf(["Ana", "Ben", "Chloe", "Dev", "Eva"])).toBe("Ana, Ben, Chloe, and 2 others")
})

it("never lets a reason or a name have anything in it that can't be seen, or that moves the words around it", () => {
  fc.assert(
    fc.property(anyText, anyText, (one, other) => {
      for (const text of [sentence(one), namesOf([one, other])]) {
        expect(outsideIsolates(text)).not.toMatch(unsafe)
        expect(outsideIsolates(text)).not.toMatch(rightToLeft)
      }
    })
  )
  expect(sentence("שלום")).toBe("\u2068שלום\u2069.")
  expect(sentence("שלום!")).toBe("\u2068שלום!\u2069")
})

it.each([
  ["InitialAccess", "Initial access"],
  ["TruePositive", "True positive"],
  ["High", "High"],
  ["", ""]
])("writes %s as people do", (identifier, text) => {
  expect(readable(identifier)).toBe(text)
})
