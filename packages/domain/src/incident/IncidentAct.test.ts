import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { incident, incidentChange } from "../testing/ArbitraryIncident.ts"
import { applyPatch, changeIncident } from "./changeIncident.ts"
import type { Incident } from "./Incident.ts"
import { changeOf } from "./IncidentAct.ts"

const [sample] = fc.sample(incident, { numRuns: 1, seed: 1 })
const { classification: _c, classificationReason: _r, owner: _o, ...plain } = sample!
const open: Incident = { ...plain, status: "Active", severity: "High" }
const closed: Incident = {
  ...open,
  status: "Closed",
  classification: "FalsePositive",
  classificationReason: "InaccurateData"
}

describe("changeOf", () => {
  it("says as what an incident was closed, also if it was closed as that before", () => {
    const status = { from: "Active", to: "Closed" }
    const asFalsePositive = { classification: "FalsePositive", classificationReason: "InaccurateData" }
    expect(changeOf(open, closed).changes).toEqual({ status, ...asFalsePositive })
    expect(changeOf({ ...closed, status: "Active" }, closed).changes).toEqual({ status, ...asFalsePositive })
  })

  it("says what was changed of a closed incident, and which version it led to", () => {
    const etag = '"of the write"'
    expect(changeOf(closed, { ...closed, etag, classificationReason: "IncorrectAlertLogic" })).toEqual({
      _tag: "Changed",
      etag,
      changes: { classification: "FalsePositive", classificationReason: "IncorrectAlertLogic" }
    })
    expect(changeOf({ ...closed, title: "Phish" }, { ...closed, title: "Phishing" }).changes).toEqual({
      title: { from: "Phish", to: "Phishing" }
    })
  })

  it("doesn't classify an incident that is reopened or gets another severity", () => {
    expect(changeOf(closed, { ...closed, status: "Active" }).changes).toEqual({
      status: { from: "Closed", to: "Active" }
    })
    expect(changeOf(closed, { ...closed, severity: "Low" }).changes).toEqual({ severity: { from: "High", to: "Low" } })
  })

  it("knows an owner by the id, though Sentinel completes the name afterward", () => {
    const id = "2046feea-040d-4a46-9e2b-91c2941bfa70"
    expect(changeOf(open, { ...open, owner: { id, name: "Ada" } }).changes).toEqual({ owner: { id, name: "Ada" } })
    expect(changeOf({ ...open, owner: { id } }, { ...open, owner: { id, name: "Ada" } }).changes).toEqual({})
    expect(changeOf({ ...open, owner: { id } }, open).changes).toEqual({ owner: null })
    expect(changeOf({ ...open, owner: { name: "Ada" } }, open).changes).toEqual({ owner: null })
  })

  it("knows an owner without an id by the user principal name, and one with an id by nothing else", () => {
    const [ada, bob] = [{ userPrincipalName: "ada@contoso.com" }, { userPrincipalName: "bob@contoso.com" }]
    const from = (owner: object, to: object) => changeOf({ ...open, owner }, { ...open, owner: to }).changes
    expect(from(ada, bob)).toEqual({ owner: bob })
    expect(from(ada, { ...ada, name: "Ada" })).toEqual({})
    expect(from({ ...ada, id: "1" }, { ...bob, id: "1" })).toEqual({})
  })

  it("always names what a patch changed, and never anything else", () => {
    fc.assert(
      fc.property(incident, incidentChange, (before, change) => {
        const decided = changeIncident(before, change)
        fc.pre(Result.isSuccess(decided))
        const patch = Result.getOrThrow(decided)
        const { changes } = changeOf(before, applyPatch(before, patch))
        expect(changes.status?.to).toBe(patch.status)
        expect(changes.severity?.to).toBe(patch.severity)
        expect("owner" in changes).toBe("owner" in patch)
        expect(changes.title).toBeUndefined()
        if (patch.classification !== undefined) expect(changes.classification).toBe(patch.classification)
      })
    )
  })
})
