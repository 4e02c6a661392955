import { Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { incident, incidentObservation } from "../testing/ArbitraryIncident.ts"
import { throughJson } from "../testing/throughJson.ts"
import { Alert } from "./Alert.ts"
import { Bookmark } from "./Bookmark.ts"
import { countByKind, Entity } from "./Entity.ts"
import { Incident, nothingYet } from "./Incident.ts"
import { IncidentComment } from "./IncidentComment.ts"
import { IncidentObservation, IncidentSnapshot, snapshotOf } from "./IncidentObservation.ts"
import { IncidentRelation } from "./IncidentRelation.ts"
import { isClosed } from "./IncidentStatus.ts"
import { IncidentTask } from "./IncidentTask.ts"

const onTheWire = {
  ...nothingYet,
  id: "soc~73e01a99-5cd7-4139-a149-9f2736ff2ab5",
  armId:
    "/subscriptions/d0cfe6b2-9ac0-4464-9919-dccaee2e48c0/resourceGroups/soc/providers/Microsoft.OperationalInsights" +
    "/workspaces/soc/providers/Microsoft.SecurityInsights/Incidents/73e01a99-5cd7-4139-a149-9f2736ff2ab5",
  etag: '"0300bf09-0000-0000-0000-5c37296e0000"',
  number: 1042,
  title: "Phishing: mailbox rule created",
  severity: "High",
  status: "Active",
  created: "2026-03-31T11:00:00.1234567Z",
  lastModified: "2026-03-31T12:00:00Z",
  url: "https://portal.azure.com/#asset/1042",
  alertsCount: 2,
  alertProductNames: ["Microsoft Defender for Office 365"],
  tactics: ["InitialAccess"]
}

const decode = Schema.decodeUnknownSync(Incident)

describe("Incident", () => {
  it("needs nothing that Sentinel may leave out", () => {
    expect(decode(onTheWire)).toMatchObject({ number: 1042, status: "Active", lastModified: Date.UTC(2026, 2, 31, 12) })
  })

  it.each(["status", "severity", "classification", "classificationReason"])("keeps a %s that is new to us", (field) => {
    expect(decode({ ...onTheWire, [field]: "Unheard of" })).toMatchObject({ [field]: "Unheard of" })
  })

  it("spells its owner's id as the directory does", () => {
    const owner = { id: "2046FEEA-040D-4A46-9E2B-91C2941BFA70", name: "Ada" }
    expect(decode({ ...onTheWire, owner }).owner?.id).toBe(owner.id.toLowerCase())
  })

  it.each([
    ["title", undefined],
    ["etag", null],
    ["number", 1.5],
    ["alertsCount", -1],
    ["lastModified", "soon"],
    ["id", "73e01a99-5cd7-4139-a149-9f2736ff2ab5"]
  ])("refuses one whose %s is %j", (field, value) => {
    expect(() => decode({ ...onTheWire, [field]: value })).toThrow(field)
  })

  it("always survives its codec", () => {
    fc.assert(
      fc.property(incident, (one) => {
        expect(throughJson(Incident, one)).toEqual(one)
      })
    )
  })
})

describe("what a team needs of its incident", () => {
  it("always survives its codec", () => {
    fc.assert(
      fc.property(incidentObservation, (one) => {
        expect(throughJson(IncidentObservation, one)).toEqual(one)
      })
    )
  })

  it("is always said as the incident says it", () => {
    fc.assert(
      fc.property(incident, (one) => {
        const snapshot = snapshotOf(one)
        expect(one).toMatchObject(snapshot)
        expect(Object.keys(snapshot).toSorted()).toEqual(
          Object.keys(IncidentSnapshot.fields)
            .filter((field) => field in one)
            .toSorted()
        )
      })
    )
  })
})

describe("isClosed", () => {
  it.each([
    ["New", false],
    ["Active", false],
    ["Closed", true],
    ["Redirected", false],
    ["closed", false]
  ])("answers for %s: %s", (status, closed) => {
    expect(isClosed(status)).toBe(closed)
  })
})

/** Decodes and encodes. */
const through =
  (schema: Schema.ConstraintCodec<unknown, unknown>) =>
  (encoded: unknown): unknown =>
    Schema.encodeUnknownSync(schema)(Schema.decodeUnknownSync(schema)(encoded))

describe("what the incident page shows besides", () => {
  const moment = "2026-03-31T12:00:00.000Z"
  it.each([
    [
      "alert",
      through(Alert),
      { id: "a", name: "Rule", severity: "Odd", tactics: [], remediationSteps: [], started: moment }
    ],
    [
      "entity",
      through(Entity),
      { id: "e", kind: "Newest", name: "x", facts: [{ key: "upn", label: "UPN", value: "<b>x</b>" }] }
    ],
    [
      "bookmark",
      through(Bookmark),
      { id: "b", name: "Query", labels: ["x"], eventTime: moment, createdBy: { name: "Ada" } }
    ],
    ["comment", through(IncidentComment), { id: "c", message: "<b>Hi</b>", author: {}, created: moment }],
    [
      "task",
      through(IncidentTask),
      { id: "t", title: "Call", status: "Blocked", createdBy: { email: "ada@contoso.com" } }
    ],
    ["relation", through(IncidentRelation), { id: "r", relatedId: "/subscriptions/s", kind: "SecurityAlert" }]
  ])("an %s survives its codec", (_, again, encoded) => {
    expect(again(encoded)).toEqual(encoded)
  })
})

it("entities are counted by kind, and none is counted twice", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ kind: fc.constantFrom("Account", "Host", "__proto__", "") })), (entities) => {
      const counts = countByKind(entities)
      expect(new Set(counts.map(({ kind }) => kind)).size).toBe(counts.length)
      expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(entities.length)
      for (const { kind, count } of counts) expect(entities.filter((one) => one.kind === kind)).toHaveLength(count)
    })
  )
})
