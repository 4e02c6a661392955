import type { Session } from "@incident-teams/application/ports/Session"
import { azureRightsSourceContract } from "@incident-teams/application/testing/azureRightsSourceContract"
import { RightsStage } from "@incident-teams/application/testing/RightsStage"
import { ApplicationId, PersonId, TenantId } from "@incident-teams/domain/ids/directoryIds"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { incidentsWrite } from "@incident-teams/domain/permissions/AzureActions"
import { Effect, Layer, Redacted } from "effect"
import { sentinelReader, sentinelResponder } from "./BuiltInRoles.ts"
import * as MemoryAzureRights from "./MemoryAzureRights.ts"
import * as MemorySourcesSideBySide from "./MemorySourcesSideBySide.ts"

const soc = WorkspaceAlias.make("soc")
const guid = (number: number) => `00000000-0000-4000-8000-00000000000${number}`
const sessionOf = (caller: Session["caller"]): Session => ({
  caller,
  tenant: TenantId.make(guid(9)),
  token: Redacted.make("not a token")
})
const person = (number: number) => sessionOf({ _tag: "User", id: PersonId.make(guid(number)), name: "Somebody" })
const application = (number: number) =>
  sessionOf({ _tag: "Application", id: ApplicationId.make(guid(number)), name: "Something", roles: [] })

const memory = MemoryAzureRights.layer([soc])

const stage = Layer.effect(
  RightsStage,
  Effect.gen(function* () {
    const hand = yield* MemoryAzureRights.RightsHand
    const [reader, responder, playbook] = [person(1), person(2), application(4)]
    hand.assign(reader.caller.id, soc, sentinelReader)
    hand.assign(responder.caller.id, soc, sentinelResponder)
    hand.assign(playbook.caller.id, soc, sentinelResponder)
    const deniedApplication = application(6)
    hand.set(deniedApplication.caller.id, soc, {
      granted: [sentinelResponder],
      denied: [{ actions: [incidentsWrite], notActions: [] }]
    })
    return {
      workspace: soc,
      reader,
      responder,
      stranger: person(3),
      application: playbook,
      strangeApplication: application(5),
      deniedApplication,
      makeReader: ({ caller }) => Effect.sync(() => hand.assign(caller.id, soc, sentinelReader))
    }
  })
)

azureRightsSourceContract("memory", Layer.provideMerge(stage, memory))
azureRightsSourceContract(
  "two side by side",
  Layer.provideMerge(stage, MemorySourcesSideBySide.layer([WorkspaceAlias.make("lab"), soc]))
)
