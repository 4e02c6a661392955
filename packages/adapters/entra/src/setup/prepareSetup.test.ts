import { Effect } from "effect"
import { expect, it } from "vitest"
import { teamsAppUnderTest } from "../testing/teamsAppUnderTest.ts"
import { prepareSetup } from "./prepareSetup.ts"

const choices = {
  tenantId: "7a1e0000-5a3b-4c1d-9e2f-0d0000000001",
  publicUrl: "https://incidents.example",
  workspaces: {},
  standbyOwners: []
}

it.each<[object, string]>([
  [{ tenantId: "mine" }, "tenantId: Expected a GUID"],
  [{ publicUrl: "https://incidents.example/" }, "publicUrl: Expected an http or https address"],
  [{ workspaces: { soc: "here" } }, "workspaces.soc: Expected the ARM ID of a workspace"],
  [{ standbyOwners: ["ines"] }, "standbyOwners.0: Expected a GUID"],
  [{ data: "it's" }, "data: Expected a path"],
  [{ teamsAppFile: "it's" }, "teamsAppFile: Expected a path"],
  [{ credential: "password" }, "credential: "],
  [{ credential: "managed-identity" }, "managed-identity needs managedIdentity"],
  [{ credential: "workload-identity" }, "workload-identity needs workload"],
  [{ workload: { issuer: "http://x", subject: "s" } }, "workload.issuer: Expected an https address"],
  [{ color: "red" }, "color: "]
])("refuses the choice %j by its name, before anyone has to sign in", async (change, reason) => {
  const prepare = prepareSetup(teamsAppUnderTest())
  const failure = await Effect.runPromise(Effect.flip(prepare({ ...choices, ...change }, "unused", "setup")))
  expect(failure.message).toContain(reason)
})
