import { sample } from "@incident-teams/testkit/sample"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { Redacted } from "effect"
import type { EntraSettings } from "../EntraSettings.ts"

/** What Incident Teams is configured with on a simulated tenant. */
export const settingsOf = (tenant: Tenant): EntraSettings => ({
  tenantId: tenant.id,
  clientId: sample.client.server,
  proof: { _tag: "Secret", secret: Redacted.make(sample.secret) },
  authorityHost: tenant.base
})
