import { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { applyPatch } from "@incident-teams/domain/incident/changeIncident"
import { KnownClassification, KnownClassificationReason } from "@incident-teams/domain/incident/Classification"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import type { IncidentPatch } from "@incident-teams/domain/incident/IncidentChange"
import { KnownIncidentStatus } from "@incident-teams/domain/incident/IncidentStatus"
import { KnownSeverity } from "@incident-teams/domain/incident/Severity"
import { assignee, incident } from "@incident-teams/domain/testing/ArbitraryIncident"
import { Result, Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { incidentWrite, RawIncident } from "./incidentWrite.ts"
import { wireOf } from "./testing/wireOf.ts"
import { decodeIncident } from "./wire/WireIncident.ts"

const workspace = {
  alias: WorkspaceAlias.make("soc"),
  scope: { subscriptionId: "d0cfe6b2-9ac0-4464-9919-dccaee2e48c0", resourceGroup: "rg", workspace: "ws" }
}

/** Through JSON, as over the network. */
const rawOf = (wire: unknown): RawIncident => Schema.decodeUnknownSync(RawIncident)(JSON.parse(JSON.stringify(wire)))

const patch: fc.Arbitrary<IncidentPatch> = fc.record(
  {
    status: fc.constantFrom(...KnownIncidentStatus.literals),
    classification: fc.constantFrom(...KnownClassification.literals),
    classificationReason: fc.option(fc.constantFrom(...KnownClassificationReason.literals)),
    classificationComment: fc.string(),
    severity: fc.constantFrom(...KnownSeverity.literals),
    owner: fc.option(assignee.map((someone) => ({ ...someone, name: "Somebody" })))
  },
  { requiredKeys: [] }
)

describe("incidentWrite", () => {
  const raw: RawIncident = {
    etag: '"1"',
    properties: {
      title: "Kept",
      description: null,
      severity: "High",
      status: "Closed",
      classification: "FalsePositive",
      classificationReason: "InaccurateData",
      owner: { objectId: "2046feea-040d-4a46-9e2b-91c2941bfa70", assignedTo: "Ana", newerMember: 1 },
      labels: [
        { labelName: "vip", labelType: "User" },
        { labelName: "odd", newerMember: true }
      ],
      newerMember: { of: "a later version" },
      incidentNumber: 7,
      lastModifiedTimeUtc: "2026-03-31T12:00:00.1234567Z",
      additionalData: { alertsCount: 1 }
    }
  }

  it("sends everything back as it came, what it doesn't know too, but nothing that Sentinel alone writes", () => {
    expect(incidentWrite(raw, { severity: "Low" })).toEqual({
      etag: '"1"',
      properties: {
        title: "Kept",
        severity: "Low",
        status: "Closed",
        classification: "FalsePositive",
        classificationReason: "InaccurateData",
        owner: { objectId: "2046feea-040d-4a46-9e2b-91c2941bfa70", assignedTo: "Ana", newerMember: 1 },
        labels: [
          { labelName: "vip", labelType: "User" },
          { labelName: "odd", newerMember: true }
        ],
        newerMember: { of: "a later version" }
      }
    })
  })

  it("clears the reason by leaving it out, and the owner member by member", () => {
    const { properties } = incidentWrite(raw, {
      classification: "Undetermined",
      classificationReason: null,
      owner: null
    })
    expect(properties).not.toHaveProperty("classificationReason")
    expect(properties).toHaveProperty("owner", {
      objectId: null,
      email: null,
      assignedTo: null,
      userPrincipalName: null
    })
  })

  it("gives the owner by the object id, with what else is known", () => {
    const id = PersonId.make("2046feea-040d-4a46-9e2b-91c2941bfa70")
    expect(incidentWrite(raw, { owner: { id, kind: "User" } })["properties"]).toMatchObject({
      owner: { objectId: id, ownerType: "User" }
    })
    const all = { id, kind: "Group", name: "Tier 1", email: "a@b.example", userPrincipalName: "c@b.example" } as const
    expect(incidentWrite(raw, { owner: all })["properties"]).toHaveProperty("owner", {
      objectId: id,
      ownerType: "Group",
      assignedTo: "Tier 1",
      email: "a@b.example",
      userPrincipalName: "c@b.example"
    })
  })

  it("sends nothing that Sentinel alone writes", () => {
    const alone = [
      "additionalData",
      "createdTimeUtc",
      "incidentNumber",
      "incidentUrl",
      "lastModifiedTimeUtc",
      "providerIncidentId",
      "providerName",
      "relatedAnalyticRuleIds",
      "teamInformation"
    ]
    const properties = Object.fromEntries([...alone, "title"].map((name) => [name, "x"]))
    expect(incidentWrite({ etag: '"1"', properties }, {})).toEqual({ etag: '"1"', properties: { title: "x" } })
  })

  it("always makes of the incident what the patch says, and nothing else", () => {
    fc.assert(
      fc.property(incident, patch, (before, asked) => {
        const wire = wireOf(before)
        const written = incidentWrite(rawOf(wire), asked)
        // What Sentinel does with a PUT: the writable properties become those of the body, the others stay.
        const { properties: stays } = wire
        const after = {
          ...wire,
          properties: {
            ...(written["properties"] as Readonly<Record<string, unknown>>),
            createdTimeUtc: stays.createdTimeUtc,
            lastModifiedTimeUtc: stays.lastModifiedTimeUtc,
            incidentNumber: stays.incidentNumber,
            incidentUrl: stays.incidentUrl,
            providerName: stays.providerName,
            providerIncidentId: stays.providerIncidentId,
            relatedAnalyticRuleIds: stays.relatedAnalyticRuleIds,
            additionalData: stays.additionalData
          }
        }
        const decoded = (of: unknown): Incident =>
          Result.getOrThrow(decodeIncident(JSON.parse(JSON.stringify(of)), workspace))
        expect(written["etag"]).toBe(before.etag)
        expect(decoded(after)).toEqual(applyPatch(decoded(wire), asked))
      })
    )
  })
})
