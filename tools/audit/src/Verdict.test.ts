import { describe, expect, it } from "vitest"
import { verdictOf } from "./Verdict.ts"

const advisory = { title: "Made up", url: "https://example.test/1", severity: "high", range: "<2" }

describe("what npm reports", () => {
  it("is each advisory once, under the package that has it and not under those that depend on it", () => {
    const report = {
      auditReportVersion: 2,
      vulnerabilities: {
        pnpm: { name: "pnpm", severity: "high", via: ["exe"], effects: [] },
        exe: { name: "exe", severity: "high", via: [advisory, { ...advisory, severity: "low" }], effects: ["pnpm"] }
      }
    }
    expect(verdictOf(JSON.stringify(report), "")).toEqual({
      _tag: "Audited",
      serious: ["high: exe: Made up (https://example.test/1)"],
      lesser: 1
    })
  })
})

describe("what pnpm reports", () => {
  it("is what it lists, so that an ignored advisory, which it only counts, is none", () => {
    const report = {
      advisories: {},
      metadata: { vulnerabilities: { info: 0, low: 0, moderate: 0, high: 1, critical: 0 } }
    }
    expect(verdictOf(JSON.stringify(report), "")).toEqual({ _tag: "Audited", serious: [], lesser: 0 })
  })
})

it.each([
  ["", "", "It said nothing."],
  ["<html>", "", "<html>"],
  ['{"error":{}}', "npm error\n  audit endpoint", 'npm error audit endpoint {"error":{}}']
])("what is no report (%j) is told as it came", (stdout, stderr, reason) => {
  expect(verdictOf(stdout, stderr)).toEqual({ _tag: "NotAsked", reason })
})
