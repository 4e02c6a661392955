import { Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { guid, incidentArmId, incidentName } from "../testing/ArbitraryIds.ts"
import { throughJson } from "../testing/throughJson.ts"
import { IncidentArmId, incidentArmIdOf, incidentNameOf } from "./IncidentArmId.ts"

const workspace = "/subscriptions/d0cfe6b2/resourceGroups/soc/providers/Microsoft.OperationalInsights/workspaces/soc"
const provider = "/providers/Microsoft.SecurityInsights"

describe("IncidentArmId", () => {
  it.each([
    `${workspace}${provider}/incidents/x`,
    `${workspace}${provider}/Incidents/x`.toUpperCase(),
    `${workspace.replace("Operational", "Operationali")}${provider}/incidents/x`
  ])("takes %s", (id) => {
    expect(Schema.is(IncidentArmId)(id)).toBe(true)
  })

  it.each([
    "",
    workspace,
    `${workspace}${provider}/incidents/`,
    `${workspace}${provider}/incidents/x/comments/y`,
    `${workspace}${provider}/bookmarks/x`,
    `${workspace}/providers/MicrosoftXSecurityInsights/incidents/x`,
    `x${workspace}${provider}/incidents/x`,
    `${workspace}\n${provider}/incidents/x`
  ])("refuses %j", (id) => {
    expect(Schema.is(IncidentArmId)(id)).toBe(false)
  })

  it("always holds the name that it was made of", () => {
    fc.assert(
      fc.property(guid, incidentName, (subscriptionId, name) => {
        expect(incidentNameOf(incidentArmIdOf({ subscriptionId, resourceGroup: "r", workspace: "w" }, name))).toBe(name)
      })
    )
  })

  it("always survives its codec in its own spelling", () => {
    fc.assert(
      fc.property(incidentArmId, (id) => {
        expect(throughJson(IncidentArmId, id)).toBe(id)
      })
    )
  })
})
