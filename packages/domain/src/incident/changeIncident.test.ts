import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { assignee, incident, incidentChange } from "../testing/ArbitraryIncident.ts"
import { anyText, unsafe } from "../testing/ArbitraryText.ts"
import { throughJson } from "../testing/throughJson.ts"
import { inLines } from "../text/visibleText.ts"
import { applyPatch, changeIncident, isEmptyPatch } from "./changeIncident.ts"
import { reasonsFor } from "./Classification.ts"
import { Incident } from "./Incident.ts"
import type { IncidentChange } from "./IncidentChange.ts"
import { isClosed } from "./IncidentStatus.ts"

const [sample] = fc.sample(incident, { numRuns: 1, seed: 1 })
const { classification: _c, classificationReason: _r, classificationComment: _m, owner: _o, ...plain } = sample!
const open: Incident = { ...plain, status: "Active", severity: "High" }
const closed: Incident = {
  ...open,
  status: "Closed",
  classification: "FalsePositive",
  classificationReason: "InaccurateData"
}

const patchOf = (one: Incident, change: IncidentChange) => Result.getOrThrow(changeIncident(one, change))

const problemsOf = (one: Incident, change: IncidentChange) =>
  Result.match(changeIncident(one, change), { onSuccess: () => [], onFailure: ({ problems }) => problems })

const ada = { id: "2046feea-040d-4a46-9e2b-91c2941bfa70", kind: "User", name: "Ada" } as const

describe("changeIncident", () => {
  it.each<[string, Incident, IncidentChange, object]>([
    [
      "close as true positive",
      open,
      { status: "Closed", classification: "TruePositive", classificationReason: "SuspiciousActivity" },
      { status: "Closed", classification: "TruePositive", classificationReason: "SuspiciousActivity" }
    ],
    [
      "close as undetermined, with a comment",
      open,
      { status: "Closed", classification: "Undetermined", classificationComment: "no logs" },
      { status: "Closed", classification: "Undetermined", classificationComment: "no logs" }
    ],
    [
      "close as benign",
      open,
      { status: "Closed", classification: "BenignPositive", classificationReason: "SuspiciousButExpected" },
      { status: "Closed", classification: "BenignPositive", classificationReason: "SuspiciousButExpected" }
    ],
    ["reopen", closed, { status: "Active" }, { status: "Active" }],
    ["reopen as new", closed, { status: "New" }, { status: "New" }],
    [
      "reclassify a closed one",
      closed,
      { classification: "Undetermined" },
      { classification: "Undetermined", classificationReason: null }
    ],
    [
      "correct the reason",
      closed,
      { classification: "FalsePositive", classificationReason: "IncorrectAlertLogic" },
      { classificationReason: "IncorrectAlertLogic" }
    ],
    [
      "comment on a closed one",
      closed,
      { classificationComment: "seen again" },
      { classificationComment: "seen again" }
    ],
    ["severity", open, { severity: "Low" }, { severity: "Low" }],
    ["assign", open, { owner: ada }, { owner: ada }],
    ["unassign", { ...open, owner: { id: ada.id } }, { owner: null }, { owner: null }],
    ["severity while closed", closed, { severity: "Low" }, { severity: "Low" }]
  ])("%s", (_, one, change, patch) => {
    expect(patchOf(one, change)).toStrictEqual(patch)
    expect(isEmptyPatch(patchOf(one, change))).toBe(false)
  })

  it.each<[string, Incident, IncidentChange]>([
    ["closed already, for that reason", closed, { status: "Closed" }],
    ["that severity already", open, { severity: "High" }],
    ["hers already", { ...open, owner: { id: ada.id, name: "A. Lovelace" } }, { owner: ada }],
    ["nobody's already", open, { owner: null }],
    ["active already", open, { status: "Active" }]
  ])("writes nothing if it is %s", (_, one, change) => {
    expect(isEmptyPatch(patchOf(one, change))).toBe(true)
  })

  it.each<[string, Incident, IncidentChange, string, string]>([
    ["nothing", open, {}, "change", "Name at least one"],
    [
      "a close without classification",
      open,
      { status: "Closed" },
      "classification",
      "Use TruePositive, BenignPositive"
    ],
    [
      "a close with a reason alone",
      open,
      { status: "Closed", classificationReason: "InaccurateData" },
      "classification",
      "Give the classification too"
    ],
    [
      "a true positive without its reason",
      open,
      { status: "Closed", classification: "TruePositive" },
      "classificationReason",
      "Use SuspiciousActivity."
    ],
    [
      "a false positive with another's reason",
      open,
      { status: "Closed", classification: "FalsePositive", classificationReason: "SuspiciousActivity" },
      "classificationReason",
      "Use IncorrectAlertLogic or InaccurateData."
    ],
    [
      "undetermined with a reason",
      open,
      { status: "Closed", classification: "Undetermined", classificationReason: "InaccurateData" },
      "classificationReason",
      "Leave classificationReason out"
    ],
    [
      "a comment on an open incident",
      open,
      { classificationComment: "x" },
      "classificationComment",
      "Close the incident"
    ],
    [
      "a classification with a reopen",
      closed,
      { status: "Active", classification: "Undetermined" },
      "classification",
      "Close the incident"
    ]
  ])("refuses %s, naming the field and the remedy", (_, one, change, field, remedy) => {
    expect(problemsOf(one, change)).toEqual([
      { field, problem: expect.stringMatching(/^.{15,}\.$/), remedy: expect.stringContaining(remedy) }
    ])
  })

  it("names everything that is wrong at once, in one message", () => {
    const answer = changeIncident(open, { classification: "TruePositive", classificationComment: "x" })
    expect(Result.isFailure(answer) && answer.failure.problems.map(({ field }) => field)).toEqual([
      "classification",
      "classificationComment"
    ])
    expect(Result.isFailure(answer) && answer.failure.message).toBe(
      "classification: Only a closed incident has a classification. Close the incident in the same change" +
        " (status Closed), or leave classification out. classificationComment: Only a closed incident has a" +
        " classification. Close the incident in the same change (status Closed), or leave classificationComment out."
    )
  })

  it("says which reason was wrong only if one was given", () => {
    expect(problemsOf(open, { status: "Closed", classification: "TruePositive" })[0]?.problem).toBe(
      "TruePositive needs a reason."
    )
    expect(
      problemsOf(open, {
        status: "Closed",
        classification: "TruePositive",
        classificationReason: "InaccurateData"
      })[0]?.problem
    ).toBe("InaccurateData isn't a reason for TruePositive.")
  })

  it("never lets an incident close without its classification and the matching reason", () => {
    fc.assert(
      fc.property(incident, incidentChange, (one, change) => {
        fc.pre(!isClosed(one.status) && change.status === "Closed")
        const answer = changeIncident(one, change)
        if (Result.isFailure(answer)) return
        const { classification, classificationReason } = applyPatch(one, answer.success)
        expect(classification).toBe(change.classification)
        const reasons = reasonsFor(change.classification!)
        expect(
          reasons.length === 0 ? classificationReason === undefined : reasons.some((r) => r === classificationReason)
        ).toBe(true)
      }),
      { numRuns: 1000 }
    )
  })

  it("always gives what was asked, leaves the rest, and has nothing left to do the second time", () => {
    fc.assert(
      fc.property(incident, incidentChange, (one, change) => {
        const answer = changeIncident(one, change)
        if (Result.isFailure(answer)) return
        const after = applyPatch(one, answer.success)
        const { owner, ...asked } = change
        expect(after).toMatchObject({
          ...asked,
          ...(asked.classificationComment === undefined
            ? {}
            : { classificationComment: inLines(asked.classificationComment) })
        })
        expect(throughJson(Incident, after)).toEqual(after)
        expect(after.owner?.id).toBe((owner === undefined ? one.owner : owner)?.id)
        for (const field of ["id", "etag", "title", "labels", "number", "lastModified"] as const) {
          expect(after[field]).toBe(one[field])
        }
        const again = changeIncident(after, change)
        expect(Result.isSuccess(again) && isEmptyPatch(again.success)).toBe(true)
      }),
      { numRuns: 1000 }
    )
  })

  it("assigns with all that is known of the person, as one sees it", () => {
    const known = { name: "Ada\u200b", email: "ada\u200b@contoso.com", userPrincipalName: "ada@contoso\u200b.com" }
    expect(patchOf(open, { owner: { ...ada, ...known } })).toStrictEqual({
      owner: { ...ada, email: "ada@contoso.com", userPrincipalName: "ada@contoso.com" }
    })
  })

  it("never writes a text with something in it that can't be seen", () => {
    const change = fc.tuple(anyText, anyText, assignee).map(([comment, name, someone]): IncidentChange => ({
      status: "Closed",
      classification: "Undetermined",
      classificationComment: comment,
      owner: { ...someone, name, email: name, userPrincipalName: name }
    }))
    fc.assert(
      fc.property(incident, change, (one, asked) => {
        const { classificationComment = "", owner } = Result.getOrThrow(changeIncident(one, asked))
        expect(classificationComment.replaceAll(/[\n\t]/gu, "")).not.toMatch(unsafe)
        expect([owner?.name, owner?.email, owner?.userPrincipalName].join("")).not.toMatch(unsafe)
      })
    )
  })
})
