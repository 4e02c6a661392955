import { nothingYet } from "@incident-teams/domain/incident/Incident"
import type { IncidentChanges } from "@incident-teams/domain/incident/IncidentAct"
import { expect, it } from "vitest"
import {
  attackFacts,
  classificationLabel,
  closingCommentLabel,
  classificationText,
  countedEntities,
  entityKindText,
  incidentChangeText,
  mergedIntoText,
  ownerText,
  statusText
} from "./incident.ts"

it("calls an owner by the name that people know best", () => {
  const names = { name: "Ana Sample", userPrincipalName: "ana@soc.example", email: "ana@mail.example", id: "2046" }
  expect(ownerText(names)).toBe("Ana Sample")
  expect(ownerText({ email: "ana@mail.example", id: "2046" })).toBe("ana@mail.example")
  expect(ownerText({})).toBe("Unnamed")
  expect(ownerText(undefined)).toBe("Unassigned")
})

it("says what an incident was merged into, also if only that is known", () => {
  expect(mergedIntoText({ into: 4120 })).toBe("incident 4120")
  expect(mergedIntoText({})).toBe("another incident")
})

it("lists what is known about the attack, tactics as people read them", () => {
  const facts = attackFacts({ ...nothingYet, tactics: ["InitialAccess", "Impact"], techniques: ["T1566"] })
  expect(facts.filter(([, values]) => values.length > 0)).toEqual([
    ["Tactics", ["Initial access", "Impact"]],
    ["Techniques", ["T1566"]]
  ])
})

it("says how an incident was closed, and that it was closed before once it is open again", () => {
  const closing = { classification: "TruePositive", classificationReason: "SuspiciousActivity" }
  expect(classificationText(closing)).toBe("True positive: suspicious activity")
  expect(classificationText({ classification: "Undetermined" })).toBe("Undetermined")
  expect(classificationText({})).toBeUndefined()
  expect(statusText({ status: "Closed", ...closing })).toBe("Closed (true positive: suspicious activity)")
  expect(statusText({ status: "Active", ...closing })).toBe("Active")
  expect(statusText({ status: "Closed" })).toBe("Closed")
  expect(classificationLabel({ status: "Closed" })).toBe("Closed as")
  expect(classificationLabel({ status: "Active" })).toBe("Previously closed as")
  expect(closingCommentLabel({ status: "Closed" })).toBe("Closing comment")
  expect(closingCommentLabel({ status: "New" })).toBe("Earlier closing comment")
})

it.each<[IncidentChanges, string]>([
  [
    {
      status: { from: "Active", to: "Closed" },
      classification: "BenignPositive",
      classificationReason: "SuspiciousButExpected"
    },
    "closed incident 4111 as benign positive: suspicious but expected"
  ],
  [{ status: { from: "New", to: "Closed" } }, "closed incident 4111"],
  [{ status: { from: "Closed", to: "Active" } }, "reopened incident 4111"],
  [{ status: { from: "New", to: "Active" } }, "set the status of incident 4111 to active"],
  [{ classification: "Undetermined" }, "classified incident 4111 as undetermined"],
  [
    {
      status: { from: "New", to: "Active" },
      severity: { from: "Low", to: "High" },
      owner: { name: "Ana Sample" },
      title: { from: "A", to: "B" }
    },
    'set the status of incident 4111 to active, set its severity to high, assigned it to Ana Sample, and changed its title to "B"'
  ],
  [
    { severity: { from: "Low", to: "High" }, owner: null },
    "set the severity of incident 4111 to high and unassigned it"
  ],
  [{ owner: null }, "unassigned incident 4111"],
  [{}, "changed incident 4111"]
])("tells what someone changed: %o", (changes, text) => {
  expect(incidentChangeText(4111, changes)).toBe(text)
})

it.each([
  ["Ip", 2, "IP addresses", "2 IP addresses"],
  ["MailMessage", 1, "Mail message", "1 mail message"],
  ["IoTDevice", 1, "IoT device", "1 IoT device"],
  ["AzureResource", 3, "Azure resources", "3 Azure resources"],
  ["Url", 1, "URL", "1 URL"],
  // Kinds that Sentinel adds later, and a name that an object has by itself.
  ["NewKindOfThing", 2, "New kind of thing", "2 new kind of thing"],
  ["constructor", 1, "Constructor", "1 constructor"]
])("calls entities of the kind %s, %i of them, %s", (kind, count, text, countedText) => {
  expect(entityKindText(kind, count)).toBe(text)
  expect(countedEntities(kind, count)).toBe(countedText)
})
