import { Option, Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { applicationId, groupId, guid, namespace, personId, tenantId, workspaceAlias } from "../testing/ArbitraryIds.ts"
import { throughJson } from "../testing/throughJson.ts"
import { ApplicationId, GroupId, PersonId, TenantId, applicationIdOf, groupIdOf, personIdOf } from "./directoryIds.ts"
import { guidOf } from "./Guid.ts"
import { Namespace } from "./Namespace.ts"
import { WorkspaceAlias } from "./WorkspaceAlias.ts"

const lower = "2046feea-040d-4a46-9e2b-91c2941bfa70"

describe("ids that are GUIDs", () => {
  it.each([lower, lower.toUpperCase(), `  ${lower}\n`])("has one spelling for %j", (text) => {
    expect(guidOf(text)).toEqual(Option.some(lower))
    expect([personIdOf, groupIdOf, applicationIdOf].map((of) => of(text))).toEqual(
      Array.from({ length: 3 }, () => Option.some(lower))
    )
  })

  it.each(["", "soc", `{${lower}}`, lower.slice(1), `${lower}0`, lower.replaceAll("-", ""), `${lower}\n${lower}`])(
    "is none in %j",
    (text) => {
      expect(guidOf(text)).toEqual(Option.none())
      expect(personIdOf(text)).toEqual(Option.none())
    }
  )

  it("decodes any case and never holds but lower case", () => {
    expect(Schema.decodeUnknownSync(PersonId)(lower.toUpperCase())).toBe(lower)
    expect(Schema.is(PersonId)(lower.toUpperCase())).toBe(false)
    fc.assert(
      fc.property(guid, (id) => {
        expect(Schema.decodeUnknownSync(GroupId)(id.toUpperCase())).toBe(id)
      })
    )
  })

  it("always survives the journey through its codec", () => {
    fc.assert(
      fc.property(personId, groupId, tenantId, applicationId, (person, group, tenant, app) => {
        expect(throughJson(PersonId, person)).toBe(person)
        expect(throughJson(GroupId, group)).toBe(group)
        expect(throughJson(TenantId, tenant)).toBe(tenant)
        expect(throughJson(ApplicationId, app)).toBe(app)
      })
    )
  })
})

describe("names out of the configuration", () => {
  it.each(["", "IT", "it-2", "thirteenchars"])("%j is no namespace", (text) => {
    expect(Schema.is(Namespace)(text)).toBe(false)
  })

  it.each(["", "SOC", "-soc", "soc~eu", "soc eu", "a".repeat(33)])("%j is no workspace alias", (text) => {
    expect(Schema.is(WorkspaceAlias)(text)).toBe(false)
  })

  it("always survives the journey through its codec", () => {
    fc.assert(
      fc.property(namespace, workspaceAlias, (space, alias) => {
        expect(throughJson(Namespace, space)).toBe(space)
        expect(throughJson(WorkspaceAlias, alias)).toBe(alias)
      })
    )
  })
})
