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

it.each([
  ["InitialAccess", "Initial access"],
  ["TruePositive", "True positive"],
  ["High", "High"],
  ["", ""]
])("writes %s as people do", (identifier, text) => {
  expect(readable(identifier)).toBe(text)
})
