import { existsSync, readFileSync } from "node:fs"
import { Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { action, actionPattern, azurePermission, azureRights } from "../testing/ArbitraryRights.ts"
import { throughJson } from "../testing/throughJson.ts"
import {
  AzurePermission,
  AzureRights,
  incidentsRead,
  incidentsWrite,
  isGranted,
  matchesAction
} from "./AzureActions.ts"

const write = incidentsWrite

const item = (actions: ReadonlyArray<string>, notActions: ReadonlyArray<string> = []): AzurePermission => ({
  actions,
  notActions
})

const rights = (...granted: ReadonlyArray<AzurePermission>): AzureRights => ({ granted, denied: [] })

const responder = item(
  ["Microsoft.SecurityInsights/*/read", "Microsoft.SecurityInsights/incidents/*"],
  ["Microsoft.SecurityInsights/incidents/*/Delete"]
)

/** The definition, character by character: slow, and plainly right. */
const matchesByDefinition = (pattern: string, text: string): boolean => {
  if (pattern === "") return text === ""
  if (pattern.startsWith("*")) {
    return matchesByDefinition(pattern.slice(1), text) || (text !== "" && matchesByDefinition(pattern, text.slice(1)))
  }
  return (
    text !== "" &&
    pattern.charAt(0).toLowerCase() === text.charAt(0).toLowerCase() &&
    matchesByDefinition(pattern.slice(1), text.slice(1))
  )
}

describe("matchesAction", () => {
  it.each([
    ["*", write, true],
    ["*/read", write, false],
    ["Microsoft.SecurityInsights/*", write, true],
    ["microsoft.securityinsights/INCIDENTS/*", write, true],
    ["Microsoft.SecurityInsights/incidents", write, false],
    ["Microsoft.SecurityInsightsX/*", write, false],
    ["MicrosoftXSecurityInsights/*", write, false],
    ["Microsoft.SecurityInsights/*/write", write, true],
    ["Microsoft.SecurityInsights/incidents/*/Delete", "Microsoft.SecurityInsights/incidents/comments/delete", true],
    ["Microsoft.SecurityInsights/incidents/*/Delete", "Microsoft.SecurityInsights/incidents/delete", false],
    ["ab*ba", "aba", false],
    ["ab*ba", "abba", true],
    ["*a*a*", "a", false],
    ["", "", true],
    ["", "a", false],
    ["**", "", true]
  ])("%j against %j: %s", (pattern, asked, answer) => {
    expect(matchesAction(pattern, asked)).toBe(answer)
  })

  it("always agrees with the definition, on operations", () => {
    fc.assert(
      fc.property(actionPattern, action, (pattern, asked) => {
        expect(matchesAction(pattern, asked)).toBe(matchesByDefinition(pattern, asked))
      }),
      { numRuns: 1000 }
    )
  })

  it("always agrees with the definition, on short texts full of stars", () => {
    const letters = fc.constantFrom("a", "b", "B", "/", "*", ".")
    fc.assert(
      fc.property(
        fc.string({ unit: letters, maxLength: 8 }),
        fc.string({ unit: letters, maxLength: 8 }),
        (pattern, asked) => {
          expect(matchesAction(pattern, asked)).toBe(matchesByDefinition(pattern, asked))
        }
      ),
      { numRuns: 3000 }
    )
  })

  it("answers at once, however many stars a pattern has", () => {
    expect(matchesAction(`${"*a".repeat(5_000)}*b`, "a".repeat(20_000))).toBe(false)
  })
})

describe("isGranted", () => {
  it.each<[string, AzureRights, boolean]>([
    ["no role", rights(), false],
    ["an item without actions", rights(item([])), false],
    ["everything", rights(item(["*"])), true],
    ["everything but Sentinel's writes", rights(item(["*"], ["Microsoft.SecurityInsights/*/write"])), false],
    [
      "everything but Sentinel's writes, and Responder",
      rights(item(["*"], ["Microsoft.SecurityInsights/*/write"]), responder),
      true
    ],
    ["a reader's role", rights(item(["*/read"])), false],
    ["a role and a denial", { granted: [responder], denied: [item([write])] }, false],
    ["a denial of reads", { granted: [responder], denied: [item(["*/read"])] }, true],
    ["a denial that leaves out writes", { granted: [responder], denied: [item(["*"], ["*/WRITE"])] }, true]
  ])("writing incidents with %s: %s", (_, has, answer) => {
    expect(isGranted(has, write)).toBe(answer)
  })

  it("always answers by the definition: some item grants it, and no deny assignment covers it", () => {
    const covers = (one: AzurePermission, asked: string): boolean =>
      one.actions.some((pattern) => matchesByDefinition(pattern, asked)) &&
      one.notActions.every((pattern) => !matchesByDefinition(pattern, asked))
    fc.assert(
      fc.property(azureRights, action, (has, asked) => {
        expect(isGranted(has, asked)).toBe(
          has.granted.some((one) => covers(one, asked)) && has.denied.every((one) => !covers(one, asked))
        )
      }),
      { numRuns: 500 }
    )
  })

  it("never loses a right by a further role, and never gains one by a further deny assignment", () => {
    fc.assert(
      fc.property(azureRights, azurePermission, action, (has, more, asked) => {
        const before = isGranted(has, asked)
        const withRole = isGranted({ ...has, granted: [...has.granted, more] }, asked)
        const withDenial = isGranted({ ...has, denied: [...has.denied, more] }, asked)
        expect([before && !withRole, withDenial && !before]).toEqual([false, false])
      })
    )
  })

  it("always survives its codec", () => {
    fc.assert(
      fc.property(azureRights, (has) => {
        expect(throughJson(AzureRights, has)).toEqual(has)
      })
    )
  })
})

const published = new URL("../../../../../shared/sentinel/rbac-roles.json", import.meta.url)

const Published = Schema.Struct({
  roles: Schema.Array(
    Schema.Struct({
      roleName: Schema.String,
      permissions: Schema.Array(AzurePermission),
      incidentActions: Schema.Record(Schema.String, Schema.Boolean)
    })
  )
})

describe("the published built-in roles", () => {
  it.skipIf(!existsSync(published))("each gives the operations on incidents that it is known to give", () => {
    const { roles } = Schema.decodeUnknownSync(Published)(JSON.parse(readFileSync(published, "utf8")))
    expect(roles.length).toBeGreaterThan(10)
    const answers = roles.map(({ roleName, permissions, incidentActions }) => ({
      roleName,
      incidentActions: Object.fromEntries(
        Object.keys(incidentActions).map((asked) => [asked, isGranted({ granted: permissions, denied: [] }, asked)])
      )
    }))
    expect(answers).toEqual(roles.map(({ roleName, incidentActions }) => ({ roleName, incidentActions })))
  })

  it.skipIf(!existsSync(published))("let Reader read, Responder and Contributor write", () => {
    const { roles } = Schema.decodeUnknownSync(Published)(JSON.parse(readFileSync(published, "utf8")))
    const may = (name: string) => {
      const granted = roles.find(({ roleName }) => roleName === `Microsoft Sentinel ${name}`)?.permissions ?? []
      return [incidentsRead, incidentsWrite].map((asked) => isGranted({ granted, denied: [] }, asked))
    }
    expect(["Reader", "Responder", "Contributor", "Playbook Operator"].map(may)).toEqual([
      [true, false],
      [true, true],
      [true, true],
      [false, false]
    ])
  })
})
