import { workspaceAlias } from "@incident-teams/domain/testing/ArbitraryIds"
import { ConfigProvider, Effect, Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { configuredWorkspaces, parseWorkspaces, workspaceArmId } from "./SentinelWorkspace.ts"

const id = (name: string, group = "rg-soc") =>
  `/subscriptions/d0cfe6b2-9ac0-4464-9919-dccaee2e48c0/resourceGroups/${group}` +
  `/providers/Microsoft.OperationalInsights/workspaces/${name}`

const problemsOf = (text: string): string =>
  Result.match(parseWorkspaces(text), { onSuccess: () => "", onFailure: ({ message }) => message })

describe("SENTINEL_WORKSPACES", () => {
  it("names workspaces, separated by commas, with blanks and in any case", () => {
    const text = ` soc = ${id("soc-prod")} , lab=${id("soc-lab").toUpperCase()}/ ,`
    const workspaces = Result.getOrThrow(parseWorkspaces(text))
    expect(workspaces.map(({ alias, scope }) => [alias, scope.workspace])).toEqual([
      ["soc", "soc-prod"],
      ["lab", "SOC-LAB"]
    ])
  })

  it.each([
    ["", "No Sentinel workspace is configured."],
    [id("soc"), "has no alias"],
    [`Soc=${id("soc")}`, '"Soc" can\'t be an alias'],
    ["soc=/subscriptions/x", "isn't the ARM ID of a workspace"],
    [`soc=${id("soc").replace("d0cfe6b2", "zz")}`, "must be a GUID"],
    [`soc=${id("-soc")}`, "isn't a workspace's name"],
    [`soc=${id("soc", "rg soc")}`, "isn't a resource group's name"],
    [`soc=${id("soc")},soc=${id("lab")}`, "The alias soc is used for two workspaces."],
    [`soc=${id("soc")},lab=${id("SOC")}`, "has two aliases."]
  ])("refuses %j and says why", (text, why) => {
    expect(problemsOf(text)).toContain(why)
    expect(problemsOf(text)).toContain("SENTINEL_WORKSPACES=")
  })

  it("says everything that is wrong at once", () => {
    const problems = problemsOf(`Soc=${id("a1")},lab=nothing`)
    expect(problems).toContain("Soc")
    expect(problems).toContain("nothing")
  })

  it("says so when it isn't set", async () => {
    const failure = await Effect.runPromise(
      Effect.flip(configuredWorkspaces).pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({}))))
    )
    expect(failure.message).toContain("No Sentinel workspace is configured.")
  })

  it("always reads back what it wrote", () => {
    const workspace = fc.record({
      alias: workspaceAlias,
      scope: fc.record({
        subscriptionId: fc.uuid(),
        resourceGroup: fc.stringMatching(/^[A-Za-z0-9_().-]{0,20}[A-Za-z0-9_()-]$/),
        workspace: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,20}[A-Za-z0-9]$/)
      })
    })
    const distinct = fc.uniqueArray(workspace, {
      minLength: 1,
      maxLength: 4,
      comparator: (a, b) =>
        a.alias === b.alias || workspaceArmId(a.scope).toLowerCase() === workspaceArmId(b.scope).toLowerCase()
    })
    fc.assert(
      fc.property(distinct, (workspaces) => {
        const text = workspaces.map(({ alias, scope }) => `${alias}=${workspaceArmId(scope)}`).join(",")
        expect(parseWorkspaces(text)).toEqual(Result.succeed(workspaces))
      })
    )
  })
})
