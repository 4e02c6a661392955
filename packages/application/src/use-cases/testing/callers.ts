import { ApplicationId, TenantId } from "@incident-teams/domain/ids/directoryIds"
import type { AzureRights } from "@incident-teams/domain/permissions/AzureActions"
import { Effect, Layer, Redacted } from "effect"
import { AzureRightsSource } from "../../ports/AzureRightsSource.ts"
import type { DirectoryPerson } from "../../ports/Directory.ts"
import type { Session, Visitor } from "../../ports/Session.ts"
import { personOf } from "../../testing/team-store/commits.ts"

/** Person number `n`, who signed in at the page. */
export const visitorOf = (n: number): Visitor => ({
  caller: { _tag: "User", id: personOf(n), name: `Person ${n}` },
  tenant: TenantId.make("00000000-0000-4000-8000-0000000000ff")
})

/** Person number `n`, with a token. */
export const sessionOf = (n: number): Session => ({ ...visitorOf(n), token: Redacted.make(`token ${n}`) })

/** An application that has every role but that of hooks, and the id of person number `n`. */
export const applicationOf = (n: number): Session => ({
  ...sessionOf(n),
  caller: {
    _tag: "Application",
    id: ApplicationId.make(personOf(n)),
    name: `Application ${n}`,
    roles: ["Team.Create", "Incident.ReadWrite"]
  }
})

/** Person number `n` as the directory knows them. */
export const accountOf = (n: number, more: Partial<DirectoryPerson> = {}): DirectoryPerson => ({
  id: personOf(n),
  name: `Person ${n}`,
  userPrincipalName: `person${n}@woodgrove.example`,
  guest: false,
  enabled: true,
  attributes: {},
  ...more
})

/** These actions and no others. */
export const rightsTo = (...actions: ReadonlyArray<string>): AzureRights => ({
  granted: [{ actions, notActions: [] }],
  denied: []
})

/** Azure grants everybody these actions on every workspace. */
export const azureGrants = (...actions: ReadonlyArray<string>) =>
  Layer.mock(AzureRightsSource)({ rightsOf: () => Effect.succeed(rightsTo(...actions)) })
