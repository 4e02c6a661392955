import { azureRightsSourceContract } from "@incident-teams/application/testing/azureRightsSourceContract"
import { RightsStage } from "@incident-teams/application/testing/RightsStage"
import { incidentsWrite } from "@incident-teams/domain/permissions/AzureActions"
import { sample } from "@incident-teams/testkit/sample"
import { Effect, Layer } from "effect"
import { prod, SimulatedSentinel } from "./testing/SimulatedSentinel.ts"

azureRightsSourceContract(
  "ARM over the simulator",
  Layer.unwrap(
    Effect.promise(async () => {
      const sentinel = await SimulatedSentinel.make()
      const [reader, responder, stranger] = await Promise.all([
        sentinel.person("dev"),
        sentinel.person("ben"),
        sentinel.person("elif")
      ])
      const [application, strangeApplication, deniedApplication] = await Promise.all([
        sentinel.application("playbook"),
        sentinel.application("stranger"),
        sentinel.application("server")
      ])
      await sentinel.tenant.control("PUT", "/arm/deny-assignments", [
        {
          scope: sample.workspace("soc-prod"),
          permissions: [{ actions: [incidentsWrite] }],
          principals: [{ id: deniedApplication.caller.id, type: "ServicePrincipal" }]
        }
      ])
      const stage = Layer.succeed(RightsStage, {
        workspace: prod,
        reader,
        responder,
        stranger,
        application,
        strangeApplication,
        deniedApplication,
        makeReader: ({ caller }) =>
          Effect.asVoid(
            sentinel.control("POST", "/arm/role-assignments", {
              principalId: caller.id,
              principalType: caller._tag === "User" ? "User" : "ServicePrincipal",
              role: "Microsoft Sentinel Reader",
              scope: sample.workspace("soc-prod")
            })
          )
      })
      return Layer.merge(stage, sentinel.ports)
    })
  )
)
